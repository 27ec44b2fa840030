// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/queue.hpp"

#include <algorithm>

#include "cityledger/exit_codes.hpp"
#include "cityledger/json_output.hpp"
#include "cityledger/lookup.hpp"

namespace cityledger {
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

int run_queue(const QueueOptions& options, Console& console) {
  if (options.jump_factor < 2) return console.fail({Code::kInvalid, "the jump factor is 2 or more", "jump_factor"});
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  auto queue = queue_of((*session)->ledger(), options.cycle, {options.jump_factor});
  if (!queue) return console.fail(queue.error());
  const auto waiting = std::count_if(queue->begin(), queue->end(), is_undecided);
  if (!options.all) std::erase_if(*queue, [](const QueueItem& item) { return !is_undecided(item); });
  const auto cycle = find_cycle((*session)->ledger().store(), options.cycle);
  if (!cycle) return console.fail(cycle.error());
  console.print(notice_lines((*session)->ledger(), options.cycle) + last_days_text(*cycle) + queue_text(*queue) +
                options.cycle + ": " + std::to_string(waiting) + " value(s) undecided");
  Json::Object answer{
      {"cycle", options.cycle}, {"undecided", static_cast<std::int64_t>(waiting)}, {"items", queue_json(*queue)}};
  if (!cycle->submit_until.empty()) answer.emplace("submit_until", cycle->submit_until);
  if (!cycle->decide_until.empty()) answer.emplace("decide_until", cycle->decide_until);
  console.answer(answer);
  return kExitDone;
}

}  // namespace cityledger
