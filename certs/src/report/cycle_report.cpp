// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/cycle_report.hpp"

namespace certs {
namespace {

Json live_json(const std::string& code, const attest::LiveRecord& record) {
  Json::Object row{{"indicator", code},
                   {"state", attest::to_text(record.state)},
                   {"submission", attest::to_json(record.submission)},
                   {"rounds", record.rounds}};
  if (record.withdrawn) row.emplace("withdrawn", attest::to_json(*record.withdrawn));
  if (record.verdict) row.emplace("verdict", attest::to_text(*record.verdict));
  if (record.decision) row.emplace("decision", attest::to_json(*record.decision));
  return row;
}

}  // namespace

Result<CycleReport> cycle_report(const ledger::StateReader& state, const std::string& cycle) {
  auto record = find_cycle(state, cycle);
  if (!record) return tl::unexpected(record.error());
  auto standing = standing_of(state, cycle);
  if (!standing) return tl::unexpected(standing.error());
  CycleReport report{cycle, std::move(*record), std::move(*standing), {}};
  for (const attest::Indicator& indicator : report.standing.catalogue.indicators) {
    auto live = attest::get_live(state, cycle, indicator.code);
    if (!live) return tl::unexpected(live.error());
    if (*live) report.live.emplace_back(indicator.code, std::move(**live));
  }
  return report;
}

std::string state_in_words(const attest::LiveRecord& live) {
  if (live.withdrawn) return "withdrawn";
  if (live.state != attest::ValueState::kReported && !live.verdict) return in_words(attest::to_text(live.state));
  return live.verdict ? std::string(attest::to_text(*live.verdict)) : "awaits a decision";
}

Json to_json(const CycleReport& report) {
  const attest::CycleRecord& record = report.record;
  Json::Array indicators;
  for (const auto& [code, live] : report.live) indicators.push_back(live_json(code, live));
  Json::Object answer{{"cycle", report.cycle},
                      {"city", record.city},
                      {"standard", record.standard},
                      {"data_year", record.data_year},
                      {"enrolled", attest::to_json(record.enrolled)},
                      {"counts", to_json(report.standing.counts)},
                      {"level", report.standing.level},
                      {"indicators", std::move(indicators)}};
  if (!record.notice.empty()) answer.emplace("notice", record.notice);
  if (!record.programme.empty()) answer.emplace("programme", record.programme);
  if (!record.submit_until.empty()) answer.emplace("submit_until", record.submit_until);
  if (!record.decide_until.empty()) answer.emplace("decide_until", record.decide_until);
  if (record.withdrawn) answer.emplace("withdrawn", attest::to_json(*record.withdrawn));
  if (record.review) answer.emplace("review", attest::to_json(*record.review));
  if (record.certificate) answer.emplace("certificate", *record.certificate);
  return answer;
}

}  // namespace certs
