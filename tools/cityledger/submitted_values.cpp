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

// What that indicator is called in the sibling, when it is the same thing there; else empty.
std::string same_indicator(const SiblingCycle& sibling, const std::string& standard, const std::string& code) {
  if (!sibling.map) return code;
  const attest::EditionRow* row = sibling.map->find(standard, code);
  const bool exact = row != nullptr && row->relation == attest::EditionRelation::kExact;
  return exact ? sibling.map->counterpart(standard, code) : std::string();
}

// What the items of one queue share.
struct QueuePlace {
  attest::CycleRecord record;
  std::vector<SiblingCycle> siblings;
};

Result<QueueItem> queue_item(const attest::LedgerFolder& ledger, const QueuePlace& place,
                             const attest::Indicator& indicator, attest::LiveRecord live,
                             const CheckSettings& settings) {
  auto value = submitted_value(ledger, live.submission);
  if (!value) return tl::unexpected(value.error());
  QueueItem item{indicator, std::move(*value), std::move(live), 1, {}, {}};
  for (const auto& ref : item.value.body.evidence) {
    auto seen = evidence_seen(ledger, ref);
    if (!seen) return tl::unexpected(seen.error());
    item.evidence.push_back(std::move(*seen));
  }
  if (item.live.state != attest::ValueState::kReported) return item;
  const auto earlier = earlier_values(ledger, place.siblings, place.record, indicator.code);
  if (!earlier) return tl::unexpected(earlier.error());
  const auto& body = item.value.body;
  item.checked =
      check_value({item.value.text("value"), body.unit.value_or(""), item.value.text("numerator"),
                   item.value.text("denominator"), body.period->label, body.period->year, place.record.data_year},
                  *earlier, settings);
  const auto others = other_values(ledger, place.siblings, place.record.standard, item.value);
  if (!others) return tl::unexpected(others.error());
  for (auto& finding : find_other_values(item.value.text("value"), *others)) {
    item.checked.findings.push_back(std::move(finding));
  }
  if (item.live.unit != indicator.unit) {
    item.checked.findings.push_back({"unit", "It is in " + item.live.unit + "; the catalogue now asks for " +
                                                 indicator.unit + ": the city must submit it again."});
  }
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

Result<std::vector<EarlierValue>> earlier_values(const attest::LedgerFolder& ledger,
                                                 const std::vector<SiblingCycle>& siblings,
                                                 const attest::CycleRecord& cycle, const std::string& indicator) {
  std::vector<EarlierValue> earlier;
  for (const SiblingCycle& sibling : siblings) {
    const std::string code = same_indicator(sibling, cycle.standard, indicator);
    if (sibling.data_year >= cycle.data_year || code.empty()) continue;
    const auto live = attest::get_live(ledger.store(), sibling.cycle, code);
    if (!live) return tl::unexpected(live.error());
    if (!*live || (*live)->state != attest::ValueState::kReported) continue;
    if ((*live)->withdrawn || (*live)->verdict == attest::Verdict::kRejected) continue;
    const auto value = submitted_value(ledger, (*live)->submission);
    if (!value) return tl::unexpected(value.error());
    if (const auto text = value->text("value"); !text.empty()) earlier.push_back({sibling.data_year, text});
  }
  return earlier;
}

namespace {

// The value that stands in that cycle for the same period in the same unit, if there is one.
Result<std::optional<OtherValue>> value_for_the_same(const attest::LedgerFolder& ledger, const std::string& cycle,
                                                     const std::string& indicator, const SubmittedValue& value) {
  const auto live = attest::get_live(ledger.store(), cycle, indicator);
  if (!live) return tl::unexpected(live.error());
  const bool stands = *live && !(*live)->withdrawn && (*live)->state == attest::ValueState::kReported &&
                      (*live)->verdict != attest::Verdict::kRejected && (*live)->unit == value.body.unit.value_or("");
  if (!stands) return std::optional<OtherValue>{};
  const auto other = submitted_value(ledger, (*live)->submission);
  if (!other) return tl::unexpected(other.error());
  const auto text = other->text("value");
  if (text.empty() || other->body.period->label != value.body.period->label) return std::optional<OtherValue>{};
  return std::optional(OtherValue{cycle, text, other->entry.index.value});
}

}  // namespace

Result<std::vector<SiblingCycle>> siblings_of(const attest::LedgerFolder& ledger, const std::string& cycle) {
  std::vector<SiblingCycle> siblings;
  const auto present = attest::parse_cycle_id(cycle);
  if (!present) return siblings;
  const auto cycles = attest::list_cycles_of(ledger.store(), present->city);
  if (!cycles) return tl::unexpected(cycles.error());
  for (const auto& other : *cycles) {
    const auto id = attest::parse_cycle_id(other);
    if (!id || other == cycle) continue;
    const bool same = id->standard == present->standard;
    auto map = same ? std::nullopt : attest::edition_map_between(present->standard, id->standard);
    if (same || map) siblings.push_back({other, id->data_year, std::move(map)});
  }
  return siblings;
}

Result<std::vector<OtherValue>> other_values(const attest::LedgerFolder& ledger,
                                             const std::vector<SiblingCycle>& siblings, const std::string& standard,
                                             const SubmittedValue& value) {
  std::vector<OtherValue> out;
  if (!value.body.period) return out;
  for (const SiblingCycle& sibling : siblings) {
    const std::string indicator = same_indicator(sibling, standard, value.body.indicator);
    if (indicator.empty()) continue;
    auto other = value_for_the_same(ledger, sibling.cycle, indicator, value);
    if (!other) return tl::unexpected(other.error());
    if (*other) out.push_back(std::move(**other));
  }
  return out;
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
  auto record = find_cycle(ledger.store(), cycle);
  if (!record) return tl::unexpected(record.error());
  const auto catalogue = catalogue_of(ledger.store(), *record);
  if (!catalogue) return tl::unexpected(catalogue.error());
  auto siblings = siblings_of(ledger, cycle);
  if (!siblings) return tl::unexpected(siblings.error());
  const QueuePlace place{std::move(*record), std::move(*siblings)};
  std::vector<QueueItem> queue;
  for (const auto& indicator : catalogue->indicators) {
    auto live = attest::get_live(ledger.store(), cycle, indicator.code);
    if (!live) return tl::unexpected(live.error());
    if (!*live) continue;
    auto item = queue_item(ledger, place, indicator, std::move(**live), settings);
    if (!item) return tl::unexpected(item.error());
    item->deciders = catalogue->rules.deciders;
    queue.push_back(std::move(*item));
  }
  return queue;
}

bool is_undecided(const QueueItem& item) {
  if (item.live.withdrawn || item.live.state != attest::ValueState::kReported) return false;
  return !item.live.verdict || *item.live.verdict == attest::Verdict::kClarification;
}

}  // namespace cityledger
