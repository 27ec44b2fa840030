// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/fsck.hpp"
#include "store/replay.hpp"

namespace ledger {

namespace {

Result<std::map<std::string, Bytes, std::less<>>> stored_state(const Store& store) {
  std::map<std::string, Bytes, std::less<>> records;
  const auto scanned = store.scan("", [&](std::string_view key, ByteView value) {
    records.emplace(key, to_bytes(value));
    return true;
  });
  if (!scanned) return tl::unexpected(scanned.error());
  return records;
}

}  // namespace

Result<void> rebuild(Store& store, const Admit& admit, const Progress& progress) {
  const auto head = store.head();
  if (!head) return tl::unexpected(head.error());
  Replay replay(admit);
  std::vector<Node> nodes;
  Result<void> followed;
  const auto visited = store.entries({0}, head->size.value, [&](EntryIndex index, const StoredEntry& entry) {
    followed = replay.follow(entry, nodes);
    if (!followed) {
      followed = fail(Code::kCorrupt, "entry " + std::to_string(index.value) + ": " + followed.error().message);
    }
    if ((index.value + 1) % kProgressEntries == 0 && progress) progress(index.value + 1, head->size.value);
    return followed.has_value();
  });
  if (!visited) return tl::unexpected(visited.error());
  if (!followed) return followed;
  if (replay.head() != *head) {
    return fail(Code::kCorrupt, "the entries do not lead to the stored head: the entries themselves are damaged");
  }
  if (admit) return store.replace_derived(replay.state().records(), nodes);
  const auto state = stored_state(store);
  if (!state) return tl::unexpected(state.error());
  return store.replace_derived(*state, nodes);
}

}  // namespace ledger
