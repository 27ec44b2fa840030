// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger search: entries by city, cycle, indicator, party, type and time.
#pragma once

#include <optional>
#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct SearchOptions {
  LedgerOptions ledger;
  std::string city;
  std::string cycle;
  std::string indicator;  // CODE or STANDARD/CODE
  std::string party;
  std::string type;
  std::optional<std::uint64_t> cites;  // entry that registers evidence
  std::string from;                    // day or moment
  std::string until;                   // day or moment, inclusive
  std::optional<std::uint64_t> after;
  std::uint64_t limit = 100;
};
[[nodiscard]] int run_search(const SearchOptions& options, Console& console);

}  // namespace cityledger
