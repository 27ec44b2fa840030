// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger compare and city compare: accepted values beside each other, as text, JSON or CSV. No ranking: a
// certificate attests that values were verified, never that a city performs well.
#pragma once

#include <string>
#include <vector>

#include "certs/comparison.hpp"
#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

// One city over the years; or beside others, in one data year.
struct CityCompareOptions {
  LedgerOptions ledger;
  std::string city;
  std::vector<std::string> with;  // other cities
  std::string standard;
  int year = 0;  // 0: with others, the latest that all of them have; alone, all years
  bool profile = false;
  bool csv = false;
};
[[nodiscard]] int run_city_compare(const CityCompareOptions& options, Console& console);

// Some indicators of several cities, over the years.
struct CompareOptions {
  LedgerOptions ledger;
  std::vector<std::string> indicators;
  std::vector<std::string> cities;  // empty: all
  std::string standard;
  int year = 0;  // 0: all
  bool csv = false;
};
[[nodiscard]] int run_compare(const CompareOptions& options, Console& console);

// A line for each indicator, a column for each cycle.
[[nodiscard]] std::string comparison_text(const certs::Comparison& comparison);
// A block for each indicator, a line for each city, a column for each data year.
[[nodiscard]] std::string comparison_by_city(const certs::Comparison& comparison);

}  // namespace cityledger
