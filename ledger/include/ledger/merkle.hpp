// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The Merkle tree of RFC 9162 section 2.1.1 over opaque leaves.
//
// A *node* (level, index) is the hash over the 2^level leaves that start at index * 2^level; it exists
// once all of them do and never changes afterwards. Level 0 holds the leaf hashes. Every root and every
// proof is computed from nodes alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ledger/bytes.hpp"
#include "ledger/digest.hpp"
#include "ledger/ids.hpp"
#include "ledger/result.hpp"

namespace ledger {

[[nodiscard]] Digest leaf_hash(ByteView entry);                           // SHA-256(0x00 || entry)
[[nodiscard]] Digest node_hash(const Digest& left, const Digest& right);  // SHA-256(0x01 || left || right)
[[nodiscard]] Digest empty_root();                                        // SHA-256 of nothing

struct NodeId {
  std::uint8_t level = 0;
  std::uint64_t index = 0;
  friend auto operator<=>(const NodeId&, const NodeId&) = default;
};

struct Node {
  NodeId id;
  Digest hash;
};

// Where nodes are read from: a store, a tile server's answer, or memory.
class NodeReader {
 public:
  virtual ~NodeReader() = default;
  // Errors: kNotFound when the node is not complete yet; kCorrupt, kStorage.
  [[nodiscard]] virtual Result<Digest> node(NodeId id) const = 0;
  // Several, in their order. Errors: those of node().
  [[nodiscard]] virtual Result<std::vector<Digest>> nodes(std::span<const NodeId> ids) const;
};

// Nodes in memory, for small trees (lineage roots, tests) and for audits.
class MemoryTree final : public NodeReader {
 public:
  void append(const Digest& leaf);
  [[nodiscard]] TreeSize size() const;
  [[nodiscard]] Digest root() const;
  [[nodiscard]] Result<Digest> node(NodeId id) const override;

 private:
  std::vector<std::vector<Digest>> levels_;
};

// Root of the first `size` leaves. Cost: at most 64 node reads.
[[nodiscard]] Result<Digest> tree_root(const NodeReader& nodes, TreeSize size);

// The growing right edge of a tree: what must be kept to append without reading the tree.
class TreeEdge {
 public:
  TreeEdge() = default;
  // Errors: those of the reader.
  [[nodiscard]] static Result<TreeEdge> load(const NodeReader& nodes, TreeSize size);
  // Appends one leaf; adds the nodes that became complete (the leaf itself first) to `completed`.
  void append(const Digest& leaf, std::vector<Node>& completed);
  [[nodiscard]] TreeSize size() const { return size_; }
  [[nodiscard]] Digest root() const;

 private:
  TreeSize size_{};
  std::vector<Digest> edge_;  // one hash per set bit of size_, largest subtree first
};

}  // namespace ledger
