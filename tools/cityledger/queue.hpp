// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger queue: what waits for a verifier, each value with its evidence and the checks beside it.
#pragma once

#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct QueueOptions {
  LedgerOptions ledger;
  std::string cycle;
  bool all = false;  // decided ones too
  std::int64_t jump_factor = 3;
};
[[nodiscard]] int run_queue(const QueueOptions& options, Console& console);

}  // namespace cityledger
