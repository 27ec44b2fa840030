// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger city show: how far a city is in each of its cycles.
#pragma once

#include <string>
#include <vector>

#include "certs/lookup.hpp"
#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct CityOptions {
  LedgerOptions ledger;
  std::string city;
};
[[nodiscard]] int run_city_show(const CityOptions& options, Console& console);

struct CycleProgress {
  std::string cycle;
  attest::CycleRecord record;
  certs::Standing standing;
  std::int64_t reported = 0;   // live submissions that report a value
  std::int64_t undecided = 0;  // of those
  std::int64_t rejected = 0;
  std::int64_t withdrawn = 0;     // by the city, and not submitted again
  std::int64_t outdated = 0;      // reported in a unit, or of an indicator, that the catalogue no longer has
  std::int64_t not_reported = 0;  // not available or not applicable
  std::string status = {};        // of its certificate, now, with a warning when it ends soon; empty without one
  std::string next = {};          // "8 more core indicators to Aspirational"; empty at the top
};
// In the order of data years.
[[nodiscard]] Result<std::vector<CycleProgress>> progress_of(const attest::LedgerFolder& ledger,
                                                             const std::string& city);
[[nodiscard]] Result<CycleProgress> progress_in(const attest::LedgerFolder& ledger, const std::string& cycle);
// "certified", "withdrawn", "reviewed", "open": where the cycle is.
[[nodiscard]] std::string stage_of(const attest::CycleRecord& record);
[[nodiscard]] std::string progress_text(const CycleProgress& progress);

}  // namespace cityledger
