// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger values: what certificates publish, each value with its source and the entries behind it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct ValuesOptions {
  LedgerOptions ledger;
  std::vector<std::string> certificates;  // numbers; empty: all
  std::string city;                       // of that city alone
  std::filesystem::path out;              // CSV; empty: the screen
};
[[nodiscard]] int run_values(const ValuesOptions& options, Console& console);

}  // namespace cityledger
