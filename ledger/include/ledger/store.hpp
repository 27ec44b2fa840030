// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a ledger needs of a disk. One commit makes entries, chain, nodes, derived state, size and root durable
// together or not at all.
//
// Threads:    reads from any thread; commits from any, one at a time.
// Durability: when commit() returns without error, the batch survives a power cut.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/chain.hpp"
#include "ledger/ids.hpp"
#include "ledger/merkle.hpp"
#include "ledger/state.hpp"

namespace ledger {

// The end of the ledger.
struct Head {
  TreeSize size;
  Digest root = empty_root();
  Digest chain = chain_start();
  UnixMillis time;  // of the last entry; 0 when empty
  friend bool operator==(const Head&, const Head&) = default;
};

struct StoredEntry {
  Bytes body;
  UnixMillis time;
  Digest chain_after;  // c(index+1)
};

struct Batch {
  TreeSize base;  // size before; commit refuses unless it still is
  std::vector<StoredEntry> entries;
  std::vector<Node> nodes;
  std::map<std::string, Bytes, std::less<>> state;
  Head head;  // after
  // Time of the oldest entry that is no seal and that no seal commits to, after this batch; empty when there is none.
  std::optional<UnixMillis> unsealed_since{};
};

class Store : public NodeReader, public StateReader {
 public:
  [[nodiscard]] virtual Result<Head> head() const = 0;
  // What the last batch said of it. It only decides when the next seal is due: no audit rests on it.
  [[nodiscard]] virtual Result<std::optional<UnixMillis>> unsealed_since() const = 0;
  // Errors: kNotFound beyond the end; kCorrupt; kStorage.
  [[nodiscard]] virtual Result<StoredEntry> entry(EntryIndex index) const = 0;
  // Entries [first, first + count) in order, in one pass; `visit` returns false to stop.
  [[nodiscard]] virtual Result<void> entries(
      EntryIndex first, std::uint64_t count,
      const std::function<bool(EntryIndex, const StoredEntry&)>& visit) const = 0;

  // Errors: kStale when `base` is not the size (nothing changed); kFull, kStorage: nothing changed;
  // kHalted: the fate is unknown, open the ledger anew.
  [[nodiscard]] virtual Result<void> commit(const Batch& batch) = 0;

  // Replaces all derived state and all nodes by what rebuild computed from the entries. Same errors.
  [[nodiscard]] virtual Result<void> replace_derived(const std::map<std::string, Bytes, std::less<>>& state,
                                                     const std::vector<Node>& nodes) = 0;
};

}  // namespace ledger
