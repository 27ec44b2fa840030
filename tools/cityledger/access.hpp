// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger access: who was shown a party's confidential fields.
#pragma once

#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct AccessOptions {
  LedgerOptions ledger;
  std::string owner;  // party; empty: the party of `as`, or everybody's
  std::string as;     // name of a key: only what concerns its party
};
[[nodiscard]] int run_access(const AccessOptions& options, Console& console);

}  // namespace cityledger
