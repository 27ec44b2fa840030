// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A small file outside the database that remembers how far this ledger has come: against restored old copies
// and against signing two histories. It holds a reserved size, raised in steps of kReserveStep and synced
// before an entry at or beyond it is written, and the last signed checkpoint's size and root.
//
// A ledger smaller than reserved size - kReserveStep, smaller than the last signed size, or with another root
// at the last signed size refuses to sign.
#pragma once

#include <filesystem>
#include <memory>

#include "ledger/store.hpp"

namespace ledger {

class Guard {
 public:
  virtual ~Guard() = default;
  // Before a commit that makes the ledger `size` large. Syncs when the reserve is raised. Errors: kStorage, kFull.
  [[nodiscard]] virtual Result<void> reserve(TreeSize size) = 0;
  // Before a checkpoint over `head` leaves the process. Errors: kStale when it contradicts what was signed.
  [[nodiscard]] virtual Result<void> record_signed(TreeSize size, const Digest& root) = 0;
  // Whether a ledger with these nodes and this head may sign at all. Errors: kStale, kCorrupt.
  [[nodiscard]] virtual Result<void> check(const NodeReader& nodes, const Head& head) const = 0;
};

// Errors: kNotFound or kInvalid by mode as in open_lmdb_store; kCorrupt; kStorage.
[[nodiscard]] Result<std::unique_ptr<Guard>> create_guard_file(const std::filesystem::path& file);
[[nodiscard]] Result<std::unique_ptr<Guard>> open_guard_file(const std::filesystem::path& file);
// Remembers in memory only: tests.
[[nodiscard]] std::unique_ptr<Guard> make_memory_guard();

}  // namespace ledger
