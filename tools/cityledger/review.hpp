// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger review: the certifier's reviewer looks at a cycle as a whole.
#pragma once

#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct ReviewOptions {
  LedgerOptions ledger;
  std::string cycle;
  std::string recommend = "issue";  // or "withhold"
  std::string text;                 // confidential
  bool dry_run = false;
  std::string signer;
};
[[nodiscard]] int run_review(const ReviewOptions& options, Console& console);

}  // namespace cityledger
