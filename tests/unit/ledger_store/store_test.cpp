// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What every store must do, asked of each, and of the one that ships also while all is still in its journal.
#include <gtest/gtest.h>

#include "ledger/lmdb_store.hpp"
#include "ledger/memory_store.hpp"
#include "support/check_ledger.hpp"
#include "support/temp_folder.hpp"

namespace {

using namespace ledger;
using ledger_test::check_ledger;

class EveryStore : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "memory") {
      store_ = std::make_unique<MemoryStore>();
      return;
    }
    const std::chrono::hours gather(GetParam() == "journal" ? 1 : 0);
    auto opened = open_lmdb_store(folder_ / "db", OpenMode::kCreate, {gather, {}});
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
  }

  // A batch of `count` numbered entries on top of what was made so far.
  Batch next_batch(std::uint64_t count) {
    Batch batch;
    batch.base = head_.size;
    for (std::uint64_t i = 0; i < count; ++i) {
      const UnixMillis time{1'000 + head_.size.value / 7};
      const Bytes body = to_bytes("entry " + std::to_string(head_.size.value));
      const Digest leaf = leaf_hash(body);
      head_.chain = chain_next(head_.chain, time, leaf);
      head_.time = time;
      ++head_.size.value;
      edge_.append(leaf, batch.nodes);
      batch.entries.push_back({body, time, head_.chain});
    }
    head_.root = edge_.root();
    batch.head = head_;
    return batch;
  }
  void append(std::uint64_t count) {
    const auto done = store_->commit(next_batch(count));
    ASSERT_TRUE(done) << done.error().message;
  }
  std::vector<std::string> keys_from(std::string_view prefix) {
    std::vector<std::string> keys;
    const auto scanned = store_->scan(prefix, [&](std::string_view key, ByteView) {
      keys.emplace_back(key);
      return true;
    });
    EXPECT_TRUE(scanned);
    return keys;
  }

  ledger_test::TempFolder folder_;
  std::unique_ptr<Store> store_;
  Head head_;
  TreeEdge edge_;
};

INSTANTIATE_TEST_SUITE_P(All, EveryStore, testing::Values("memory", "lmdb", "journal"),
                         [](const auto& param) { return param.param; });

TEST_P(EveryStore, StartsEmpty) {
  EXPECT_EQ(*store_->head(), Head{});
  EXPECT_EQ(*store_->unsealed_since(), std::nullopt);
  check_ledger(*store_, 0);
}

TEST_P(EveryStore, HoldsEveryNodeOfEverySizeUpTo600) {
  for (std::uint64_t size = 1; size <= 600; ++size) {
    append(1);
    if (size % 37 == 0 || (size >= 250 && size <= 262) || (size >= 508 && size <= 516)) check_ledger(*store_, size);
  }
  check_ledger(*store_, 600);
}

TEST_P(EveryStore, HoldsATreeOfThreeTileLevelsWrittenInBatchesOfAnySize) {
  std::uint64_t size = 0;
  for (std::uint64_t count = 1; size < 66'000; count = count * 3 % 4'093 + 1) {
    append(count);
    size += count;
  }
  check_ledger(*store_, size);
}

TEST_P(EveryStore, SaysThatANodeIsNotThereYet) {
  append(257);
  for (const NodeId id : {NodeId{0, 257}, NodeId{1, 128}, NodeId{8, 1}, NodeId{9, 0}, NodeId{63, 0}}) {
    const auto node = store_->node(id);
    ASSERT_FALSE(node);
    EXPECT_EQ(node.error().code, Code::kNotFound);
  }
  EXPECT_TRUE(store_->node({8, 0}));
}

TEST_P(EveryStore, DoesNotTakeANodeOfTheTileBeforeForOneThatIsNotThereYet) {
  for (int i = 0; i < 258; ++i) append(1);
  EXPECT_EQ(*store_->node({0, 257}), leaf_hash(view("entry 257")));
  EXPECT_TRUE(store_->node({1, 128}));
  for (const NodeId id : {NodeId{0, 258}, NodeId{0, 511}, NodeId{1, 129}, NodeId{7, 2}}) {
    const auto node = store_->node(id);
    ASSERT_FALSE(node);
    EXPECT_EQ(node.error().code, Code::kNotFound);
  }
}

TEST_P(EveryStore, RefusesABatchThatBuildsOnAnotherSize) {
  const Batch first = next_batch(3);
  ASSERT_TRUE(store_->commit(first));
  const auto again = store_->commit(first);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::kStale);
  check_ledger(*store_, 3);
}

TEST_P(EveryStore, RefusesABatchWhoseHeadCountsSomethingElse) {
  Batch batch = next_batch(3);
  batch.entries.pop_back();
  EXPECT_EQ(store_->commit(batch).error().code, Code::kInvalid);
  check_ledger(*store_, 0);
}

