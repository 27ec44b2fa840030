// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A store in memory with hooks for faults: what the tests of everything above run on.
#pragma once

#include <functional>
#include <memory>
#include <shared_mutex>

#include "ledger/store.hpp"

namespace ledger {

class MemoryStore final : public Store {
 public:
  enum class Fault : std::uint8_t {
    kNone,
    kFailBefore,        // commit fails and nothing was stored
    kUnknownNotStored,  // commit answers kHalted and nothing was stored
    kUnknownStored,     // commit answers kHalted, yet everything was stored
    kFull,              // commit answers kFull
    kFlipEntryBit,      // stored, but one bit of the last entry is wrong
    kFlipNodeBit,       // stored, but one bit of the last leaf hash is wrong
    kLost,              // commit answers well and nothing was stored
  };
  // Asked once before each commit.
  std::function<Fault()> next_fault;

  [[nodiscard]] Result<Head> head() const override;
  [[nodiscard]] Result<std::optional<UnixMillis>> unsealed_since() const override;
  [[nodiscard]] Result<StoredEntry> entry(EntryIndex index) const override;
  [[nodiscard]] Result<void> entries(EntryIndex first, std::uint64_t count,
                                     const std::function<bool(EntryIndex, const StoredEntry&)>& visit) const override;
  [[nodiscard]] Result<Digest> node(NodeId id) const override;
  [[nodiscard]] Result<std::optional<Bytes>> get(std::string_view key) const override;
  [[nodiscard]] Result<void> scan_from(std::string_view prefix, std::string_view from, std::size_t count_max,
                                       const Visit& visit) const override;
  [[nodiscard]] Result<void> commit(const Batch& batch) override;
  [[nodiscard]] Result<void> replace_derived(const std::map<std::string, Bytes, std::less<>>& state,
                                             const std::vector<Node>& nodes) override;

  // For tests that damage what is stored. Not while another thread uses the store.
  std::vector<StoredEntry>& raw_entries() { return entries_; }
  std::map<NodeId, Digest>& raw_nodes() { return nodes_; }
  MemoryState& raw_state() { return state_; }

 private:
  mutable std::shared_mutex mutex_;
  Head head_;
  std::optional<UnixMillis> unsealed_since_;
  std::vector<StoredEntry> entries_;
  std::map<NodeId, Digest> nodes_;
  MemoryState state_;
};

}  // namespace ledger
