// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The level: how many indicators were reported and verified, by the catalogue's ladder. Never how good they are.
#pragma once

#include <string>
#include <vector>

#include "attest/catalogue.hpp"

namespace attest {

// Of the accepted reported indicators; profile indicators are not counted. REQUIRES: codes of the catalogue.
[[nodiscard]] Counts count_accepted(const Catalogue& catalogue, const std::vector<std::string>& accepted_codes);
// The highest level whose floors are all met; null when none is.
[[nodiscard]] const Level* level_of(const Catalogue& catalogue, const Counts& counts);

// What is missing for the next level above the one reached.
struct NextLevel {
  std::string level;
  std::int64_t core = 0;        // more core indicators needed
  std::int64_t supporting = 0;  // more supporting ones
  std::int64_t any = 0;         // more of any counted kind, beyond those
};
// Empty at the top.
[[nodiscard]] std::optional<NextLevel> next_level(const Catalogue& catalogue, const Counts& counts);
// "8 more core indicators to Aspirational"; empty text at the top.
[[nodiscard]] std::string describe(const NextLevel& next);

}  // namespace attest