TEST_P(EveryStore, ReadsEntriesInOrderFromAnyPlaceUntilToldToStop) {
  append(1'000);
  std::vector<std::uint64_t> seen;
  const auto read = store_->entries({250}, 600, [&](EntryIndex index, const StoredEntry& entry) {
    EXPECT_EQ(text(entry.body), "entry " + std::to_string(index.value));
    seen.push_back(index.value);
    return seen.size() < 555;
  });
  ASSERT_TRUE(read);
  ASSERT_EQ(seen.size(), 555U);
  EXPECT_EQ(seen.front(), 250U);
  EXPECT_EQ(seen.back(), 804U);
  const auto beyond = store_->entries({999}, 2, [](EntryIndex, const StoredEntry&) { return true; });
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().code, Code::kNotFound);
}

TEST_P(EveryStore, KeepsStateBesideTheEntries) {
  Batch batch = next_batch(1);
  batch.state = {{"a/1", to_bytes("x")}, {"a/2", {}}, {"b", to_bytes("y")}};
  batch.unsealed_since = UnixMillis{17};
  ASSERT_TRUE(store_->commit(batch));
  EXPECT_EQ(*store_->get("a/1"), to_bytes("x"));
  EXPECT_EQ(*store_->get("a/2"), Bytes{});
  EXPECT_EQ(*store_->get("a"), std::nullopt);
  EXPECT_EQ(keys_from("a/"), (std::vector<std::string>{"a/1", "a/2"}));
  EXPECT_EQ(keys_from(""), (std::vector<std::string>{"a/1", "a/2", "b"}));
  EXPECT_EQ(*store_->unsealed_since(), UnixMillis{17});
  Batch next = next_batch(1);
  next.state = {{"a/1", to_bytes("z")}};
  ASSERT_TRUE(store_->commit(next));
  EXPECT_EQ(*store_->get("a/1"), to_bytes("z"));
  EXPECT_EQ(*store_->unsealed_since(), std::nullopt);
}

TEST_P(EveryStore, ScansMoreRecordsThanItReadsAtOnce) {
  Batch batch = next_batch(1);
  for (int i = 0; i < 9'000; ++i) batch.state["k" + std::to_string(100'000 + i)] = to_bytes("v");
  ASSERT_TRUE(store_->commit(batch));
  EXPECT_EQ(keys_from("k").size(), 9'000U);
  EXPECT_EQ(keys_from("k1000").size(), 100U);
}

TEST_P(EveryStore, ScansSoManyRecordsFromOneOn) {
  Batch batch = next_batch(1);
  for (int i = 0; i < 9'000; ++i) batch.state["k" + std::to_string(100'000 + i)] = to_bytes("v");
  batch.state["l"] = to_bytes("v");
  ASSERT_TRUE(store_->commit(batch));
  const auto scanned = [&](std::string_view from, std::size_t count_max) {
    std::vector<std::string> keys;
    EXPECT_TRUE(store_->scan_from("k", from, count_max, [&](std::string_view key, ByteView) {
      keys.emplace_back(key);
      return true;
    }));
    return keys;
  };
  EXPECT_EQ(scanned("k100500", 2), (std::vector<std::string>{"k100500", "k100501"}));
  EXPECT_EQ(scanned("k1005005", 1), std::vector<std::string>{"k100501"}) << "which need not exist";
  EXPECT_EQ(scanned("k108999", 5), std::vector<std::string>{"k108999"}) << "nothing behind the prefix";
  EXPECT_EQ(scanned("a", 1), std::vector<std::string>{"k100000"}) << "nothing before it";
  EXPECT_TRUE(scanned("k", 0).empty());
  for (const std::size_t count : {4'095U, 4'096U, 4'097U, 8'192U, 8'193U, 8'900U}) {
    EXPECT_EQ(scanned("k100100", count).size(), count);
  }
  EXPECT_EQ(scanned("k100100", 8'901).size(), 8'900U);
  const std::string longer_than_any = "k100500" + std::string(kStateKeyBytesMax, '0');
  EXPECT_EQ(scanned(longer_than_any, 1), std::vector<std::string>{"k100501"});
}

TEST_P(EveryStore, ReplacesStateAndNodesAndLeavesTheEntries) {
  Batch batch = next_batch(700);
  batch.state = {{"old", to_bytes("x")}};
  ASSERT_TRUE(store_->commit(batch));
  ASSERT_TRUE(store_->replace_derived({{"new", to_bytes("y")}}, batch.nodes));
  EXPECT_EQ(keys_from(""), std::vector<std::string>{"new"});
  check_ledger(*store_, 700);
  append(100);
  check_ledger(*store_, 800);
}

TEST_P(EveryStore, TakesAnEntryOfTheGreatestSizeAndAnEmptyOne) {
  Batch batch;
  std::vector<Bytes> bodies{Bytes(65'535, 7), Bytes{}};
  for (const Bytes& body : bodies) {
    const Digest leaf = leaf_hash(body);
    head_.chain = chain_next(head_.chain, {5}, leaf);
    edge_.append(leaf, batch.nodes);
    batch.entries.push_back({body, {5}, head_.chain});
  }
  batch.head = {{2}, edge_.root(), head_.chain, {5}};
  ASSERT_TRUE(store_->commit(batch));
  EXPECT_EQ(store_->entry({0})->body, bodies[0]);
  check_ledger(*store_, 2);
}

}  // namespace
