// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger conflicts: two different values signed by one city for one thing. Those of which one was refused, and
// those that stand in two cycles for the same period.
#pragma once

#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct ConflictsOptions {
  LedgerOptions ledger;
  std::string city;  // empty: every city
};
[[nodiscard]] int run_conflicts(const ConflictsOptions& options, Console& console);

}  // namespace cityledger
