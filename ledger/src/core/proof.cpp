// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/proof.hpp"

#include <algorithm>
#include <bit>

#include "ledger/limits.hpp"

namespace ledger {
namespace {

// The leaves [begin, end). In a tree, begin is a multiple of the next power of two not below end - begin.
struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  [[nodiscard]] std::uint64_t size() const { return end - begin; }
  // Where RFC 9162 splits: after the largest power of two of leaves below the size. REQUIRES: size() > 1.
  [[nodiscard]] std::uint64_t middle() const { return begin + std::bit_floor(size() - 1); }
};

// The roots of its complete subtrees from the right, that is, from the smallest to the largest.
void add_subtrees(Range range, std::vector<NodeId>& into) {
  for (std::uint64_t rest = range.size(); rest != 0; rest &= rest - 1) {
    const auto level = static_cast<std::uint8_t>(std::countr_zero(rest));
    into.push_back({level, (range.end >> level) - 1});
  }
}

// All nodes are asked for at once: a store that can reads them in one transaction.
Result<HashPath> hashes_upwards(const NodeReader& nodes, const std::vector<Range>& from_the_root) {
  std::vector<NodeId> wanted;
  for (auto range = from_the_root.rbegin(); range != from_the_root.rend(); ++range) add_subtrees(*range, wanted);
  const Result<std::vector<Digest>> hashes = nodes.nodes(wanted);
  if (!hashes) return tl::unexpected(hashes.error());
  HashPath path;
  path.reserve(from_the_root.size());
  auto subtree = hashes->begin();
  for (auto range = from_the_root.rbegin(); range != from_the_root.rend(); ++range) {
    Digest hash = *subtree++;
    for (int left = std::popcount(range->size()); left > 1; --left) hash = node_hash(*subtree++, hash);
    path.push_back(hash);
  }
  return path;
}

tl::unexpected<Error> wrong_length(const char* kind) {
  return fail(Code::kInvalid, std::string("the ") + kind + " proof has too many or too few hashes for its tree sizes");
}

// Both positions climb one level, and on while the lower one is a left child: there no hash joins the path.
void climb_over_left_children(std::uint64_t& node, std::uint64_t& last) {
  const int levels = node == 0 ? 64 : std::countr_zero(node);
  node = levels == 64 ? 0 : node >> static_cast<unsigned>(levels);
  last = levels == 64 ? 0 : last >> static_cast<unsigned>(levels);
}

}  // namespace

Result<HashPath> make_inclusion(const NodeReader& nodes, EntryIndex index, TreeSize size) {
  if (index.value >= size.value) {
    return fail(Code::kInvalid,
                "entry " + std::to_string(index.value) + " is not in a tree of size " + std::to_string(size.value));
  }
  std::vector<Range> siblings;
  Range range{0, size.value};
  while (range.size() > 1) {
    const std::uint64_t middle = range.middle();
    const bool left = index.value < middle;
    siblings.push_back(left ? Range{middle, range.end} : Range{range.begin, middle});
    range = left ? Range{range.begin, middle} : Range{middle, range.end};
  }
  return hashes_upwards(nodes, siblings);
}

Result<HashPath> make_consistency(const NodeReader& nodes, TreeSize older, TreeSize newer) {
  if (older > newer) {
    return fail(Code::kInvalid, "a tree of size " + std::to_string(older.value) + " cannot be older than one of size " +
                                    std::to_string(newer.value));
  }
  if (older.value == 0 || older == newer) return HashPath{};
  std::vector<Range> parts;
  Range range{0, newer.value};
  while (older.value != range.end) {
    const std::uint64_t middle = range.middle();
    const bool left = older.value <= middle;
    parts.push_back(left ? Range{middle, range.end} : Range{range.begin, middle});
    range = left ? Range{range.begin, middle} : Range{middle, range.end};
  }
  // The reader knows the older root: it is left out where it is itself a node of the newer tree.
  if (range.begin != 0) parts.push_back(range);
  return hashes_upwards(nodes, parts);
}

Result<Digest> root_from_inclusion(const Digest& leaf, EntryIndex index, TreeSize size, std::span<const Digest> path) {
  if (index.value >= size.value) {
    return fail(Code::kInvalid,
                "entry " + std::to_string(index.value) + " is not in a tree of size " + std::to_string(size.value));
  }
  std::uint64_t node = index.value;
  std::uint64_t last = size.value - 1;
  Digest hash = leaf;
  for (const Digest& sibling : path) {
    if (last == 0) return wrong_length("inclusion");
    if ((node & 1U) != 0 || node == last) {
      hash = node_hash(sibling, hash);
      climb_over_left_children(node, last);
    } else {
      hash = node_hash(hash, sibling);
    }
    node >>= 1U;
    last >>= 1U;
  }
  if (last != 0) return wrong_length("inclusion");
  return hash;
}

Result<void> check_inclusion(const Digest& leaf, EntryIndex index, TreeSize size, std::span<const Digest> path,
                             const Digest& root) {
  const Result<Digest> computed = root_from_inclusion(leaf, index, size, path);
  if (!computed) return tl::unexpected(computed.error());
  if (*computed != root) {
    return fail(Code::kInvalid,
                "the inclusion proof leads to the root " + to_hex(*computed) + " instead of " + to_hex(root));
  }
  return {};
}

Result<void> check_consistency(TreeSize older, TreeSize newer, std::span<const Digest> path, const Digest& older_root,
                               const Digest& newer_root) {
  if (older > newer) return fail(Code::kInvalid, "the older tree of a consistency proof must not be the larger one");
  if (older.value == 0 && older_root != empty_root()) {
    return fail(Code::kInvalid, "the root of an empty tree is the hash of nothing");
  }
  if (older == newer && older_root != newer_root) {
    return fail(Code::kInvalid, "two trees of the same size have different roots");
  }
  if (older.value == 0 || older == newer) return path.empty() ? Result<void>{} : wrong_length("consistency");

  std::uint64_t node = older.value - 1;
  std::uint64_t last = newer.value - 1;
  const auto levels = static_cast<unsigned>(std::countr_one(node));  // below 64, since older < newer
  node >>= levels;
  last >>= levels;
  // An older tree that is a node of the newer one is its own first hash.
  const bool starts_with_root = std::has_single_bit(older.value);
  if (path.empty() && !starts_with_root) return wrong_length("consistency");
  Digest older_hash = starts_with_root ? older_root : path.front();
  Digest newer_hash = older_hash;
  for (const Digest& sibling : path.subspan(starts_with_root ? 0 : 1)) {
    if (last == 0) return wrong_length("consistency");
    if ((node & 1U) != 0 || node == last) {
      older_hash = node_hash(sibling, older_hash);
      newer_hash = node_hash(sibling, newer_hash);
      climb_over_left_children(node, last);
    } else {
      newer_hash = node_hash(newer_hash, sibling);
    }
    node >>= 1U;
    last >>= 1U;
  }
  if (last != 0) return wrong_length("consistency");
  if (older_hash != older_root) return fail(Code::kInvalid, "the consistency proof does not lead to the older root");
  if (newer_hash != newer_root) return fail(Code::kInvalid, "the consistency proof does not lead to the newer root");
  return {};
}

}  // namespace ledger
