// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger append: statements that were signed elsewhere, all of them or none.
#pragma once

#include <filesystem>
#include <vector>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

// A file is a bare statement (COSE_Sign1) or CBOR [statement, [disclosure...]].
struct AppendOptions {
  LedgerOptions ledger;
  std::vector<std::filesystem::path> files;
  std::filesystem::path receipts;  // folder; empty: each receipt beside its file
  bool dry_run = false;
};
[[nodiscard]] int run_append(const AppendOptions& options, Console& console);

}  // namespace cityledger
