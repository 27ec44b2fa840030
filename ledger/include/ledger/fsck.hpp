// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Does a store hold what its entries say? Everything is computed again from the entries' bodies.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "ledger/sequencer.hpp"
#include "ledger/store.hpp"

namespace ledger {

// Called every few thousand entries. May be empty.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

struct FsckReport {
  TreeSize size;                         // entries looked at
  std::vector<std::string> differences;  // named: "entry 17: chain value differs"; empty when all is well
};

// Chain, times, nodes, root, and, when `admit` is given, the derived state. Reports at most 20 differences.
// Errors: kStorage, kCorrupt when the store cannot be read at all.
[[nodiscard]] Result<FsckReport> fsck(const Store& store, const Admit& admit, const Progress& progress);

// Computes nodes and derived state again from the entries and puts them in place. Errors: kCorrupt when the
// chain over the entries does not end at the stored head: then the entries themselves are damaged.
[[nodiscard]] Result<void> rebuild(Store& store, const Admit& admit, const Progress& progress);

}  // namespace ledger
