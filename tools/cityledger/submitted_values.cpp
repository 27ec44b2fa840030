// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/submitted_values.hpp"

#include "attest/edition_map.hpp"
#include "attest/ids.hpp"
#include "cityledger/lookup.hpp"

namespace cityledger {
using ledger::Code;
using ledger::fail;
using ledger::Result;

namespace {

std::string text_in(const std::map<std::string, std::string>& opened, const std::string& name) {
  const auto found = opened.find(name);
  return found == opened.end() ? std::string() : found->second;
}

// What the same indicator is called in another edition; empty when it is another one there, or defined otherwise.
std::string code_in(const std::string& other, const std::string& standard, const std::string& code) {
  if (other == standard) return code;
  const auto map = attest::edition_map_between(other, standard);
  const auto* row = map ? map->find(standard, code) : nullptr;
  if (row == nullptr || row->relation != attest::EditionRelation::kExact) return {};
  return map->counterpart(standard, code);
}

Result<QueueItem> queue_item(const attest::LedgerFolder& ledger, const std::string& cycle, int data_year,
                             const attest::Indicator& indicator, attest::LiveRecord live,
                             const CheckSettings& settings) {
  auto value = submitted_value(ledger, live.submission);
  if (!value) return tl::unexpected(value.error());
  QueueItem item{indicator, std::move(*value), std::move(live), {}, {}};
  for (const auto& ref : item.value.body.evidence) {
    auto seen = evidence_seen(ledger, ref);
    if (!seen) return tl::unexpected(seen.error());
    item.evidence.push_back(std::move(*seen));
  }
  if (item.live.state != attest::ValueState::kReported) return item;
  const auto earlier = earlier_values(ledger, cycle, indicator.code);
  if (!earlier) return tl::unexpected(earlier.error());
  const auto& body = item.value.body;
  item.checked = check_value({item.value.text("value"), body.unit.value_or(""), item.value.text("numerator"),
                              item.value.text("denominator"), body.period->label, body.period->year, data_year},
                             *earlier, settings);
  return item;
}

}  // namespace

std::string SubmittedValue::text(const std::string& name) const {
  return text_in(opened, name);
}

Result<SubmittedValue> submitted_value(const attest::LedgerFolder& ledger, const attest::EntryRef& entry) {
  const auto statement = ledger.statement(entry.index);
  if (!statement) return tl::unexpected(statement.error());
  const auto* body = std::get_if<attest::ValueSubmitted>(&statement->body);
  if (body == nullptr) {
    return fail(Code::kNotFound, "entry " + std::to_string(entry.index.value) + " submits no value", "submission");
  }
  auto opened = ledger.opened(*statement);
  if (!opened) return tl::unexpected(opened.error());
  return SubmittedValue{entry, *body, std::move(*opened)};
}

Result<std::optional<SubmittedValue>> live_value(const attest::LedgerFolder& ledger, const std::string& cycle,
                                                 const std::string& indicator) {
  const auto live = attest::get_live(ledger.store(), cycle, indicator);
  if (!live) return tl::unexpected(live.error());
  if (!*live) return std::optional<SubmittedValue>{};
  auto value = submitted_value(ledger, (*live)->submission);
  if (!value) return tl::unexpected(value.error());
  return std::optional<SubmittedValue>(std::move(*value));
}

Result<std::vector<EarlierValue>> earlier_values(const attest::LedgerFolder& ledger, const std::string& cycle,
                                                 const std::string& indicator) {
  std::vector<EarlierValue> earlier;
  const auto present = attest::parse_cycle_id(cycle);
  const auto cycles = attest::list_cycles(ledger.store());
  if (!cycles) return tl::unexpected(cycles.error());
  for (const auto& other : *cycles) {
    const auto id = attest::parse_cycle_id(other);
    if (!present || !id || id->city != present->city || id->data_year >= present->data_year) continue;
    const std::string code = code_in(id->standard, present->standard, indicator);
    if (code.empty()) continue;
    const auto live = attest::get_live(ledger.store(), other, code);
    if (!live) return tl::unexpected(live.error());
    if (!*live || (*live)->state != attest::ValueState::kReported) continue;
    if ((*live)->verdict == attest::Verdict::kRejected) continue;
    const auto value = submitted_value(ledger, (*live)->submission);
    if (!value) return tl::unexpected(value.error());
    if (const auto text = value->text("value"); !text.empty()) earlier.push_back({id->data_year, text});
  }
  return earlier;
}

Result<EvidenceSeen> evidence_seen(const attest::LedgerFolder& ledger, const attest::EntryRef& entry) {
  const auto statement = ledger.statement(entry.index);
  if (!statement) return tl::unexpected(statement.error());
  const auto opened = ledger.opened(*statement);
  if (!opened) return tl::unexpected(opened.error());
  return EvidenceSeen{entry, statement->cose.header.issuer, text_in(*opened, "title"), text_in(*opened, "source")};
}

Result<std::vector<QueueItem>> queue_of(const attest::LedgerFolder& ledger, const std::string& cycle,
                                        const CheckSettings& settings) {
  const auto record = find_cycle(ledger.store(), cycle);
  if (!record) return tl::unexpected(record.error());
  const auto catalogue = find_catalogue(ledger.store(), record->standard);
  if (!catalogue) return tl::unexpected(catalogue.error());
  std::vector<QueueItem> queue;
  for (const auto& indicator : catalogue->indicators) {
    auto live = attest::get_live(ledger.store(), cycle, indicator.code);
    if (!live) return tl::unexpected(live.error());
    if (!*live) continue;
    auto item = queue_item(ledger, cycle, record->data_year, indicator, std::move(**live), settings);
    if (!item) return tl::unexpected(item.error());
    queue.push_back(std::move(*item));
  }
  return queue;
}

bool is_undecided(const QueueItem& item) {
  if (item.live.state != attest::ValueState::kReported) return false;
  return !item.live.verdict || *item.live.verdict == attest::Verdict::kClarification;
}

}  // namespace cityledger
