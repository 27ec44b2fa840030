// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The journal and the store behind it together: what is seen, what fails, and what the next writer makes of it.
#include "store/journaled_store.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "ledger/fsck.hpp"
#include "ledger/memory_store.hpp"
#include "store/followed_store.hpp"
#include "support/check_ledger.hpp"
#include "support/temp_folder.hpp"
#include "support/test_ledger.hpp"

namespace {

using namespace ledger;
using ledger_test::check_ledger;
using std::chrono::milliseconds;

const JournalOptions kNever{std::chrono::hours(1), {}};  // nothing is handed over before the end
const JournalOptions kAtOnce{milliseconds(0), {}};

// A store that lives on when its owner is gone, as a disk does.
class Kept final : public Store {
 public:
  // Reads of entries fail as often as `failures` says.
  explicit Kept(MemoryStore& store, std::atomic<int>* failures = nullptr) : store_(store), failures_(failures) {}
  Result<Head> head() const override { return store_.head(); }
  Result<std::optional<UnixMillis>> unsealed_since() const override { return store_.unsealed_since(); }
  Result<StoredEntry> entry(EntryIndex index) const override { return store_.entry(index); }
  Result<void> entries(EntryIndex first, std::uint64_t count,
                       const std::function<bool(EntryIndex, const StoredEntry&)>& visit) const override {
    if (failures_ != nullptr && *failures_ > 0) {
      --*failures_;
      return fail(Code::kStorage, "no memory for a transaction");
    }
    return store_.entries(first, count, visit);
  }
  Result<Digest> node(NodeId id) const override { return store_.node(id); }
  Result<std::optional<Bytes>> get(std::string_view key) const override { return store_.get(key); }
  Result<void> scan_from(std::string_view prefix, std::string_view from, std::size_t count_max,
                         const Visit& visit) const override {
    return store_.scan_from(prefix, from, count_max, visit);
  }
  Result<void> commit(const Batch& batch) override { return store_.commit(batch); }
  Result<void> replace_derived(const std::map<std::string, Bytes, std::less<>>& state,
                               const std::vector<Node>& nodes) override {
    return store_.replace_derived(state, nodes);
  }

