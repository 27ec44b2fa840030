// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger fsck and cityledger rebuild: does the store hold what its entries say, and make it so again.
#pragma once

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct MaintainOptions {
  LedgerOptions ledger;
};
[[nodiscard]] int run_fsck(const MaintainOptions& options, Console& console);
// Needs nobody else to write to the ledger. Changes derived records alone, never entries.
[[nodiscard]] int run_rebuild(const MaintainOptions& options, Console& console);

}  // namespace cityledger
