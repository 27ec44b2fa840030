// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/stored_tile.hpp"

#include <gtest/gtest.h>

#include "ledger/memory_store.hpp"

namespace ledger {
namespace {

// Three entries of one, two and three bytes at 5, 6 and 7 milliseconds.
class StoredTile : public testing::Test {
 protected:
  StoredTile() {
    Batch batch;
    TreeEdge edge;
    for (std::uint64_t i = 0; i < 3; ++i) {
      StoredEntry entry{Bytes(i + 1, 'a'), {5 + i}, {}};
      batch.head.chain = entry.chain_after = chain_next(batch.head.chain, entry.time, leaf_hash(entry.body));
      batch.head.time = entry.time;
      edge.append(leaf_hash(entry.body), batch.nodes);
      batch.entries.push_back(std::move(entry));
    }
    batch.head.size = edge.size();
    batch.head.root = edge.root();
    EXPECT_TRUE(store.commit(batch));
  }
  MemoryStore store;
};

TEST_F(StoredTile, HoldsHashesEntriesOrTimes) {
  const auto hashes = stored_tile(store, {TilePath::Kind::kHashes, 0, 0, 3});
  ASSERT_TRUE(hashes);
  EXPECT_EQ(hashes->size(), 96U);
  EXPECT_EQ(*stored_tile(store, {TilePath::Kind::kEntries, 0, 0, 3}),
            (Bytes{0, 1, 'a', 0, 2, 'a', 'a', 0, 3, 'a', 'a', 'a'}));
  EXPECT_EQ(*stored_tile(store, {TilePath::Kind::kTimes, 0, 0, 2}),
            (Bytes{0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 6}));
}

TEST_F(StoredTile, IsNotThereBeyondTheEnd) {
  for (const auto kind : {TilePath::Kind::kHashes, TilePath::Kind::kEntries, TilePath::Kind::kTimes}) {
    EXPECT_EQ(stored_tile(store, {kind, 0, 0, 4}).error().code, Code::kNotFound);
    EXPECT_EQ(stored_tile(store, {kind, 0, 1, 1}).error().code, Code::kNotFound);
    EXPECT_EQ(stored_tile(store, {kind, 0, UINT64_MAX, 1}).error().code, Code::kNotFound);
  }
}

TEST_F(StoredTile, IsCutToFewerRecords) {
  for (const auto kind : {TilePath::Kind::kHashes, TilePath::Kind::kEntries, TilePath::Kind::kTimes}) {
    const auto whole = stored_tile(store, {kind, 0, 0, 3});
    ASSERT_TRUE(whole);
    for (std::uint16_t width = 1; width <= 3; ++width) {
      EXPECT_EQ(*cut_tile(*whole, kind, width), *stored_tile(store, {kind, 0, 0, width}));
    }
    EXPECT_EQ(cut_tile(*whole, kind, 4).error().code, Code::kInvalid);
    EXPECT_EQ(cut_tile(ByteView(*whole).first(whole->size() - 1), kind, 3).error().code, Code::kInvalid);
  }
}

}  // namespace
}  // namespace ledger
