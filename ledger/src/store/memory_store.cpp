// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/memory_store.hpp"

#include <mutex>

namespace ledger {

Result<Head> MemoryStore::head() const {
  const std::shared_lock lock(mutex_);
  return head_;
}

Result<std::optional<UnixMillis>> MemoryStore::unsealed_since() const {
  const std::shared_lock lock(mutex_);
  return unsealed_since_;
}

Result<StoredEntry> MemoryStore::entry(EntryIndex index) const {
  const std::shared_lock lock(mutex_);
  if (index.value >= entries_.size()) return fail(Code::kNotFound, "no entry has this index yet");
  return entries_[index.value];
}

Result<void> MemoryStore::entries(EntryIndex first, std::uint64_t count,
                                  const std::function<bool(EntryIndex, const StoredEntry&)>& visit) const {
  for (std::uint64_t i = 0; i < count; ++i) {
    const EntryIndex index{first.value + i};
    const auto stored = entry(index);
    if (!stored) return tl::unexpected(stored.error());
    if (!visit(index, *stored)) break;
  }
  return {};
}

Result<Digest> MemoryStore::node(NodeId id) const {
  const std::shared_lock lock(mutex_);
  const auto found = nodes_.find(id);
  if (found == nodes_.end()) return fail(Code::kNotFound, "this node is not complete yet");
  return found->second;
}

Result<std::optional<Bytes>> MemoryStore::get(std::string_view key) const {
  const std::shared_lock lock(mutex_);
  return state_.get(key);
}

Result<void> MemoryStore::scan_from(std::string_view prefix, std::string_view from, std::size_t count_max,
                                    const Visit& visit) const {
  // Visited outside the lock, so that `visit` may read the store.
  std::map<std::string, Bytes, std::less<>> found;
  {
    const std::shared_lock lock(mutex_);
    const auto collected = state_.scan_from(prefix, from, count_max, [&](std::string_view key, ByteView value) {
      found.emplace(key, to_bytes(value));
      return true;
    });
    if (!collected) return collected;
  }
  for (const auto& [key, value] : found) {
    if (!visit(key, value)) break;
  }
  return {};
}

Result<void> MemoryStore::commit(const Batch& batch) {
  const Fault fault = next_fault ? next_fault() : Fault::kNone;
  if (fault == Fault::kFailBefore) return fail(Code::kStorage, "the store failed; nothing was changed");
  if (fault == Fault::kFull) return fail(Code::kFull, "the disk is full; nothing was changed");
  if (fault == Fault::kUnknownNotStored) return fail(Code::kHalted, "the commit's fate is unknown");
  if (fault == Fault::kLost) return {};
  const std::unique_lock lock(mutex_);
  if (batch.base != head_.size) return fail(Code::kStale, "the ledger is not of the size that the batch builds on");
  if (batch.head.size.value != batch.base.value + batch.entries.size()) {
    return fail(Code::kInvalid, "the batch's head does not count its entries");
  }
  entries_.insert(entries_.end(), batch.entries.begin(), batch.entries.end());
  for (const Node& node : batch.nodes) nodes_[node.id] = node.hash;
  for (const auto& [key, value] : batch.state) state_.put(key, value);
  head_ = batch.head;
  unsealed_since_ = batch.unsealed_since;
  if (fault == Fault::kFlipEntryBit && !entries_.empty() && !entries_.back().body.empty()) {
    entries_.back().body.back() ^= 1U;
  }
  if (fault == Fault::kFlipNodeBit && !entries_.empty()) nodes_[NodeId{0, entries_.size() - 1}].bytes[0] ^= 1U;
  if (fault == Fault::kUnknownStored) return fail(Code::kHalted, "the commit's fate is unknown");
  return {};
}

Result<void> MemoryStore::replace_derived(const std::map<std::string, Bytes, std::less<>>& state,
                                          const std::vector<Node>& nodes) {
  const std::unique_lock lock(mutex_);
  state_ = MemoryState();
  for (const auto& [key, value] : state) state_.put(key, value);
  nodes_.clear();
  for (const Node& node : nodes) nodes_[node.id] = node.hash;
  return {};
}

}  // namespace ledger
