// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/queue.hpp"

#include "certs/lookup.hpp"

namespace certs {
namespace {

std::string status_of(const QueueItem& item) {
  if (item.live.withdrawn) return "withdrawn";
  if (item.live.state != attest::ValueState::kReported) return in_words(attest::to_text(item.live.state));
  return item.live.verdict ? std::string(attest::to_text(*item.live.verdict)) : "undecided";
}

// "1 of 2 accepted" while more persons are to be heard.
std::string votes_of(const QueueItem& item) {
  if (item.deciders == 1 || !is_undecided(item)) return {};
  return ", " + std::to_string(item.live.acceptances.size()) + " of " + std::to_string(item.deciders) + " accepted";
}

std::string value_or_unknown(const QueueItem& item) {
  const std::string value = item.value.text("value");
  return value.empty() ? "(not known here)" : value;
}

void add_reported(std::string& text, const QueueItem& item) {
  const auto& body = item.value.body;
  text += "    " + value_or_unknown(item) + " " + body.unit.value_or("") + ", " + body.period->label + "\n";
  if (!item.checked.recomputed.empty()) text += "    " + item.checked.recomputed + "\n";
  for (const auto& finding : item.checked.findings) text += "  ! " + finding.sentence + "\n";
}

// What the items of one queue share.
struct QueuePlace {
  attest::CycleRecord record;
  std::vector<SiblingCycle> siblings;
};

Result<QueueItem> queue_item(const attest::Sight& sight, const QueuePlace& place, const attest::Indicator& indicator,
                             attest::LiveRecord live, const CheckSettings& settings) {
  auto value = submitted_value(sight, live.submission);
  if (!value) return tl::unexpected(value.error());
  QueueItem item{indicator, std::move(*value), std::move(live), 1, {}, {}};
  for (const auto& ref : item.value.body.evidence) {
    auto seen = evidence_seen(sight, ref);
    if (!seen) return tl::unexpected(seen.error());
    item.evidence.push_back(std::move(*seen));
  }
  if (item.live.state != attest::ValueState::kReported) return item;
  const auto earlier = earlier_values(sight, place.siblings, place.record, indicator.code);
  if (!earlier) return tl::unexpected(earlier.error());
  const auto& body = item.value.body;
  item.checked =
      check_value({item.value.text("value"), body.unit.value_or(""), item.value.text("numerator"),
                   item.value.text("denominator"), body.period->label, body.period->year, place.record.data_year},
                  *earlier, settings);
  const auto others = other_values(sight, place.siblings, place.record.standard, item.value);
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

std::string queue_text(const std::vector<QueueItem>& items) {
  std::string text;
  for (const auto& item : items) {
    text += item.indicator.code + "  " + item.indicator.name + "  [" + status_of(item) + votes_of(item) + ", entry " +
            std::to_string(item.live.submission.index.value) +
            (item.live.rounds > 0 ? ", round " + std::to_string(item.live.rounds) : "") + "]\n";
    if (item.live.state == attest::ValueState::kReported) add_reported(text, item);
    if (const auto note = item.value.text("note"); !note.empty()) text += "    note: " + note + "\n";
    for (const auto& evidence : item.evidence) {
      text += "    evidence: entry " + std::to_string(evidence.entry.index.value) + ", " + evidence.title + ", from " +
              evidence.source + " (registered by " + evidence.signer_party + ")\n";
    }
  }
  return text;
}

Json queue_json(const std::vector<QueueItem>& items) {
  Json::Array list;
  for (const auto& item : items) {
    Json::Array findings;
    for (const auto& finding : item.checked.findings) {
      findings.emplace_back(Json::Object{{"check", finding.check}, {"sentence", finding.sentence}});
    }
    Json::Array evidence;
    for (const auto& seen : item.evidence) {
      evidence.emplace_back(Json::Object{{"entry", attest::to_json(seen.entry)},
                                         {"registered_by", seen.signer_party},
                                         {"title", seen.title},
                                         {"source", seen.source}});
    }
    Json::Object opened;
    for (const auto& [name, value] : item.value.opened) opened.emplace(name, value);
    Json::Object out{{"indicator", item.indicator.code}, {"name", item.indicator.name},
                     {"kind", item.indicator.kind},      {"status", status_of(item)},
                     {"rounds", item.live.rounds},       {"submission", attest::to_json(item.live.submission)},
                     {"deciders", item.deciders},        {"acceptances", item.live.acceptances.size()},
                     {"opened", std::move(opened)},      {"evidence", std::move(evidence)},
                     {"findings", std::move(findings)}};
    if (item.value.body.unit) out.emplace("unit", *item.value.body.unit);
    if (item.value.body.period) out.emplace("period", item.value.body.period->label);
    if (!item.checked.recomputed.empty()) out.emplace("recomputed", item.checked.recomputed);
    list.emplace_back(std::move(out));
  }
  return list;
}

Result<std::vector<QueueItem>> queue_of(const attest::Sight& sight, const std::string& cycle,
                                        const CheckSettings& settings) {
  auto record = find_cycle(sight.ledger.store(), cycle);
  if (!record) return tl::unexpected(record.error());
  const auto catalogue = catalogue_of(sight.ledger.store(), *record);
  if (!catalogue) return tl::unexpected(catalogue.error());
  auto siblings = siblings_of(sight.ledger, cycle);
  if (!siblings) return tl::unexpected(siblings.error());
  const QueuePlace place{std::move(*record), std::move(*siblings)};
  std::vector<QueueItem> queue;
  for (const auto& indicator : catalogue->indicators) {
    auto live = attest::get_live(sight.ledger.store(), cycle, indicator.code);
    if (!live) return tl::unexpected(live.error());
    if (!*live) continue;
    auto item = queue_item(sight, place, indicator, std::move(**live), settings);
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

}  // namespace certs
