// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/merkle.hpp"

#include <gtest/gtest.h>

#include <bit>

#include "unit/ledger/support.hpp"

namespace ledger {
namespace {

using testing::naive_root;
using testing::numbered_leaves;
using testing::tree_of;

// Knows every node of a tree too large for memory: the hash tells its place.
class PretendedTree final : public NodeReader {
 public:
  [[nodiscard]] Result<Digest> node(NodeId id) const override {
    ++reads;
    return sha256({big_endian_64(id.level), big_endian_64(id.index)});
  }
  mutable int reads = 0;
};

class FailingReader final : public NodeReader {
 public:
  [[nodiscard]] Result<Digest> node(NodeId) const override { return fail(Code::kStorage, "the disk is gone"); }
};

TEST(Merkle, PrefixesLeavesWithZeroAndNodesWithOne) {
  EXPECT_EQ(leaf_hash(view("abc")), sha256(view(std::string_view("\0abc", 4))));
  const Digest left = leaf_hash(view("l"));
  const Digest right = leaf_hash(view("r"));
  Bytes bytes = {0x01};
  append(bytes, left.view());
  append(bytes, right.view());
  EXPECT_EQ(node_hash(left, right), sha256(bytes));
  EXPECT_NE(node_hash(left, right), node_hash(right, left));
}

TEST(Merkle, RootOfNoLeavesIsTheHashOfNothing) {
  EXPECT_EQ(MemoryTree{}.root(), sha256(view("")));
  EXPECT_EQ(TreeEdge{}.root(), empty_root());
  EXPECT_EQ(tree_root(FailingReader{}, {0}), empty_root());
}

TEST(Merkle, RootsAgreeWithTheDefinitionForEverySizeTo300) {
  const std::vector<Digest> leaves = numbered_leaves(300);
  MemoryTree tree;
  TreeEdge edge;
  std::vector<Node> completed;
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    tree.append(leaves[size - 1]);
    edge.append(leaves[size - 1], completed);
    const Digest expected = naive_root(std::span(leaves).first(size));
    EXPECT_EQ(tree.root(), expected) << size;
    EXPECT_EQ(edge.root(), expected) << size;
    EXPECT_EQ(tree.size(), TreeSize{size});
    EXPECT_EQ(edge.size(), TreeSize{size});
  }
  // And for every older size from the nodes of the largest tree.
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    EXPECT_EQ(tree_root(tree, {size}), naive_root(std::span(leaves).first(size))) << size;
  }
}

TEST(Merkle, NodesAreTheHashesOfCompleteSubtrees) {
  const std::vector<Digest> leaves = numbered_leaves(100);
  const MemoryTree tree = tree_of(leaves);
  for (std::uint8_t level = 0; level < 9; ++level) {
    const std::size_t width = std::size_t{1} << level;
    for (std::size_t index = 0; index <= 100; ++index) {
      const auto node = tree.node({level, index});
      if ((index + 1) * width > leaves.size()) {
        ASSERT_FALSE(node.has_value());
        EXPECT_EQ(node.error().code, Code::kNotFound);
      } else {
        EXPECT_EQ(node, naive_root(std::span(leaves).subspan(index * width, width)));
      }
    }
  }
}

TEST(Merkle, EdgeReportsEveryNodeOnceWhenItBecomesComplete) {
  const std::vector<Digest> leaves = numbered_leaves(130);
  const MemoryTree tree = tree_of(leaves);
  TreeEdge edge;
  std::size_t expected_nodes = 0;
  std::vector<Node> all;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    std::vector<Node> completed;
    edge.append(leaves[i], completed);
    ASSERT_EQ(completed.front().id, (NodeId{0, i}));
    all.insert(all.end(), completed.begin(), completed.end());
    expected_nodes += 1 + static_cast<std::size_t>(std::countr_zero(i + 1));
  }
  EXPECT_EQ(all.size(), expected_nodes);
  for (const Node& node : all) EXPECT_EQ(tree.node(node.id), node.hash);
}

TEST(Merkle, EdgeLoadedAtAnySizeContinuesTheSameTree) {
  const std::vector<Digest> leaves = numbered_leaves(70);
  const MemoryTree tree = tree_of(leaves);
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    Result<TreeEdge> edge = TreeEdge::load(tree, {size});
    ASSERT_TRUE(edge.has_value());
    EXPECT_EQ(edge->size(), TreeSize{size});
    EXPECT_EQ(edge->root(), naive_root(std::span(leaves).first(size)));
    std::vector<Node> completed;
    for (std::size_t i = size; i < leaves.size(); ++i) edge->append(leaves[i], completed);
    EXPECT_EQ(edge->root(), tree.root());
  }
}

TEST(Merkle, EdgeAndRootPassOnTheErrorOfTheReader) {
  EXPECT_EQ(tree_root(FailingReader{}, {5}).error().code, Code::kStorage);
  EXPECT_EQ(TreeEdge::load(FailingReader{}, {5}).error().code, Code::kStorage);
  EXPECT_EQ(tree_root(MemoryTree{}, {1}).error().code, Code::kNotFound);
}

TEST(Merkle, RootOfTheLargestTreeReadsAtMost64Nodes) {
  const PretendedTree tree;
  EXPECT_TRUE(tree_root(tree, {~std::uint64_t{0}}).has_value());
  EXPECT_EQ(tree.reads, 64);
}

TEST(Merkle, EdgeGrowsOverSizesThatNeedAllBits) {
  const PretendedTree tree;
  const std::uint64_t size = (std::uint64_t{1} << 63U) - 1;
  Result<TreeEdge> edge = TreeEdge::load(tree, {size});
  ASSERT_TRUE(edge.has_value());
  std::vector<Node> completed;
  edge->append(*tree.node({0, size}), completed);
  EXPECT_EQ(edge->size().value, size + 1);
  ASSERT_EQ(completed.size(), 64U);
  EXPECT_EQ(completed.back().id, (NodeId{63, 0}));
  EXPECT_EQ(edge->root(), completed.back().hash);
}

}  // namespace
}  // namespace ledger
