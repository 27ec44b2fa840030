// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/lmdb_store.hpp"

#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "ledger/fsck.hpp"
#include "lmdb/folder.hpp"
#include "support/check_ledger.hpp"
#include "support/temp_folder.hpp"
#include "support/test_ledger.hpp"

namespace {

using namespace ledger;
using ledger_test::check_ledger;

class LmdbTest : public testing::Test {
 protected:
  Code open_fails(OpenMode mode) {
    const auto opened = open_lmdb_store(db_, mode);
    EXPECT_FALSE(opened);
    return opened ? Code::kRefused : opened.error().code;
  }
  std::unique_ptr<Store> open(OpenMode mode) {
    auto opened = open_lmdb_store(db_, mode);
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? std::move(*opened) : nullptr;
  }
  // Appends through a sequencer that is closed again.
  void append(Store& store, const std::vector<std::string>& texts) {
    const SimulatedClock clock{{1'000}};
    auto sequencer = Sequencer::start(store, *guard_, clock, ledger_test::test_config());
    ASSERT_TRUE(sequencer) << sequencer.error().message;
    const auto answer = (*sequencer)->submit(ledger_test::statements(texts));
    ASSERT_TRUE(answer) << answer.error().message;
    ASSERT_EQ(answer->entries.size(), texts.size());
  }

  ledger_test::TempFolder folder_;
  std::filesystem::path db_ = folder_ / "a/b/db";
  std::unique_ptr<Guard> guard_ = make_memory_guard();
};

TEST_F(LmdbTest, TellsAMissingAndAnExistingLedger) {
  EXPECT_EQ(open_fails(OpenMode::kWrite), Code::kNotFound);
  EXPECT_EQ(open_fails(OpenMode::kRead), Code::kNotFound);
  open(OpenMode::kCreate).reset();
  EXPECT_EQ(open_fails(OpenMode::kCreate), Code::kInvalid);
  EXPECT_TRUE(open(OpenMode::kWrite));
}

TEST_F(LmdbTest, KeepsWhatWasWrittenOverAReopening) {
  auto store = open(OpenMode::kCreate);
  append(*store, {"a", "put k v"});
  store.reset();
  store = open(OpenMode::kWrite);
  check_ledger(*store, 2);
  EXPECT_EQ(*store->get("put/k"), to_bytes("v"));
  EXPECT_EQ(*store->unsealed_since(), UnixMillis{1'000});
  append(*store, {"c"});
  check_ledger(*store, 3);
}

TEST_F(LmdbTest, RefusesASecondWriterOfTheSameProcess) {
  auto store = open(OpenMode::kCreate);
  EXPECT_EQ(open_fails(OpenMode::kWrite), Code::kLocked);
  EXPECT_EQ(open_fails(OpenMode::kCreate), Code::kLocked);
  store.reset();
  EXPECT_TRUE(open(OpenMode::kWrite));
}

TEST_F(LmdbTest, LetsReadersInBesideTheWriterAndNotWrite) {
  auto writer = open(OpenMode::kCreate);
  auto reader = open(OpenMode::kRead);
  auto another = open(OpenMode::kRead);
  append(*writer, {"a"});
  check_ledger(*reader, 1);
  check_ledger(*another, 1);
  Batch batch;
  batch.base = {1};
  batch.head = *reader->head();
  EXPECT_EQ(reader->commit(batch).error().code, Code::kInvalid);
  EXPECT_EQ(reader->replace_derived({}, {}).error().code, Code::kInvalid);
  // The writer may come back while the readers stay.
  writer.reset();
  writer = open(OpenMode::kWrite);
  append(*writer, {"b"});
  check_ledger(*reader, 2);
}

TEST_F(LmdbTest, TellsAWriterThatThisProcessHasTheFolderOpenForReading) {
  open(OpenMode::kCreate).reset();
  auto reader = open(OpenMode::kRead);
  EXPECT_EQ(open_fails(OpenMode::kWrite), Code::kLocked);
  reader.reset();
  EXPECT_TRUE(open(OpenMode::kWrite));
}

TEST_F(LmdbTest, RefusesANewerFormatAndAnotherKind) {
  std::filesystem::create_directories(db_);
  constexpr std::array<const char*, 5> kTables{"head", "entries", "nodes", "edge", "state"};
  const auto first = [](WriteTxn&) { return Result<void>(); };
  ASSERT_TRUE(open_folder(db_, OpenMode::kCreate, {"CLLEDGER", 2, kTables}, first));
  EXPECT_EQ(open_fails(OpenMode::kWrite), Code::kNewer);
  EXPECT_EQ(open_fails(OpenMode::kRead), Code::kNewer);
  const auto map = folder_ / "map";
  ASSERT_TRUE(open_durable_map(map, OpenMode::kCreate));
  EXPECT_EQ(open_lmdb_store(map, OpenMode::kRead).error().code, Code::kCorrupt);
}

TEST_F(LmdbTest, MakesALedgerWhereMakingOneWasInterrupted) {
  std::filesystem::create_directories(db_);
  MDB_env* env = nullptr;
  ASSERT_EQ(mdb_env_create(&env), 0);
  ASSERT_EQ(mdb_env_open(env, db_.c_str(), 0, 0640), 0);
  mdb_env_close(env);
  EXPECT_EQ(open_fails(OpenMode::kWrite), Code::kCorrupt);
  check_ledger(*open(OpenMode::kCreate), 0);
}

TEST_F(LmdbTest, RefusesStateKeysOverTheLimit) {
  auto store = open(OpenMode::kCreate);
  Batch batch;
  batch.state[std::string(kStateKeyBytesMax, 'k')] = to_bytes("v");
  ASSERT_TRUE(store->commit(batch));
  EXPECT_EQ(*store->get(std::string(kStateKeyBytesMax, 'k')), to_bytes("v"));
  batch.state[std::string(kStateKeyBytesMax + 1, 'k')] = to_bytes("v");
  EXPECT_EQ(store->commit(batch).error().code, Code::kInvalid);
  batch.state = {{"", to_bytes("v")}};
  EXPECT_EQ(store->commit(batch).error().code, Code::kInvalid);
  EXPECT_EQ(*store->get(std::string(kStateKeyBytesMax + 1, 'k')), std::nullopt);
}

TEST_F(LmdbTest, GrowsItsMapWhileOthersRead) {
  auto store = open(OpenMode::kCreate);
  std::atomic<bool> stop = false;
  std::atomic<std::uint64_t> reads = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!stop) {
        EXPECT_TRUE(store->head());
        EXPECT_TRUE(store->get("key"));
        ++reads;
      }
    });
  }
  // More than the first map holds.
  Batch batch;
  for (int round = 0; round < 10; ++round) {
    batch.state["key"] = Bytes(12U << 20U, static_cast<std::uint8_t>(round));
    batch.state["key" + std::to_string(round)] = batch.state["key"];
    const auto done = store->commit(batch);
    EXPECT_TRUE(done) << done.error().message;
    batch.state.clear();
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_GT(reads.load(), 0U);
  EXPECT_EQ((*store->get("key9"))->back(), 9U);
}

TEST_F(LmdbTest, RebuildsWhatFollowsFromTheEntries) {
  auto store = open(OpenMode::kCreate);
  std::vector<std::string> texts;
  for (int i = 0; i < 700; ++i) texts.push_back("put k" + std::to_string(i) + " v");
  append(*store, texts);
  ASSERT_TRUE(store->replace_derived({{"wrong", to_bytes("x")}}, {}));
  EXPECT_FALSE(fsck(*store, ledger_test::test_admit, {})->differences.empty());
  ASSERT_TRUE(rebuild(*store, ledger_test::test_admit, {}));
  EXPECT_TRUE(fsck(*store, ledger_test::test_admit, {})->differences.empty());
  check_ledger(*store, 700);
  append(*store, {"and on"});
  check_ledger(*store, 701);
}

TEST(DurableMap, KeepsRecordsAndReplacesThem) {
  const ledger_test::TempFolder folder;
  const auto db = folder / "map";
  EXPECT_EQ(open_durable_map(db, OpenMode::kWrite).error().code, Code::kNotFound);
  {
    auto map = open_durable_map(db, OpenMode::kCreate);
    ASSERT_TRUE(map);
    ASSERT_TRUE((*map)->put_all({{"a", to_bytes("1")}, {"b", Bytes(100'000, 9)}}));
    ASSERT_TRUE((*map)->put_all({{"a", to_bytes("2")}}));
    EXPECT_EQ((*map)->put_all({{"c", to_bytes("3")}, {"", to_bytes("4")}}).error().code, Code::kInvalid);
    EXPECT_EQ(open_durable_map(db, OpenMode::kWrite).error().code, Code::kLocked);
  }
  const auto map = open_durable_map(db, OpenMode::kRead);
  ASSERT_TRUE(map);
  EXPECT_EQ(*(*map)->get("a"), to_bytes("2"));
  EXPECT_EQ(*(*map)->get("b"), Bytes(100'000, 9));
  EXPECT_EQ(*(*map)->get("c"), std::nullopt);
  EXPECT_EQ((*map)->put_all({{"c", to_bytes("3")}}).error().code, Code::kInvalid);
}

}  // namespace
