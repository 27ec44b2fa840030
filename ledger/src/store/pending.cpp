// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/pending.hpp"

#include <algorithm>
#include <mutex>

namespace ledger {

void Pending::add(JournalRecord record) {
  const auto kept = std::make_shared<const JournalRecord>(std::move(record));
  const std::unique_lock lock(mutex_);
  for (const Node& node : kept->batch.nodes) nodes_.insert_or_assign(node.id, node.hash);
  for (const auto& [key, value] : kept->batch.state) state_.insert_or_assign(key, Change{kept->sequence, value});
  records_.push_back(kept);
}

void Pending::drop_to(TreeSize size) {
  const std::unique_lock lock(mutex_);
  while (!records_.empty() && records_.front()->batch.head.size <= size) {
    forget(*records_.front());
    records_.pop_front();
  }
}

void Pending::clear() {
  const std::unique_lock lock(mutex_);
  records_.clear();
  state_.clear();
  nodes_.clear();
}

void Pending::forget(const JournalRecord& record) {
  for (const Node& node : record.batch.nodes) nodes_.erase(node.id);
  for (const auto& [key, value] : record.batch.state) {
    const auto found = state_.find(key);
    if (found != state_.end() && found->second.sequence == record.sequence) state_.erase(found);
  }
}

std::vector<Pending::Record> Pending::records() const {
  const std::shared_lock lock(mutex_);
  return {records_.begin(), records_.end()};
}

Pending::Record Pending::last() const {
  const std::shared_lock lock(mutex_);
  return records_.empty() ? nullptr : records_.back();
}

std::optional<EntryIndex> Pending::first_entry() const {
  const std::shared_lock lock(mutex_);
  if (records_.empty()) return std::nullopt;
  return EntryIndex{records_.front()->batch.base.value};
}

std::vector<StoredEntry> Pending::entries(EntryIndex first, std::uint64_t count) const {
  Record record;
  {
    const std::shared_lock lock(mutex_);
    const auto found = std::ranges::upper_bound(records_, first.value, {},
                                                [](const Record& one) { return one->batch.head.size.value; });
    if (found == records_.end() || first.value < (*found)->batch.base.value) return {};
    record = *found;
  }
  const auto& all = record->batch.entries;
  const std::uint64_t skipped = first.value - record->batch.base.value;
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(skipped);
  return {begin, begin + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(count, all.size() - skipped))};
}

std::vector<std::optional<Digest>> Pending::nodes(std::span<const NodeId> ids) const {
  std::vector<std::optional<Digest>> hashes(ids.size());
  const std::shared_lock lock(mutex_);
  if (nodes_.empty()) return hashes;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (const auto found = nodes_.find(ids[i]); found != nodes_.end()) hashes[i] = found->second;
  }
  return hashes;
}

std::optional<Bytes> Pending::get(std::string_view key) const {
  const std::shared_lock lock(mutex_);
  const auto found = state_.find(key);
  if (found == state_.end()) return std::nullopt;
  return found->second.value;
}

Pending::Changes Pending::changes(std::string_view prefix, std::string_view from, std::size_t count_max) const {
  Changes found;
  const std::shared_lock lock(mutex_);
  for (auto change = state_.lower_bound(std::max(prefix, from));
       change != state_.end() && change->first.starts_with(prefix) && found.size() < count_max; ++change) {
    found.emplace_hint(found.end(), change->first, change->second.value);
  }
  return found;
}

}  // namespace ledger
