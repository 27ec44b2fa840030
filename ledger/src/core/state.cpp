// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/state.hpp"

#include <algorithm>

namespace ledger {
namespace {

using Records = std::map<std::string, Bytes, std::less<>>;

std::optional<Bytes> find(const Records& records, std::string_view key) {
  const auto found = records.find(key);
  if (found == records.end()) return std::nullopt;
  return found->second;
}

void set(Records& records, std::string_view key, ByteView value) {
  records.insert_or_assign(std::string(key), to_bytes(value));
}

}  // namespace

Result<void> check_state_key(std::string_view key) {
  if (!key.empty() && key.size() <= kStateKeyBytesMax) return {};
  return fail(Code::kInvalid, "a key has " + std::to_string(key.size()) + " bytes; 1 to " +
                                  std::to_string(kStateKeyBytesMax) + " are allowed");
}

Result<std::optional<Bytes>> RememberedState::get(std::string_view key) const {
  if (const auto known = read_.find(key); known != read_.end()) return known->second;
  auto read = base_->get(key);
  if (read) read_.emplace(key, *read);
  return read;
}

Result<std::optional<Bytes>> StateOverlay::get(std::string_view key) const {
  if (std::optional<Bytes> changed = find(changes_, key)) return changed;
  return base_->get(key);
}

Result<void> StateOverlay::scan_from(std::string_view prefix, std::string_view from, std::size_t count_max,
                                     const Visit& visit) const {
  auto change = changes_.lower_bound(std::max(prefix, from));
  std::size_t left = count_max;
  bool go_on = left > 0;
  const auto next_change_is_below = [&](std::string_view key) {
    return change != changes_.end() && change->first.starts_with(prefix) && change->first < key;
  };
  const auto visit_change = [&] {
    go_on = visit(change->first, change->second) && --left > 0;
    ++change;
  };
  Result<void> scanned = base_->scan_from(prefix, from, count_max, [&](std::string_view key, ByteView value) {
    while (go_on && next_change_is_below(key)) visit_change();
    if (!go_on) return false;
    if (change != changes_.end() && change->first == key) {
      visit_change();
    } else {
      go_on = visit(key, value) && --left > 0;
    }
    return go_on;
  });
  if (!scanned) return scanned;
  while (go_on && change != changes_.end() && change->first.starts_with(prefix)) visit_change();
  return {};
}

void StateOverlay::put(std::string_view key, ByteView value) {
  set(changes_, key, value);
}

void StateOverlay::fold_into(State& below) const {
  for (const auto& [key, value] : changes_) below.put(key, value);
}

Result<std::optional<Bytes>> MemoryState::get(std::string_view key) const {
  return find(records_, key);
}

Result<void> MemoryState::scan_from(std::string_view prefix, std::string_view from, std::size_t count_max,
                                    const Visit& visit) const {
  for (auto record = records_.lower_bound(std::max(prefix, from));
       record != records_.end() && record->first.starts_with(prefix); ++record) {
    if (count_max-- == 0 || !visit(record->first, record->second)) break;
  }
  return {};
}

void MemoryState::put(std::string_view key, ByteView value) {
  set(records_, key, value);
}

}  // namespace ledger
