// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/merkle.hpp"

#include <bit>

namespace ledger {
namespace {

constexpr std::uint8_t kLeafPrefix = 0x00;
constexpr std::uint8_t kNodePrefix = 0x01;

// The level of the lowest complete subtree of a tree of `size`; REQUIRES: size > 0.
std::uint8_t lowest_level(std::uint64_t size) {
  return static_cast<std::uint8_t>(std::countr_zero(size));
}

}  // namespace

Digest leaf_hash(ByteView entry) {
  return sha256({{&kLeafPrefix, 1}, entry});
}

Digest node_hash(const Digest& left, const Digest& right) {
  return sha256({{&kNodePrefix, 1}, left.view(), right.view()});
}

Digest empty_root() {
  return sha256(ByteView{});
}

Result<std::vector<Digest>> NodeReader::nodes(std::span<const NodeId> ids) const {
  std::vector<Digest> hashes;
  hashes.reserve(ids.size());
  for (const NodeId id : ids) {
    const Result<Digest> hash = node(id);
    if (!hash) return tl::unexpected(hash.error());
    hashes.push_back(*hash);
  }
  return hashes;
}

void MemoryTree::append(const Digest& leaf) {
  if (levels_.empty()) levels_.emplace_back();
  levels_[0].push_back(leaf);
  for (std::size_t level = 0; levels_[level].size() % 2 == 0; ++level) {
    if (level + 1 == levels_.size()) levels_.emplace_back();
    const std::vector<Digest>& below = levels_[level];
    levels_[level + 1].push_back(node_hash(below[below.size() - 2], below.back()));
  }
}

TreeSize MemoryTree::size() const {
  return {levels_.empty() ? 0 : levels_[0].size()};
}

Digest MemoryTree::root() const {
  return *tree_root(*this, size());
}

Result<Digest> MemoryTree::node(NodeId id) const {
  if (id.level >= levels_.size() || id.index >= levels_[id.level].size()) {
    return fail(Code::kNotFound,
                "the tree has no node " + std::to_string(id.index) + " on level " + std::to_string(id.level) + " yet");
  }
  return levels_[id.level][id.index];
}

Result<Digest> tree_root(const NodeReader& nodes, TreeSize size) {
  const Result<TreeEdge> edge = TreeEdge::load(nodes, size);
  if (!edge) return tl::unexpected(edge.error());
  return edge->root();
}

Result<TreeEdge> TreeEdge::load(const NodeReader& nodes, TreeSize size) {
  TreeEdge edge;
  edge.size_ = size;
  for (std::uint64_t rest = size.value, covered = 0; rest != 0;) {
    const auto level = static_cast<std::uint8_t>(63 - std::countl_zero(rest));
    const Result<Digest> hash = nodes.node({level, covered >> level});
    if (!hash) return tl::unexpected(hash.error());
    edge.edge_.push_back(*hash);
    covered += std::uint64_t{1} << level;
    rest -= std::uint64_t{1} << level;
  }
  return edge;
}

void TreeEdge::append(const Digest& leaf, std::vector<Node>& completed) {
  const std::uint64_t index = size_.value++;
  completed.push_back({{0, index}, leaf});
  Digest hash = leaf;
  for (std::uint8_t level = 1; level <= lowest_level(size_.value); ++level) {
    hash = node_hash(edge_.back(), hash);
    edge_.pop_back();
    completed.push_back({{level, index >> level}, hash});
  }
  edge_.push_back(hash);
}

Digest TreeEdge::root() const {
  if (edge_.empty()) return empty_root();
  Digest root = edge_.back();
  for (auto left = edge_.rbegin() + 1; left != edge_.rend(); ++left) root = node_hash(*left, root);
  return root;
}

}  // namespace ledger
