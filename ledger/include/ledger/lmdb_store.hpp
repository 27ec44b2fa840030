// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The embedded store: one LMDB environment and a journal in front of it. FORMAT.md has every stored byte.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include "ledger/store.hpp"

namespace ledger {

enum class OpenMode : std::uint8_t {
  kCreate,  // the folder must not hold a ledger yet
  kWrite,   // the one writer: takes the folder's lock
  kRead,    // any number, beside a writer
};

struct JournalOptions {
  std::chrono::milliseconds gather{100};  // that what was committed waits for more before the database gets it
  // Called with the name of each point between two steps (FORMAT.md, "Journal"); tests kill here.
  std::function<void(std::string_view point)> at_point;
};

// A commit is durable after one synced write to the journal. Whatever was committed before a read is seen by it, in
// any process. The destructor of the writer hands everything over to the database.
// Errors: kNotFound, kInvalid (already there), kLocked (a second writer, in this or another process),
// kNewer (a newer format), kCorrupt (truncated or not ours), kStale (database and journal do not fit together), kFull
// (no room for the journal), kStorage. What the database cannot take over of the journal is no error before a commit.
// Cost: the same at any size: the journal of 4 MiB is read.
[[nodiscard]] Result<std::unique_ptr<Store>> open_lmdb_store(const std::filesystem::path& folder, OpenMode mode,
                                                             JournalOptions options = {});

// A small durable map in a folder of its own (disclosures). Same locking, errors and durability.
class DurableMap {
 public:
  virtual ~DurableMap() = default;
  [[nodiscard]] virtual Result<std::optional<Bytes>> get(std::string_view key) const = 0;
  // Every record in byte order of the keys, of one state of the map, until `visit` returns false.
  [[nodiscard]] virtual Result<void> each(const std::function<bool(std::string_view, ByteView)>& visit) const = 0;
  [[nodiscard]] virtual Result<void> put_all(const std::map<std::string, Bytes, std::less<>>& records) = 0;
};
[[nodiscard]] Result<std::unique_ptr<DurableMap>> open_durable_map(const std::filesystem::path& folder, OpenMode mode);

}  // namespace ledger
