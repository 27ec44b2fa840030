// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/overlaid_store.hpp"

#include <algorithm>

namespace ledger {

namespace {

constexpr std::size_t kScanRecords = 4'096;  // held in memory at once

// The first records of both, in byte order; a change hides the stored record of its key.
Result<Pending::Changes> read_block(const Store& behind, const Pending& pending, std::string_view prefix,
                                    std::string_view from, std::size_t count) {
  // The changes first: what the database takes over meanwhile is then seen at least once.
  Pending::Changes block = pending.changes(prefix, from, count);
  const auto scanned = behind.scan_from(prefix, from, count, [&](std::string_view key, ByteView value) {
    block.try_emplace(std::string(key), to_bytes(value));
    return true;
  });
  if (!scanned) return tl::unexpected(scanned.error());
  // Beyond `count` one of the two has not been read.
  while (block.size() > count) block.erase(std::prev(block.end()));
  return block;
}

}  // namespace

Result<Head> OverlaidStore::head() const {
  if (auto fresh = refresh(); !fresh) return tl::unexpected(fresh.error());
  if (const auto last = pending_.last()) return last->batch.head;
  return behind_->head();
}

Result<std::optional<UnixMillis>> OverlaidStore::unsealed_since() const {
  if (auto fresh = refresh(); !fresh) return tl::unexpected(fresh.error());
  if (const auto last = pending_.last()) return last->batch.unsealed_since;
  return behind_->unsealed_since();
}

Result<StoredEntry> OverlaidStore::entry(EntryIndex index) const {
  if (auto fresh = refresh(); !fresh) return tl::unexpected(fresh.error());
  auto here = pending_.entries(index, 1);
  if (!here.empty()) return std::move(here.front());
  return behind_->entry(index);
}

Result<void> OverlaidStore::entries(EntryIndex first, std::uint64_t count,
                                    const std::function<bool(EntryIndex, const StoredEntry&)>& visit) const {
  if (auto fresh = refresh(); !fresh) return fresh;
  const std::uint64_t end = first.value + count;
  bool go_on = true;
  for (std::uint64_t next = first.value; go_on && next < end;) {
    const auto here = pending_.entries({next}, end - next);
    for (std::size_t i = 0; go_on && i < here.size(); ++i) go_on = visit({next + i}, here[i]);
    next += here.size();
    if (!here.empty()) continue;
    // Below what is pending the database has everything; with nothing pending it knows where the ledger ends.
    const auto limit = pending_.first_entry();
    const std::uint64_t until = limit && limit->value > next ? std::min(end, limit->value) : end;
    const auto read = behind_->entries({next}, until - next, [&](EntryIndex index, const StoredEntry& entry) {
      go_on = visit(index, entry);
      return go_on;
    });
    if (!read) return read;
    next = until;
  }
  return {};
}

Result<Digest> OverlaidStore::node(NodeId id) const {
  const auto one = nodes({&id, 1});
  if (!one) return tl::unexpected(one.error());
  return one->front();
}

Result<std::vector<Digest>> OverlaidStore::nodes(std::span<const NodeId> ids) const {
  if (auto fresh = refresh(); !fresh) return tl::unexpected(fresh.error());
  const auto here = pending_.nodes(ids);
  std::vector<NodeId> missing;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!here[i]) missing.push_back(ids[i]);
  }
  const auto stored = behind_->nodes(missing);
  if (!stored) return stored;
  std::vector<Digest> hashes;
  hashes.reserve(ids.size());
  auto next = stored->begin();
  for (const auto& hash : here) hashes.push_back(hash ? *hash : *next++);
  return hashes;
}

Result<std::optional<Bytes>> OverlaidStore::get(std::string_view key) const {
  if (auto fresh = refresh(); !fresh) return tl::unexpected(fresh.error());
  if (auto changed = pending_.get(key)) return changed;
  return behind_->get(key);
}

Result<void> OverlaidStore::scan_from(std::string_view prefix, std::string_view from, std::size_t count_max,
                                      const Visit& visit) const {
  if (auto fresh = refresh(); !fresh) return fresh;
  std::string next(std::max(prefix, from));
  for (std::size_t left = count_max; left > 0;) {
    const std::size_t count = std::min(left, kScanRecords);
    const auto block = read_block(*behind_, pending_, prefix, next, count);
    if (!block) return tl::unexpected(block.error());
    for (const auto& [key, value] : *block) {
      if (!visit(key, value)) return {};
    }
    if (block->size() < count) return {};
    left -= count;
    next = block->rbegin()->first + '\0';  // the next possible key
  }
  return {};
}

}  // namespace ledger
