// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/submitted_values.hpp"

#include "attest/ids.hpp"

namespace certs {
using ledger::fail;

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

}  // namespace

std::string SubmittedValue::text(const std::string& name) const {
  return text_in(opened, name);
}

Result<SubmittedValue> submitted_value(const attest::Sight& sight, const attest::EntryRef& entry) {
  const auto statement = sight.ledger.statement(entry.index);
  if (!statement) return tl::unexpected(statement.error());
  const auto* body = std::get_if<attest::ValueSubmitted>(&statement->body);
  if (body == nullptr) {
    return fail(Code::kNotFound, "entry " + std::to_string(entry.index.value) + " submits no value", "submission");
  }
  auto opened = sight.open(entry.index, *statement);
  if (!opened) return tl::unexpected(opened.error());
  return SubmittedValue{entry, *body, std::move(opened->values)};
}

Result<std::optional<SubmittedValue>> live_value(const attest::Sight& sight, const std::string& cycle,
                                                 const std::string& indicator) {
  const auto live = attest::get_live(sight.ledger.store(), cycle, indicator);
  if (!live) return tl::unexpected(live.error());
  if (!*live) return std::optional<SubmittedValue>{};
  auto value = submitted_value(sight, (*live)->submission);
  if (!value) return tl::unexpected(value.error());
  return std::optional<SubmittedValue>(std::move(*value));
}

Result<std::vector<EarlierValue>> earlier_values(const attest::Sight& sight, const std::vector<SiblingCycle>& siblings,
                                                 const attest::CycleRecord& cycle, const std::string& indicator) {
  std::vector<EarlierValue> earlier;
  for (const SiblingCycle& sibling : siblings) {
    const std::string code = same_indicator(sibling, cycle.standard, indicator);
    if (sibling.data_year >= cycle.data_year || code.empty()) continue;
    const auto live = attest::get_live(sight.ledger.store(), sibling.cycle, code);
    if (!live) return tl::unexpected(live.error());
    if (!*live || (*live)->state != attest::ValueState::kReported) continue;
    if ((*live)->withdrawn || (*live)->verdict == attest::Verdict::kRejected) continue;
    const auto value = submitted_value(sight, (*live)->submission);
    if (!value) return tl::unexpected(value.error());
    if (const auto text = value->text("value"); !text.empty()) earlier.push_back({sibling.data_year, text});
  }
  return earlier;
}

namespace {

// The value that stands in that cycle for the same period in the same unit, if there is one.
Result<std::optional<OtherValue>> value_for_the_same(const attest::Sight& sight, const std::string& cycle,
                                                     const std::string& indicator, const SubmittedValue& value) {
  const auto live = attest::get_live(sight.ledger.store(), cycle, indicator);
  if (!live) return tl::unexpected(live.error());
  const bool stands = *live && !(*live)->withdrawn && (*live)->state == attest::ValueState::kReported &&
                      (*live)->verdict != attest::Verdict::kRejected && (*live)->unit == value.body.unit.value_or("");
  if (!stands) return std::optional<OtherValue>{};
  const auto other = submitted_value(sight, (*live)->submission);
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

Result<std::vector<OtherValue>> other_values(const attest::Sight& sight, const std::vector<SiblingCycle>& siblings,
                                             const std::string& standard, const SubmittedValue& value) {
  std::vector<OtherValue> out;
  if (!value.body.period) return out;
  for (const SiblingCycle& sibling : siblings) {
    const std::string indicator = same_indicator(sibling, standard, value.body.indicator);
    if (indicator.empty()) continue;
    auto other = value_for_the_same(sight, sibling.cycle, indicator, value);
    if (!other) return tl::unexpected(other.error());
    if (*other) out.push_back(std::move(**other));
  }
  return out;
}

Result<EvidenceSeen> evidence_seen(const attest::Sight& sight, const attest::EntryRef& entry) {
  const auto statement = sight.ledger.statement(entry.index);
  if (!statement) return tl::unexpected(statement.error());
  const auto opened = sight.open(entry.index, *statement);
  if (!opened) return tl::unexpected(opened.error());
  return EvidenceSeen{entry, statement->cose.header.issuer, text_in(opened->values, "title"),
                      text_in(opened->values, "source")};
}

}  // namespace certs
