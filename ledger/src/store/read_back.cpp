// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/read_back.hpp"

#include <optional>

namespace ledger {

namespace {

struct Link {
  Digest chain = chain_start();
  UnixMillis time;
};

Result<Link> link_before(const Store& store, EntryIndex first) {
  if (first.value == 0) return Link{};
  const auto before = store.entry({first.value - 1});
  if (!before) return tl::unexpected(before.error());
  return Link{before->chain_after, before->time};
}

tl::unexpected<Error> differs(EntryIndex index, std::string_view what) {
  return fail(Code::kCorrupt, "entry " + std::to_string(index.value) + ": " + std::string(what));
}

// Moves `link` over one stored entry.
Result<void> follow(const Store& store, EntryIndex index, const StoredEntry& entry, Link& link) {
  const Digest leaf = leaf_hash(entry.body);
  const auto node = store.node({0, index.value});
  if (!node) return differs(index, "its leaf hash cannot be read: " + node.error().message);
  if (*node != leaf) return differs(index, "its body is not what the leaf hash was taken of");
  if (entry.time < link.time) return differs(index, "its time is before that of the entry before");
  link = {chain_next(link.chain, entry.time, leaf), entry.time};
  if (entry.chain_after != link.chain) return differs(index, "its chain value differs");
  return {};
}

}  // namespace

Result<Head> read_back(const Store& store, EntryIndex first) {
  const auto head = store.head();
  if (!head) return head;
  if (first.value > head->size.value) return fail(Code::kCorrupt, "the ledger is shorter than it was");
  auto link = link_before(store, first);
  if (!link) return tl::unexpected(link.error());
  Result<void> followed;
  std::uint64_t seen = 0;
  const auto visited =
      store.entries(first, head->size.value - first.value, [&](EntryIndex index, const StoredEntry& e) {
        ++seen;
        followed = follow(store, index, e, *link);
        return followed.has_value();
      });
  if (!visited) return tl::unexpected(visited.error());
  if (!followed) return tl::unexpected(followed.error());
  if (seen != head->size.value - first.value) return fail(Code::kCorrupt, "entries are missing below the head");
  if (link->chain != head->chain || link->time != head->time) {
    return fail(Code::kCorrupt, "the head's chain value or time is not that of the last entry");
  }
  const auto root = tree_root(store, head->size);
  if (!root) return fail(Code::kCorrupt, "the root cannot be computed: " + root.error().message);
  if (*root != head->root) return fail(Code::kCorrupt, "the head's root is not that of the stored nodes");
  return head;
}

}  // namespace ledger
