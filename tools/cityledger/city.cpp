// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/city.hpp"

#include "attest/ladder.hpp"
#include "certs/certificate_report.hpp"
#include "certs/words.hpp"
#include "cityledger/exit_codes.hpp"
#include "cityledger/status.hpp"

namespace cityledger {
namespace {

// The city's cycles by standard and data year.
Result<std::vector<std::string>> cycles_of(const attest::LedgerFolder& ledger, const std::string& city) {
  if (const auto party = certs::find_party(ledger.store(), city); !party) return tl::unexpected(party.error());
  auto cycles = attest::list_cycles(ledger.store());
  if (!cycles) return tl::unexpected(cycles.error());
  std::erase_if(*cycles, [&](const std::string& cycle) { return !cycle.starts_with(city + "/"); });
  return cycles;
}

void count_live(CycleProgress& progress, const std::string& indicator, const attest::LiveRecord& live) {
  if (live.withdrawn) {
    ++progress.withdrawn;
    return;
  }
  if (live.state != attest::ValueState::kReported) {
    ++progress.not_reported;
    return;
  }
  ++progress.reported;
  if (live.verdict == attest::Verdict::kRejected) ++progress.rejected;
  if (!live.verdict || *live.verdict == attest::Verdict::kClarification) ++progress.undecided;
  const attest::Indicator* row = progress.standing.catalogue.find(indicator);
  if (row == nullptr || row->unit != live.unit) ++progress.outdated;
}

Result<std::string> certificate_status(const attest::LedgerFolder& ledger, const std::string& number) {
  const auto record = certs::find_certificate(ledger.store(), number);
  if (!record) return tl::unexpected(record.error());
  const auto status = certs::status_on(ledger.store(), *record, ledger.now());
  if (!status) return tl::unexpected(status.error());
  return status->text + (status->warning.empty() ? "" : "; it " + status->warning);
}

Json progress_json(const CycleProgress& progress) {
  Json::Object out{{"cycle", progress.cycle},
                   {"data_year", progress.record.data_year},
                   {"standard", progress.record.standard},
                   {"stage", stage_of(progress.record)},
                   {"reported", progress.reported},
                   {"undecided", progress.undecided},
                   {"rejected", progress.rejected},
                   {"withdrawn", progress.withdrawn},
                   {"outdated", progress.outdated},
                   {"not_reported", progress.not_reported},
                   {"counts", certs::to_json(progress.standing.counts)},
                   {"level", progress.standing.level},
                   {"next", progress.next}};
  const attest::CycleRecord& record = progress.record;
  if (!record.notice.empty()) out.emplace("notice", record.notice);
  if (!record.programme.empty()) out.emplace("programme", record.programme);
  if (!record.submit_until.empty()) out.emplace("submit_until", record.submit_until);
  if (!record.decide_until.empty()) out.emplace("decide_until", record.decide_until);
  if (record.certificate) {
    out.emplace("certificate", *record.certificate);
    out.emplace("certificate_status", progress.status);
  }
  return out;
}

}  // namespace

std::string stage_of(const attest::CycleRecord& record) {
  if (record.withdrawn) return "withdrawn";
  if (record.certificate) return "certified";
  return record.review ? "reviewed" : "open";
}

Result<CycleProgress> progress_in(const attest::LedgerFolder& ledger, const std::string& cycle) {
  auto record = certs::find_cycle(ledger.store(), cycle);
  if (!record) return tl::unexpected(record.error());
  auto standing = certs::standing_of(ledger.store(), cycle);
  if (!standing) return tl::unexpected(standing.error());
  CycleProgress progress{cycle, std::move(*record), std::move(*standing), 0, 0, 0, 0, 0, 0};
  if (const auto next = attest::next_level(progress.standing.catalogue, progress.standing.counts)) {
    progress.next = attest::describe(*next);
  }
  if (progress.record.certificate) {
    auto status = certificate_status(ledger, *progress.record.certificate);
    if (!status) return tl::unexpected(status.error());
    progress.status = std::move(*status);
  }
  const auto indicators = attest::list_live(ledger.store(), cycle);
  if (!indicators) return tl::unexpected(indicators.error());
  for (const auto& indicator : *indicators) {
    const auto live = attest::get_live(ledger.store(), cycle, indicator);
    if (!live) return tl::unexpected(live.error());
    if (*live) count_live(progress, indicator, **live);
  }
  return progress;
}

Result<std::vector<CycleProgress>> progress_of(const attest::LedgerFolder& ledger, const std::string& city) {
  const auto cycles = cycles_of(ledger, city);
  if (!cycles) return tl::unexpected(cycles.error());
  std::vector<CycleProgress> all;
  for (const auto& cycle : *cycles) {
    auto progress = progress_in(ledger, cycle);
    if (!progress) return tl::unexpected(progress.error());
    all.push_back(std::move(*progress));
  }
  return all;
}

namespace {

// Accepted, but of a kind that the ladder does not count.
std::string uncounted_text(const certs::Standing& standing) {
  const auto uncounted = static_cast<std::int64_t>(standing.accepted.size()) - standing.counts.total;
  return uncounted == 0 ? "" : "; " + std::to_string(uncounted) + " accepted profile values do not count";
}

// What no longer counts although it was submitted.
std::string aside_text(const CycleProgress& progress) {
  std::string text;
  if (progress.withdrawn > 0) text += ", " + std::to_string(progress.withdrawn) + " withdrawn";
  if (progress.outdated > 0) {
    text += ", " + std::to_string(progress.outdated) + " to be submitted again as the catalogue has changed";
  }
  return text;
}

}  // namespace

std::string progress_text(const CycleProgress& progress) {
  const certs::Standing& standing = progress.standing;
  std::string counts;
  for (const auto& kind : standing.catalogue.counted_kinds()) {
    const auto count = standing.counts.by_kind.find(kind);
    counts += ", " + std::to_string(count == standing.counts.by_kind.end() ? 0 : count->second) + " of " +
              std::to_string(standing.catalogue.total_of(kind)) + " " + kind;
  }
  const attest::CycleRecord& record = progress.record;
  std::string text = progress.cycle + (record.withdrawn ? ", withdrawn" : "") + "\n";
  if (!record.notice.empty()) text += "  notice: " + record.notice + "\n";
  if (!record.programme.empty()) text += "  programme " + record.programme + "\n";
  text += certs::last_days_text(record, "  ");
  text +=
      "  " + std::to_string(progress.reported) + " reported, " + std::to_string(progress.undecided) + " undecided, " +
      std::to_string(progress.rejected) + " rejected" + aside_text(progress) + "; verified " +
      std::to_string(standing.counts.total) + counts + uncounted_text(standing) + "\n  level: " +
      (standing.level.empty() ? "none" : standing.level + " by the certifier's scheme " + standing.catalogue.scheme) +
      (progress.next.empty() ? "" : "; " + progress.next) + "\n";
  if (progress.record.certificate)
    text += "  certificate " + *progress.record.certificate + ": " + progress.status + "\n";
  return text;
}

int run_city_show(const CityOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const auto cycles = progress_of((*session)->ledger(), options.city);
  if (!cycles) return console.fail(cycles.error());
  std::string text;
  Json::Array list;
  for (const auto& cycle : *cycles) {
    text += progress_text(cycle);
    list.push_back(progress_json(cycle));
  }
  text += certs::notice_lines((*session)->ledger(), {});
  console.print(cycles->empty() ? options.city + " is enrolled in no cycle" : text);
  console.answer(Json::Object{{"city", options.city}, {"cycles", std::move(list)}});
  return kExitDone;
}

}  // namespace cityledger