 private:
  MemoryStore& store_;
  std::atomic<int>* failures_;
};

class OverMemory : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(Journal::create(file_)); }
  Result<std::unique_ptr<Store>> open(JournalOptions options) {
    return write_through_journal(std::make_unique<Kept>(behind_, &failures_), *Journal::open(file_, true),
                                 std::move(options));
  }
  // Entries "put KEY VALUE" on top of what is there, in one commit.
  Result<void> put(Store& store, const std::vector<std::string>& keys) {
    Batch batch;
    Head head = *store.head();
    auto edge = *TreeEdge::load(store, head.size);
    batch.base = head.size;
    for (const std::string& key : keys) {
      const Bytes body = to_bytes("put " + key + " v");
      const Digest leaf = leaf_hash(body);
      head.chain = chain_next(head.chain, {1'000}, leaf);
      head.time = {1'000};
      ++head.size.value;
      edge.append(leaf, batch.nodes);
      batch.entries.push_back({body, head.time, head.chain});
      batch.state["put/" + key] = to_bytes("v" + std::to_string(head.size.value));
    }
    head.root = edge.root();
    batch.head = head;
    return store.commit(batch);
  }
  // The same while no file may be written beyond so many bytes.
  Result<void> put_into_files_of(rlim_t bytes, Store& store, const std::string& key) {
    rlimit before{};
    EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{bytes, before.rlim_max};
    const auto on_excess = ::signal(SIGXFSZ, SIG_IGN);
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    auto done = put(store, {key});
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    ::signal(SIGXFSZ, on_excess);
    return done;
  }
  std::vector<std::string> keys_of(const Store& store, std::size_t count_max = 1'000'000) {
    std::vector<std::string> keys;
    EXPECT_TRUE(store.scan_from("put/", "", count_max, [&](std::string_view key, ByteView) {
      keys.emplace_back(key.substr(4));
      return true;
    }));
    return keys;
  }
  std::string bytes() const {
    std::ifstream in(file_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  // Commits are failed or not as the test says.
  void fail_with(MemoryStore::Fault fault) {
    behind_.next_fault = [fault] { return fault; };
  }

  ledger_test::TempFolder folder_;
  std::filesystem::path file_ = folder_ / "journal";
  MemoryStore behind_;
  std::atomic<int> failures_ = 0;
};

TEST_F(OverMemory, ShowsWhatIsPendingAndWhatIsStoredAsOne) {
  {
    const auto store = *open(kAtOnce);
    ASSERT_TRUE(put(*store, {"b", "d", "f"}));
  }
  ASSERT_EQ(behind_.head()->size, TreeSize{3});
  const auto store = *open(kNever);
  ASSERT_TRUE(put(*store, {"c", "d", "a"}));
  ASSERT_TRUE(put(*store, {"g"}));
  EXPECT_EQ(behind_.head()->size, TreeSize{3}) << "not handed over yet";
  check_ledger(*store, 7);
  EXPECT_EQ(keys_of(*store), (std::vector<std::string>{"a", "b", "c", "d", "f", "g"}));
  EXPECT_EQ(keys_of(*store, 3), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(*store->get("put/d"), to_bytes("v5")) << "the newer one";
  EXPECT_EQ(*store->get("put/b"), to_bytes("v1"));
  EXPECT_EQ(*store->get("put/x"), std::nullopt);
  std::vector<std::uint64_t> seen;
  ASSERT_TRUE(store->entries({1}, 6, [&](EntryIndex index, const StoredEntry&) {
    seen.push_back(index.value);
    return seen.size() < 5;
  }));
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
  const auto beyond = store->entries({6}, 2, [](EntryIndex, const StoredEntry&) { return true; });
  EXPECT_EQ(beyond.error().code, Code::kNotFound);
  EXPECT_EQ(store->entry({7}).error().code, Code::kNotFound);
  EXPECT_EQ(store->node({0, 7}).error().code, Code::kNotFound);
}

TEST_F(OverMemory, HandsOverAfterAWhileAndAtTheEnd) {
  {
    const auto store = *open({milliseconds(20), {}});
    ASSERT_TRUE(put(*store, {"a"}));
    for (int i = 0; i < 500 && behind_.head()->size.value == 0; ++i) std::this_thread::sleep_for(milliseconds(10));
    EXPECT_EQ(behind_.head()->size, TreeSize{1});
  }
  {
    const auto store = *open(kNever);
    ASSERT_TRUE(put(*store, {"b"}));
    EXPECT_EQ(behind_.head()->size, TreeSize{1});
  }
  check_ledger(behind_, 2);
}

TEST_F(OverMemory, HandsOverWhenTheRingFillsUp) {
  const auto store = *open(kNever);
  std::vector<std::string> many(400);
  for (int round = 0; round < 60; ++round) {
    for (std::size_t i = 0; i < many.size(); ++i) many[i] = std::to_string(round) + "-" + std::to_string(i);
    ASSERT_TRUE(put(*store, many));
  }
  EXPECT_GT(behind_.head()->size.value, 0U);
  check_ledger(*store, 60U * 400U);
}

TEST_F(OverMemory, PutsALargeBatchIntoTheDatabaseDirectlyAndInOrder) {
  const auto store = *open(kNever);
  ASSERT_TRUE(put(*store, {"before"}));
  std::vector<std::string> many;
  for (int i = 0; i < 2'000; ++i) many.push_back(std::to_string(i));
  ASSERT_TRUE(put(*store, many));
  EXPECT_EQ(behind_.head()->size, TreeSize{2'001});
  ASSERT_TRUE(put(*store, {"after"}));
  EXPECT_EQ(behind_.head()->size, TreeSize{2'001});
  check_ledger(*store, 2'002);
}

TEST_F(OverMemory, TakesNothingInWhileTheDatabaseIsFullAndLosesNothing) {
  const auto store = *open(kAtOnce);
  fail_with(MemoryStore::Fault::kFull);
  ASSERT_TRUE(put(*store, {"a"})) << "durable in the journal";
  Result<void> next;
  for (int i = 0; i < 500 && next; ++i) {
    next = put(*store, {"b" + std::to_string(i)});
    std::this_thread::sleep_for(milliseconds(2));
  }
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().code, Code::kFull);
  const std::uint64_t size = store->head()->size.value;
  EXPECT_EQ(put(*store, {"c"}).error().code, Code::kFull);
  check_ledger(*store, size);
  EXPECT_EQ(behind_.head()->size, TreeSize{0});
  fail_with(MemoryStore::Fault::kNone);
  ASSERT_TRUE(put(*store, {"d"}));
  check_ledger(*store, size + 1);
}

TEST_F(OverMemory, IsReadAndNotWrittenWhileTheDatabaseCannotTakeOver) {
  {
    const auto store = *open(kNever);
    ASSERT_TRUE(put(*store, {"a", "b"}));
    fail_with(MemoryStore::Fault::kFull);
  }
  {
    const auto store = *open(kNever);
    EXPECT_EQ(put(*store, {"c"}).error().code, Code::kFull);
    check_ledger(*store, 2);
  }
  const auto reader = read_through_journal(std::make_unique<Kept>(behind_), file_);
  ASSERT_TRUE(reader);
  check_ledger(**reader, 2);
  fail_with(MemoryStore::Fault::kNone);
  check_ledger(**open(kNever), 2);
  check_ledger(behind_, 2);
}

// The database answers well and has lost it, or has stored something else, or does not know.
class DatabaseFault : public OverMemory, public testing::WithParamInterface<MemoryStore::Fault> {};
INSTANTIATE_TEST_SUITE_P(All, DatabaseFault,
                         testing::Values(MemoryStore::Fault::kLost, MemoryStore::Fault::kFlipEntryBit,
                                         MemoryStore::Fault::kFlipNodeBit, MemoryStore::Fault::kUnknownNotStored));

TEST_P(DatabaseFault, StopsWritingAndTheJournalStillHasEverything) {
  const auto copy = folder_ / "copy";
  {
    const auto store = *open(kAtOnce);
    fail_with(GetParam());
    ASSERT_TRUE(put(*store, {"a", "b"}));
    Result<void> next;
    for (int i = 0; i < 500 && next; ++i) {
      next = put(*store, {"c" + std::to_string(i)});
      std::this_thread::sleep_for(milliseconds(2));
    }
    ASSERT_FALSE(next);
    EXPECT_TRUE(next.error().code == Code::kCorrupt || next.error().code == Code::kHalted) << next.error().message;
    std::filesystem::copy_file(file_, copy);
  }
  // The next writer finds the database as it is now: either it hands everything over, or it keeps the journal.
  const std::string before = bytes();
  fail_with(MemoryStore::Fault::kNone);
  {
    const auto store = open(kNever);
    ASSERT_TRUE(store) << store.error().message;
    if (!put(**store, {"d"})) {
      EXPECT_EQ(bytes(), before);
    } else {
      check_ledger(behind_, behind_.head()->size.value);
      EXPECT_GE(behind_.head()->size.value, 2U);
    }
  }
  // Over a database that was brought back as it was before.
  MemoryStore restored;
  const auto again = write_through_journal(std::make_unique<Kept>(restored), *Journal::open(copy, true), kNever);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_GE(restored.head()->size.value, 2U);
  check_ledger(restored, restored.head()->size.value);
  EXPECT_TRUE((*again)->get("put/a")->has_value());
}

TEST_F(OverMemory, BringsBackWhatAnOlderDatabaseLacksAsFarAsTheRingReaches) {
  {
    const auto store = *open(kAtOnce);
    for (const char* key : {"a", "b", "c"}) ASSERT_TRUE(put(*store, {key}));
  }
  MemoryStore empty;
  check_ledger(**write_through_journal(std::make_unique<Kept>(empty), *Journal::open(file_, true), kNever), 3);
}

TEST_F(OverMemory, RefusesADatabaseThatDoesNotEndWhereTheJournalGoesOn) {
  constexpr std::size_t kFirst = 2'000;  // more than a record holds: not in the journal
  std::vector<std::string> many(kFirst);
  for (std::size_t i = 0; i < kFirst; ++i) many[i] = std::to_string(i);
  {
    const auto store = *open(kNever);
    ASSERT_TRUE(put(*store, many));
    ASSERT_TRUE(put(*store, {"in the journal"}));
    fail_with(MemoryStore::Fault::kFull);  // it stays there
  }
  fail_with(MemoryStore::Fault::kNone);
  MemoryStore other;
  {
    const auto elsewhere = folder_ / "elsewhere";
    ASSERT_TRUE(Journal::create(elsewhere));
    const auto store = *write_through_journal(std::make_unique<Kept>(other), *Journal::open(elsewhere, true), kAtOnce);
    many.front() = "another first entry";
    ASSERT_TRUE(put(*store, many));
  }
  ASSERT_EQ(other.head()->size, TreeSize{kFirst}) << "as long, and of another history";
  MemoryStore empty;
  for (MemoryStore* wrong : {&other, &empty}) {
    const Head before = *wrong->head();
    const auto written = write_through_journal(std::make_unique<Kept>(*wrong), *Journal::open(file_, true), kNever);
    EXPECT_EQ(written.error().code, Code::kStale);
    EXPECT_EQ(*wrong->head(), before) << "nothing was changed";
  }
  EXPECT_EQ(read_through_journal(std::make_unique<Kept>(empty), file_).error().code, Code::kStale);
  check_ledger(**open(kNever), kFirst + 1);
}

TEST_F(OverMemory, RefusesABatchThatIsNotNextBeforeAnythingIsWritten) {
  const auto store = *open(kNever);
  ASSERT_TRUE(put(*store, {"a"}));
  Batch batch;
  batch.entries.push_back({});
  batch.head.size = {1};
  EXPECT_EQ(store->commit(batch).error().code, Code::kStale);
  batch.base = {1};
  EXPECT_EQ(store->commit(batch).error().code, Code::kInvalid);
  batch.head.size = {2};
  batch.state[std::string(kStateKeyBytesMax + 1, 'k')] = {};
  EXPECT_EQ(store->commit(batch).error().code, Code::kInvalid);
  check_ledger(*store, 1);
}

// The process's descriptor of the file.
int descriptor_of(const std::filesystem::path& file) {
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code error;
    if (std::filesystem::read_symlink(entry.path(), error) == file) return std::stoi(entry.path().filename());
  }
  return -1;
}

TEST_F(OverMemory, AcceptsNothingMoreWhenAWriteToTheJournalFailed) {
  const std::filesystem::path file = std::filesystem::canonical(file_);
  {
    const auto store = *open(kNever);
    ASSERT_TRUE(put(*store, {"a"}));
    const int descriptor = descriptor_of(file);
    ASSERT_GE(descriptor, 0);
    const int read_only = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    const int kept = ::dup(descriptor);
    ASSERT_GE(::dup2(read_only, descriptor), 0);
    EXPECT_EQ(put(*store, {"b"}).error().code, Code::kHalted);
    ASSERT_GE(::dup2(kept, descriptor), 0);  // it would work again
    EXPECT_EQ(put(*store, {"c"}).error().code, Code::kHalted);
    check_ledger(*store, 1);
    ::close(read_only);
    ::close(kept);
  }
  EXPECT_EQ(behind_.head()->size, TreeSize{0});
  const auto store = *open(kNever);
  check_ledger(*store, 1);
  EXPECT_TRUE(put(*store, {"d"}));
}

TEST_F(OverMemory, ChangesNothingWhenALimitOnFileSizesForbidsTheWrite) {
  const auto store = *open(kNever);
  ASSERT_TRUE(put(*store, {"a"}));
  const auto refused = put_into_files_of(2 * kJournalBlockBytes, *store, "b");
  EXPECT_EQ(refused.error().code, Code::kFull);
  check_ledger(*store, 1);
  ASSERT_TRUE(put(*store, {"c"}));
  check_ledger(*store, 2);
}

TEST_F(OverMemory, HandsOverAgainWhatCouldNotBeReadBackForAMoment) {
  const auto store = *open(kAtOnce);
  failures_ = 1;
  ASSERT_TRUE(put(*store, {"a"}));
  for (int i = 0; i < 500 && failures_ > 0; ++i) std::this_thread::sleep_for(milliseconds(10));
  ASSERT_EQ(behind_.head()->size, TreeSize{1});
  EXPECT_TRUE(put(*store, {"b"})) << "after the same was committed once";
  check_ledger(*store, 2);
}

TEST_F(OverMemory, SaysThatTheFateIsUnknownWhenAWriteCannotBeReadAgain) {
  const std::filesystem::path file = std::filesystem::canonical(file_);
  {
    const auto store = *open(kNever);
    const int descriptor = descriptor_of(file);
    const int write_only = ::open(file.c_str(), O_WRONLY | O_DSYNC | O_CLOEXEC);
    ASSERT_GE(::dup2(write_only, descriptor), 0);
    ::close(write_only);
    EXPECT_EQ(put(*store, {"a"}).error().code, Code::kHalted);
    EXPECT_EQ(put(*store, {"b"}).error().code, Code::kHalted);
    check_ledger(*store, 0);
  }
  check_ledger(**open(kNever), 1);
}

TEST_F(OverMemory, SaysThatTheFateIsUnknownWhenARecordWasWrittenInPart) {
  {
    const auto store = *open(kNever);
    // all of the record but the zeros behind it
    const auto refused = put_into_files_of(kJournalBlockBytes + 2'000, *store, "a");
    EXPECT_EQ(refused.error().code, Code::kHalted);
    EXPECT_EQ(put(*store, {"b"}).error().code, Code::kHalted);
  }
  check_ledger(**open(kNever), 1);
}

TEST_F(OverMemory, CanBeRebuiltWhenTheDatabaseIsDamagedAndTheJournalIsNotEmpty) {
  {
    const auto store = *open(kAtOnce);
    ASSERT_TRUE(put(*store, {"a", "b", "c"}));
  }
  {
    const auto store = *open(kNever);
    ASSERT_TRUE(put(*store, {"d"}));
    fail_with(MemoryStore::Fault::kFull);  // it stays in the journal
  }
  fail_with(MemoryStore::Fault::kNone);
  behind_.raw_nodes()[NodeId{0, 2}].bytes[0] ^= 1U;
  const std::string before = bytes();
  {
    const auto store = open(kNever);
    ASSERT_TRUE(store) << store.error().message;
    EXPECT_EQ(put(**store, {"e"}).error().code, Code::kHalted);
    EXPECT_EQ(bytes(), before);
    const auto rebuilt = rebuild(**store, {}, {});
    ASSERT_TRUE(rebuilt) << rebuilt.error().message;
  }
  check_ledger(behind_, 4);
  EXPECT_EQ(keys_of(behind_), (std::vector<std::string>{"a", "b", "c", "d"}));
  EXPECT_TRUE(put(**open(kNever), {"e"}));
}

TEST_F(OverMemory, IsFollowedByAReaderThatCameBeforeTheJournalAndOverALargeBatch) {
  std::filesystem::rename(file_, folder_ / "later");
  const auto reader = *read_through_journal(std::make_unique<Kept>(behind_), file_);
  check_ledger(*reader, 0);
  std::filesystem::rename(folder_ / "later", file_);
  const auto store = *open(kNever);
  ASSERT_TRUE(put(*store, {"small"}));
  check_ledger(*reader, 1);
  std::vector<std::string> many(2'000);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = std::to_string(i);
  ASSERT_TRUE(put(*store, many));
  ASSERT_TRUE(put(*store, {"small again"}));
  EXPECT_EQ(*reader->head(), *store->head());
  check_ledger(*reader, 2'002);
}

// The newest record is damaged while no writer is there: the next one writes another under its number.
TEST_F(OverMemory, IsFollowedByAReaderWhenTheJournalGoesOnInAnotherWay) {
  {
    const auto store = *open(kNever);
    ASSERT_TRUE(put(*store, {"a"}));
    ASSERT_TRUE(put(*store, {"b"}));
    fail_with(MemoryStore::Fault::kFull);
  }
  fail_with(MemoryStore::Fault::kNone);
  const auto reader = *read_through_journal(std::make_unique<Kept>(behind_), file_);
  check_ledger(*reader, 2);
  std::fstream(file_, std::ios::in | std::ios::out | std::ios::binary).seekp(2 * kJournalBlockBytes + 100) << "damage";
  const auto store = *open(kNever);
  check_ledger(*store, 1);
  for (const char* key : {"c", "d"}) ASSERT_TRUE(put(*store, {key}));
  EXPECT_EQ(*reader->head(), *store->head());
  check_ledger(*reader, 3);
}

TEST_F(OverMemory, HandsOverBeforeStateIsReplaced) {
  const auto store = *open(kNever);
  ASSERT_TRUE(put(*store, {"a", "b"}));
  std::vector<Node> nodes;
  TreeEdge edge;
  for (std::uint64_t i = 0; i < 2; ++i) edge.append(leaf_hash(store->entry({i})->body), nodes);
  ASSERT_TRUE(store->replace_derived({{"put/z", to_bytes("v")}}, nodes));
  EXPECT_EQ(keys_of(*store), std::vector<std::string>{"z"});
  check_ledger(*store, 2);
}

TEST(ACopyOfTheFolder, MadeWhileEverythingIsStillPendingHasAllOfIt) {
  const ledger_test::TempFolder folder;
  const auto store = *open_lmdb_store(folder / "db", OpenMode::kCreate, kNever);
  const auto guard = make_memory_guard();
  const SimulatedClock clock{{1'000}};
  const auto sequencer = *Sequencer::start(*store, *guard, clock, ledger_test::test_config());
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(sequencer->submit(ledger_test::statements({std::to_string(i)})));
  const Head head = *store->head();
  for (const char* name : {"data.mdb", "journal"}) {
    std::filesystem::create_directories(folder / "copy");
    std::filesystem::copy_file(folder / "db" / name, folder / "copy" / name);
  }
  {
    const auto reader = open_lmdb_store(folder / "copy", OpenMode::kRead);
    ASSERT_TRUE(reader) << reader.error().message;
    EXPECT_EQ(*(*reader)->head(), head);
    check_ledger(**reader, head.size.value);
  }
  const auto writer = open_lmdb_store(folder / "copy", OpenMode::kWrite);
  ASSERT_TRUE(writer) << writer.error().message;
  check_ledger(**writer, head.size.value);
  EXPECT_EQ(*(*writer)->head(), head);
}

// What is pending fills a tile of which the database has lost the beginning.
TEST(ADamagedDatabase, IsRebuiltFromItsEntriesAndThoseOfTheJournal) {
  const ledger_test::TempFolder folder;
  const auto guard = make_memory_guard();
  const SimulatedClock clock{{1'000}};
  const auto append = [&](Store& store, int from, int to) {
    const auto sequencer = *Sequencer::start(store, *guard, clock, ledger_test::test_config());
    for (int i = from; i < to; ++i) ASSERT_TRUE(sequencer->submit(ledger_test::statements({std::to_string(i)})));
  };
  append(**open_lmdb_store(folder / "db", OpenMode::kCreate), 0, 250);
  std::filesystem::copy(folder / "db", folder / "older");
  Head head;
  {
    const auto store = *open_lmdb_store(folder / "db", OpenMode::kWrite, kNever);
    append(*store, 250, 260);
    head = *store->head();
    std::filesystem::remove(folder / "older/journal");
    ASSERT_TRUE((*open_lmdb_store(folder / "older", OpenMode::kWrite))->replace_derived({}, {}));
    std::filesystem::copy_file(folder / "db/journal", folder / "older/journal",
                               std::filesystem::copy_options::overwrite_existing);
  }
  {
    const auto store = open_lmdb_store(folder / "older", OpenMode::kWrite);
    ASSERT_TRUE(store) << store.error().message;
    const auto rebuilt = rebuild(**store, ledger_test::test_admit, {});
    ASSERT_TRUE(rebuilt) << rebuilt.error().message;
  }
  const auto store = *open_lmdb_store(folder / "older", OpenMode::kWrite);
  EXPECT_EQ(*store->head(), head);
  check_ledger(*store, head.size.value);
  append(*store, 260, 270);
  check_ledger(*store, store->head()->size.value);
}

TEST(AJournal, IsNotReplacedBecauseItCannotBeOpenedOrIsAnothers) {
  const ledger_test::TempFolder folder;
  open_lmdb_store(folder / "db", OpenMode::kCreate)->reset();
  std::filesystem::rename(folder / "db/journal", folder / "journal");
  std::filesystem::create_directory(folder / "db/journal");
  EXPECT_EQ(open_lmdb_store(folder / "db", OpenMode::kWrite).error().code, Code::kStorage);
  EXPECT_TRUE(std::filesystem::is_directory(folder / "db/journal"));
  std::filesystem::create_directories(folder / "new");
  std::filesystem::rename(folder / "journal", folder / "new/journal");
  EXPECT_EQ(open_lmdb_store(folder / "new", OpenMode::kCreate).error().code, Code::kInvalid);
  EXPECT_FALSE(std::filesystem::exists(folder / "new/data.mdb"));
}

TEST(ALedgerWithoutAJournal, IsReadAsItIsAndGetsOneFromItsNextWriter) {
  const ledger_test::TempFolder folder;
  open_lmdb_store(folder / "db", OpenMode::kCreate)->reset();
  std::filesystem::remove(folder / "db/journal");
  check_ledger(**open_lmdb_store(folder / "db", OpenMode::kRead), 0);
  EXPECT_FALSE(std::filesystem::exists(folder / "db/journal"));
  open_lmdb_store(folder / "db", OpenMode::kWrite)->reset();
  EXPECT_TRUE(std::filesystem::exists(folder / "db/journal"));
}

}  // namespace
