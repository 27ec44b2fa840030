// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/city.hpp"

#include "attest/ladder.hpp"
#include "cityledger/exit_codes.hpp"
#include "cityledger/json_output.hpp"

namespace cityledger {
namespace {

// The city's cycles by standard and data year.
Result<std::vector<std::string>> cycles_of(const attest::LedgerFolder& ledger, const std::string& city) {
  if (const auto party = find_party(ledger.store(), city); !party) return tl::unexpected(party.error());
  auto cycles = attest::list_cycles(ledger.store());
  if (!cycles) return tl::unexpected(cycles.error());
  std::erase_if(*cycles, [&](const std::string& cycle) { return !cycle.starts_with(city + "/"); });
  return cycles;
}

void count_live(CycleProgress& progress, const attest::LiveRecord& live) {
  if (live.state != attest::ValueState::kReported) {
    ++progress.not_reported;
    return;
  }
  ++progress.reported;
  if (live.verdict == attest::Verdict::kRejected) ++progress.rejected;
  if (!live.verdict || *live.verdict == attest::Verdict::kClarification) ++progress.undecided;
}

Result<CycleProgress> cycle_progress(const attest::LedgerFolder& ledger, const std::string& cycle) {
  auto record = find_cycle(ledger.store(), cycle);
  if (!record) return tl::unexpected(record.error());
  auto standing = standing_of(ledger.store(), cycle);
  if (!standing) return tl::unexpected(standing.error());
  CycleProgress progress{cycle, std::move(*record), std::move(*standing), 0, 0, 0, 0, {}};
  if (const auto next = attest::next_level(progress.standing.catalogue, progress.standing.counts)) {
    progress.next = attest::describe(*next);
  }
  const auto indicators = attest::list_live(ledger.store(), cycle);
  if (!indicators) return tl::unexpected(indicators.error());
  for (const auto& indicator : *indicators) {
    const auto live = attest::get_live(ledger.store(), cycle, indicator);
    if (!live) return tl::unexpected(live.error());
    if (*live) count_live(progress, **live);
  }
  return progress;
}

Json progress_json(const CycleProgress& progress) {
  Json::Object out{{"cycle", progress.cycle},
                   {"data_year", progress.record.data_year},
                   {"standard", progress.record.standard},
                   {"reported", progress.reported},
                   {"undecided", progress.undecided},
                   {"rejected", progress.rejected},
                   {"not_reported", progress.not_reported},
                   {"counts", to_json(progress.standing.counts)},
                   {"level", progress.standing.level},
                   {"next", progress.next}};
  if (!progress.record.notice.empty()) out.emplace("notice", progress.record.notice);
  if (progress.record.certificate) out.emplace("certificate", *progress.record.certificate);
  return out;
}

}  // namespace

Result<std::vector<CycleProgress>> progress_of(const attest::LedgerFolder& ledger, const std::string& city) {
  const auto cycles = cycles_of(ledger, city);
  if (!cycles) return tl::unexpected(cycles.error());
  std::vector<CycleProgress> all;
  for (const auto& cycle : *cycles) {
    auto progress = cycle_progress(ledger, cycle);
    if (!progress) return tl::unexpected(progress.error());
    all.push_back(std::move(*progress));
  }
  return all;
}

namespace {

// Accepted, but of a kind that the ladder does not count.
std::string uncounted_text(const Standing& standing) {
  const auto uncounted = static_cast<std::int64_t>(standing.accepted.size()) - standing.counts.total;
  return uncounted == 0 ? "" : "; " + std::to_string(uncounted) + " accepted profile values do not count";
}

}  // namespace

std::string progress_text(const CycleProgress& progress) {
  const Standing& standing = progress.standing;
  std::string counts;
  for (const auto& kind : standing.catalogue.counted_kinds()) {
    const auto count = standing.counts.by_kind.find(kind);
    counts += ", " + std::to_string(count == standing.counts.by_kind.end() ? 0 : count->second) + " of " +
              std::to_string(standing.catalogue.total_of(kind)) + " " + kind;
  }
  std::string text = progress.cycle + "\n";
  if (!progress.record.notice.empty()) text += "  notice: " + progress.record.notice + "\n";
  text +=
      "  " + std::to_string(progress.reported) + " reported, " + std::to_string(progress.undecided) + " undecided, " +
      std::to_string(progress.rejected) + " rejected; verified " + std::to_string(standing.counts.total) + counts +
      uncounted_text(standing) + "\n  level: " +
      (standing.level.empty() ? "none" : standing.level + " by the certifier's scheme " + standing.catalogue.scheme) +
      (progress.next.empty() ? "" : "; " + progress.next) + "\n";
  if (progress.record.certificate) text += "  certificate " + *progress.record.certificate + "\n";
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
  text += notice_lines((*session)->ledger(), {});
  console.print(cycles->empty() ? options.city + " is enrolled in no cycle" : text);
  console.answer(Json::Object{{"city", options.city}, {"cycles", std::move(list)}});
  return kExitDone;
}

}  // namespace cityledger
