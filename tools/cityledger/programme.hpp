// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger programme: rounds in which a partner brings cities into cycles, and how far each of them is.
#pragma once

#include <string>
#include <vector>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct ProgrammeOpenOptions {
  LedgerOptions ledger;
  std::string programme;  // PARTY/ROUND
  std::vector<std::string> names;
  std::vector<std::string> standards;
  std::string rate;
  std::int64_t years = 1;
  std::string from;   // day; empty: today
  std::string until;  // day
  std::string signer = "registrar";
};
[[nodiscard]] int run_programme_open(const ProgrammeOpenOptions& options, Console& console);

struct ProgrammeListOptions {
  LedgerOptions ledger;
};
[[nodiscard]] int run_programme_list(const ProgrammeListOptions& options, Console& console);

struct ProgrammeShowOptions {
  LedgerOptions ledger;
  std::string programme;
};
[[nodiscard]] int run_programme_show(const ProgrammeShowOptions& options, Console& console);

}  // namespace cityledger
