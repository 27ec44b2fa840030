// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/proof.hpp"

#include <gtest/gtest.h>

#include <bit>

#include "unit/ledger/support.hpp"

namespace ledger {
namespace {

using testing::naive_consistency;
using testing::naive_inclusion;
using testing::numbered_leaves;
using testing::tree_of;

constexpr std::size_t kSizes = 64;  // every tree up to this size

class SmallTrees : public ::testing::Test {
 protected:
  std::vector<Digest> leaves_ = numbered_leaves(kSizes);
  MemoryTree tree_ = tree_of(leaves_);
  [[nodiscard]] Digest root(std::size_t size) const { return *tree_root(tree_, {size}); }
  [[nodiscard]] std::span<const Digest> first(std::size_t size) const { return std::span(leaves_).first(size); }
};

// All ways to spoil one proof: a hash less at either end, a hash more at either end, a bit flipped in each hash.
std::vector<HashPath> spoilt(const HashPath& path) {
  std::vector<HashPath> out;
  const Digest extra = sha256(view("extra"));
  for (const Digest& added :
       {extra, Digest{}, path.empty() ? extra : path.front(), path.empty() ? extra : path.back()}) {
    out.push_back(path);
    out.back().push_back(added);
    out.push_back(path);
    out.back().insert(out.back().begin(), added);
  }
  if (path.empty()) return out;
  out.emplace_back(path.begin() + 1, path.end());
  out.emplace_back(path.begin(), path.end() - 1);
  for (std::size_t i = 0; i < path.size(); ++i) {
    out.push_back(path);
    out.back()[i].bytes[i % 32] ^= static_cast<std::uint8_t>(1U << i % 8);
  }
  return out;
}

TEST_F(SmallTrees, InclusionProofsAgreeWithTheDefinitionAndVerify) {
  for (std::size_t size = 1; size <= kSizes; ++size) {
    for (std::size_t index = 0; index < size; ++index) {
      const auto path = make_inclusion(tree_, {index}, {size});
      ASSERT_TRUE(path.has_value());
      ASSERT_EQ(*path, naive_inclusion(index, first(size))) << index << " of " << size;
      EXPECT_TRUE(check_inclusion(leaves_[index], {index}, {size}, *path, root(size)));
    }
  }
}

TEST_F(SmallTrees, SpoiltInclusionProofsAreRefused) {
  for (std::size_t size = 1; size <= kSizes; ++size) {
    for (std::size_t index = 0; index < size; ++index) {
      const HashPath path = *make_inclusion(tree_, {index}, {size});
      for (const HashPath& bad : spoilt(path)) {
        EXPECT_FALSE(check_inclusion(leaves_[index], {index}, {size}, bad, root(size))) << index << " of " << size;
      }
      EXPECT_FALSE(check_inclusion(leaves_[index], {index}, {size}, path, root(size - 1)));
      EXPECT_FALSE(check_inclusion(leaves_[(index + 1) % kSizes], {index}, {size}, path, root(size)));
      EXPECT_FALSE(check_inclusion(leaves_[index], {size}, {size}, path, root(size)));
    }
  }
}

TEST_F(SmallTrees, InclusionProofVerifiesForNoOtherIndexOfTheSameSize) {
  for (std::size_t size = 1; size <= kSizes; ++size) {
    for (std::size_t index = 0; index < size; ++index) {
      const HashPath path = *make_inclusion(tree_, {index}, {size});
      for (std::size_t other = 0; other < size + 2; ++other) {
        EXPECT_EQ(check_inclusion(leaves_[index], {other}, {size}, path, root(size)).has_value(), other == index);
      }
    }
  }
}

TEST_F(SmallTrees, ConsistencyProofsAgreeWithTheDefinitionAndVerify) {
  for (std::size_t newer = 1; newer <= kSizes; ++newer) {
    for (std::size_t older = 1; older <= newer; ++older) {
      const auto path = make_consistency(tree_, {older}, {newer});
      ASSERT_TRUE(path.has_value());
      ASSERT_EQ(*path, naive_consistency(older, first(newer))) << older << " to " << newer;
      EXPECT_TRUE(check_consistency({older}, {newer}, *path, root(older), root(newer)));
    }
  }
}

TEST_F(SmallTrees, SpoiltConsistencyProofsAreRefused) {
  for (std::size_t newer = 1; newer <= kSizes; ++newer) {
    for (std::size_t older = 1; older <= newer; ++older) {
      const HashPath path = *make_consistency(tree_, {older}, {newer});
      for (const HashPath& bad : spoilt(path)) {
        EXPECT_FALSE(check_consistency({older}, {newer}, bad, root(older), root(newer))) << older << " to " << newer;
      }
      EXPECT_FALSE(check_consistency({older}, {newer}, path, root(older - 1), root(newer)));
      EXPECT_FALSE(check_consistency({older}, {newer}, path, root(older), root(newer - 1)));
      if (older < newer) {
        EXPECT_FALSE(check_consistency({newer}, {older}, path, root(newer), root(older)));
        EXPECT_FALSE(check_consistency({older}, {newer}, path, root(newer), root(newer)));
      }
    }
  }
}

TEST_F(SmallTrees, ConsistencyFromTheEmptyTreeIsAnEmptyProof) {
  for (std::size_t newer = 0; newer <= kSizes; ++newer) {
    EXPECT_EQ(make_consistency(tree_, {0}, {newer}), HashPath{});
    EXPECT_TRUE(check_consistency({0}, {newer}, {}, empty_root(), root(newer)));
    EXPECT_FALSE(check_consistency({0}, {newer}, HashPath{Digest{}}, empty_root(), root(newer)));
    EXPECT_FALSE(check_consistency({0}, {newer}, {}, leaves_[0], root(newer)));
  }
  EXPECT_FALSE(check_consistency({0}, {0}, {}, leaves_[0], leaves_[0]));
}

TEST_F(SmallTrees, PathThatIsTooLongLeadsToNoRoot) {
  // Only the length gives it away: whoever computes the root and compares nothing must still be told.
  const Digest extra = sha256(view("extra"));
  for (std::size_t size = 1; size <= kSizes; ++size) {
    for (std::size_t index = 0; index < size; ++index) {
      HashPath path = *make_inclusion(tree_, {index}, {size});
      path.push_back(extra);
      EXPECT_FALSE(root_from_inclusion(leaves_[index], {index}, {size}, path)) << index << " of " << size;
      path.resize(path.size() - 1);
      if (path.empty()) continue;
      path.pop_back();
      EXPECT_FALSE(root_from_inclusion(leaves_[index], {index}, {size}, path)) << index << " of " << size;
    }
  }
}

TEST_F(SmallTrees, ConsistencyProofThatIsTooLongIsRefusedForTheRootsThatItLeadsTo) {
  const Digest extra = sha256(view("extra"));
  for (std::size_t newer = 2; newer <= kSizes; ++newer) {
    for (std::size_t older = 1; older < newer; ++older) {
      if (std::has_single_bit(older)) continue;  // there the older root itself starts the climb
      HashPath path = *make_consistency(tree_, {older}, {newer});
      path.push_back(extra);
      EXPECT_FALSE(
          check_consistency({older}, {newer}, path, node_hash(extra, root(older)), node_hash(extra, root(newer))))
          << older << " to " << newer;
    }
  }
}

TEST_F(SmallTrees, ProofsOfWhatIsNotInTheTreeAreRefused) {
  EXPECT_EQ(make_inclusion(tree_, {3}, {3}).error().code, Code::kInvalid);
  EXPECT_EQ(make_inclusion(tree_, {0}, {0}).error().code, Code::kInvalid);
  EXPECT_EQ(make_consistency(tree_, {4}, {3}).error().code, Code::kInvalid);
  EXPECT_EQ(make_inclusion(tree_, {3}, {kSizes + 1}).error().code, Code::kNotFound);
  EXPECT_EQ(make_consistency(tree_, {3}, {kSizes + 1}).error().code, Code::kNotFound);
  EXPECT_FALSE(root_from_inclusion(leaves_[0], {0}, {0}, {}));
}

// A tree of 2^64 - 1 leaves whose nodes are computed where they are asked for: every leaf of it is the same.
class UniformTree final : public NodeReader {
 public:
  UniformTree() {
    hashes_.push_back(leaf_hash(view("same")));
    for (int level = 1; level < 64; ++level) hashes_.push_back(node_hash(hashes_.back(), hashes_.back()));
  }
  [[nodiscard]] Result<Digest> node(NodeId id) const override { return hashes_.at(id.level); }
  [[nodiscard]] Digest leaf() const { return hashes_[0]; }

