// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger erase: confidential fields taken out of the store of disclosures for ever, on a party's request.
#pragma once

#include <string>
#include <vector>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct EraseOptions {
  LedgerOptions ledger;
  std::uint64_t entry = 0;
  std::vector<std::string> fields;  // names; empty: all
  std::string requested_by;         // party; empty: the one that signed the entry
  std::string reason = "request";
};
[[nodiscard]] int run_erase(const EraseOptions& options, Console& console);

}  // namespace cityledger
