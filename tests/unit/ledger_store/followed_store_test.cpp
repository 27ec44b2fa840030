// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Readers beside a writer whose entries are still in its journal, or pass from it into the database.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "ledger/fsck.hpp"
#include "ledger/lmdb_store.hpp"
#include "store/pending.hpp"
#include "support/check_ledger.hpp"
#include "support/temp_folder.hpp"
#include "support/test_ledger.hpp"

namespace {

using namespace ledger;
using ledger_test::check_ledger;
using std::chrono::milliseconds;

TEST(Pending, KeepsTheNewerOfTwoChangesWhenTheOlderIsDropped) {
  Pending pending;
  for (std::uint64_t i = 1; i <= 2; ++i) {
    JournalRecord record;
    record.sequence = i;
    record.batch.base = {i - 1};
    record.batch.head.size = {i};
    record.batch.entries.resize(1);
    record.batch.nodes = {{{0, i - 1}, {}}};
    record.batch.state = {{"twice", to_bytes(std::to_string(i))}, {"once " + std::to_string(i), {}}};
    pending.add(std::move(record));
  }
  EXPECT_EQ(pending.get("twice"), to_bytes("2"));
  pending.drop_to({1});
  EXPECT_EQ(pending.get("twice"), to_bytes("2"));
  EXPECT_EQ(pending.get("once 1"), std::nullopt);
  EXPECT_EQ(pending.get("once 2"), Bytes());
  EXPECT_EQ(pending.first_entry(), EntryIndex{1});
  const std::vector<NodeId> ids{{0, 0}, {0, 1}};
  EXPECT_FALSE(pending.nodes(ids).at(0));
  EXPECT_TRUE(pending.nodes(ids).at(1));
  EXPECT_TRUE(pending.entries({0}, 1).empty());
  EXPECT_EQ(pending.entries({1}, 5).size(), 1U);
  EXPECT_TRUE(pending.entries({2}, 1).empty());
  pending.drop_to({2});
  EXPECT_EQ(pending.get("twice"), std::nullopt);
  EXPECT_EQ(pending.last(), nullptr);
}

// Beside a writer of which every batch is handed over, or none, or now and then.
class Beside : public testing::TestWithParam<int> {
 protected:
  ledger_test::TempFolder folder_;
};
INSTANTIATE_TEST_SUITE_P(GatherMillis, Beside, testing::Values(0, 3, 3'600'000));

TEST_P(Beside, AReaderSeesWhatWasAnsweredAtOnce) {
  const auto store = open_lmdb_store(folder_ / "db", OpenMode::kCreate, {milliseconds(GetParam()), {}});
  const auto reader = open_lmdb_store(folder_ / "db", OpenMode::kRead);
  ASSERT_TRUE(store && reader);
  const auto guard = make_memory_guard();
  const SimulatedClock clock{{1'000}};
  const auto sequencer = *Sequencer::start(**store, *guard, clock, ledger_test::test_config());
  for (int i = 0; i < 300; ++i) {
    const auto answer = sequencer->submit(ledger_test::statements({"put k" + std::to_string(i) + " v"}));
    ASSERT_TRUE(answer);
    const auto head = (*reader)->head();
    ASSERT_TRUE(head) << head.error().message;
    EXPECT_EQ(*head, answer->commit->head);
    EXPECT_TRUE((*reader)->get("put/k" + std::to_string(i))->has_value());
    EXPECT_EQ(*tree_root(**reader, head->size), head->root);
  }
  check_ledger(**reader, (*store)->head()->size.value);
  EXPECT_TRUE(fsck(**reader, ledger_test::test_admit, {})->differences.empty());
}

TEST_P(Beside, AReaderThatLookedAwayWhileTheRingWentRoundSeesTheEnd) {
  const auto store = open_lmdb_store(folder_ / "db", OpenMode::kCreate, {milliseconds(GetParam()), {}});
  const auto reader = open_lmdb_store(folder_ / "db", OpenMode::kRead);
  ASSERT_TRUE(store && reader);
  EXPECT_EQ((*reader)->head()->size, TreeSize{0});
  const auto guard = make_memory_guard();
  const SimulatedClock clock{{1'000}};
  const auto sequencer = *Sequencer::start(**store, *guard, clock, ledger_test::test_config());
  const std::string text(60'000, 'x');  // 15 blocks
  for (std::uint64_t i = 0; i < 2 * kJournalBlocks / 15; ++i) {
    ASSERT_TRUE(sequencer->submit(ledger_test::statements({std::to_string(i) + text})));
  }
  EXPECT_EQ(*(*reader)->head(), *(*store)->head());
  check_ledger(**reader, (*store)->head()->size.value);
}

TEST_P(Beside, ReadersSeeWholeBatchesAndNoHistoryThatGoesBack) {
  const auto store = open_lmdb_store(folder_ / "db", OpenMode::kCreate, {milliseconds(GetParam()), {}});
  const auto reader = open_lmdb_store(folder_ / "db", OpenMode::kRead);
  ASSERT_TRUE(store && reader);
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  for (const Store* seen : {store->get(), reader->get(), store->get(), reader->get()}) {
    threads.emplace_back([&stop, seen] {
      std::uint64_t last = 0;
      while (!stop) {
        const auto head = seen->head();
        ASSERT_TRUE(head) << head.error().message;
        ASSERT_GE(head->size.value, last);
        last = head->size.value;
        ASSERT_EQ(*tree_root(*seen, head->size), head->root);
        if (last == 0) continue;
        std::uint64_t read = 0;
        const std::uint64_t first = last - std::min<std::uint64_t>(last, 40);
        ASSERT_TRUE(seen->entries({first}, last - first, [&](EntryIndex, const StoredEntry&) { return ++read > 0; }));
        ASSERT_EQ(read, last - first);
        ASSERT_EQ(seen->entry({last - 1})->chain_after, head->chain);
      }
    });
  }
  const auto guard = make_memory_guard();
  const SimulatedClock clock{{1'000}};
  const auto sequencer = *Sequencer::start(**store, *guard, clock, ledger_test::test_config());
  for (int i = 0; i < 400; ++i) {
    std::vector<std::string> texts;
    for (int j = 0; j <= i % 5; ++j) texts.push_back("put " + std::to_string(i * 10 + j) + " " + std::string(600, 'x'));
    EXPECT_TRUE(sequencer->submit(ledger_test::statements(texts)));
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  check_ledger(**store, (*store)->head()->size.value);
}

}  // namespace