 private:
  std::vector<Digest> hashes_;
};

constexpr std::uint64_t kHalf = std::uint64_t{1} << 63U;
constexpr std::uint64_t kLargeSizes[] = {
    (std::uint64_t{1} << 32U) - 1, std::uint64_t{1} << 32U, kHalf - 1, kHalf, kHalf + 1,
    ~std::uint64_t{0} - 1,         ~std::uint64_t{0}};

TEST(LargeTrees, InclusionProofsVerifyUpToTheLargestSize) {
  const UniformTree tree;
  for (const std::uint64_t size : kLargeSizes) {
    const Digest root = *tree_root(tree, {size});
    for (const std::uint64_t index : {std::uint64_t{0}, size / 3, size / 2, size - 2, size - 1}) {
      const HashPath path = *make_inclusion(tree, {index}, {size});
      EXPECT_LE(path.size(), 64U);
      EXPECT_TRUE(check_inclusion(tree.leaf(), {index}, {size}, path, root)) << index << " of " << size;
      for (const HashPath& bad : spoilt(path)) {
        EXPECT_FALSE(check_inclusion(tree.leaf(), {index}, {size}, bad, root)) << index << " of " << size;
      }
    }
  }
}

TEST(LargeTrees, ConsistencyProofsVerifyUpToTheLargestSize) {
  const UniformTree tree;
  for (const std::uint64_t newer : kLargeSizes) {
    for (const std::uint64_t older : {std::uint64_t{1}, newer / 3, newer / 2, newer - 1, newer}) {
      const HashPath path = *make_consistency(tree, {older}, {newer});
      EXPECT_LE(path.size(), 65U);
      const Digest older_root = *tree_root(tree, {older});
      const Digest newer_root = *tree_root(tree, {newer});
      EXPECT_TRUE(check_consistency({older}, {newer}, path, older_root, newer_root)) << older << " to " << newer;
      for (const HashPath& bad : spoilt(path)) {
        EXPECT_FALSE(check_consistency({older}, {newer}, bad, older_root, newer_root)) << older << " to " << newer;
      }
    }
  }
}

}  // namespace
}  // namespace ledger
