// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Batches that the journal has and the database may lack, in memory: what readers look into first.
//
// Threads: any; every call sees whole batches only.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/journal.hpp"

namespace ledger {

class Pending {
 public:
  using Record = std::shared_ptr<const JournalRecord>;

  // REQUIRES: it builds on what was added before.
  void add(JournalRecord record);
  // Forgets the records that end at or below `size`.
  void drop_to(TreeSize size);
  void clear();

  [[nodiscard]] std::vector<Record> records() const;
  [[nodiscard]] Record last() const;  // null when there is none
  [[nodiscard]] std::optional<EntryIndex> first_entry() const;
  // Entries from `first` on, up to `count` of them and to the end of a batch; none when `first` is not here.
  [[nodiscard]] std::vector<StoredEntry> entries(EntryIndex first, std::uint64_t count) const;
  // In their order; empty for those that are not here.
  [[nodiscard]] std::vector<std::optional<Digest>> nodes(std::span<const NodeId> ids) const;
  [[nodiscard]] std::optional<Bytes> get(std::string_view key) const;
  // The changes of state from `from` on that have the prefix, in byte order, `count_max` at most.
  using Changes = std::map<std::string, Bytes, std::less<>>;
  [[nodiscard]] Changes changes(std::string_view prefix, std::string_view from, std::size_t count_max) const;

 private:
  struct Change {
    std::uint64_t sequence = 0;  // of the record that made it last
    Bytes value;
  };
  struct NodeHash {
    std::size_t operator()(const NodeId& id) const { return std::hash<std::uint64_t>()(id.index << 6U ^ id.level); }
  };
  void forget(const JournalRecord& record);

  mutable std::shared_mutex mutex_;
  std::deque<Record> records_;
  std::map<std::string, Change, std::less<>> state_;
  std::unordered_map<NodeId, Digest, NodeHash> nodes_;
};

}  // namespace ledger
