// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/journal.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "store/batch_record.hpp"
#include "support/temp_folder.hpp"

namespace {

using namespace ledger;

constexpr std::size_t kHeaderBytes = 88;  // of a record, before its batch

Batch batch_of(std::uint64_t base, std::size_t body_bytes, std::uint8_t fill = 'x') {
  Batch batch;
  batch.base = {base};
  batch.entries.push_back({Bytes(body_bytes, fill), {17}, sha256(view("chain"))});
  batch.nodes.push_back({{3, 12}, sha256(view("node"))});
  batch.state = {{"a", to_bytes("1")}, {"b", {}}};
  batch.head = {{base + 1}, sha256(view("root")), sha256(view("chain")), {17}};
  batch.unsealed_since = UnixMillis{17};
  return batch;
}

class JournalFile : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(Journal::create(file_)); }
  std::unique_ptr<Journal> open(bool writable = true) {
    auto opened = Journal::open(file_, writable);
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? std::move(*opened) : nullptr;
  }
  std::vector<std::uint64_t> sequences() {
    const auto journal = open(false);
    const auto all = journal->read_all();
    EXPECT_TRUE(all) << all.error().message;
    std::vector<std::uint64_t> found;
    if (!all) return found;
    for (const JournalRecord& record : *all) found.push_back(record.sequence);
    return found;
  }
  std::string bytes() {
    std::ifstream in(file_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void put(const std::string& bytes) { std::ofstream(file_, std::ios::binary | std::ios::trunc) << bytes; }

  ledger_test::TempFolder folder_;
  std::filesystem::path file_ = folder_ / "journal";
};

std::unique_ptr<Journal> ready(std::unique_ptr<Journal> journal) {
  EXPECT_TRUE(journal->read_all());
  return journal;
}

void append(Journal& journal, std::uint64_t base, std::size_t body_bytes) {
  const Bytes bytes = encode_batch(batch_of(base, body_bytes));
  ASSERT_TRUE(journal.has_room(bytes.size()));
  const auto record = journal.append(sha256(big_endian_64(base)), bytes);
  ASSERT_TRUE(record) << record.error().message;
}

TEST_F(JournalFile, GivesBackWhatWasWritten) {
  {
    const auto journal = ready(open());
    const auto written = journal->append(sha256(view("before")), encode_batch(batch_of(7, 600)));
    ASSERT_TRUE(written);
    EXPECT_EQ(encode_batch(written->batch), encode_batch(batch_of(7, 600)));
  }
  const auto all = open(false)->read_all();
  ASSERT_TRUE(all && all->size() == 1);
  const JournalRecord& record = all->front();
  EXPECT_EQ(record.sequence, 1U);
  EXPECT_EQ(record.chain_before, sha256(view("before")));
  EXPECT_EQ(record.batch.base, TreeSize{7});
  EXPECT_EQ(record.batch.entries.at(0).body, Bytes(600, 'x'));
  EXPECT_EQ(record.batch.entries.at(0).time, UnixMillis{17});
  EXPECT_EQ(record.batch.nodes.at(0).id, (NodeId{3, 12}));
  EXPECT_EQ(record.batch.state, batch_of(7, 600).state);
  EXPECT_EQ(record.batch.head, batch_of(7, 600).head);
  EXPECT_EQ(record.batch.unsealed_since, UnixMillis{17});
}

TEST_F(JournalFile, IsReadableByTheDatabasesReadersOnly) {
  const auto permissions = std::filesystem::status(file_).permissions();
  EXPECT_EQ(permissions & std::filesystem::perms::others_all, std::filesystem::perms::none);
}

TEST_F(JournalFile, GoesOnBehindTheNewestRecord) {
  append(*ready(open()), 0, 10);
  append(*ready(open()), 1, 5'000);
  append(*ready(open()), 2, 10);
  EXPECT_EQ(sequences(), (std::vector<std::uint64_t>{1, 2, 3}));
}

TEST_F(JournalFile, FollowsAWriterFromRecordToRecordAndOverTheEnd) {
  const auto writer = ready(open());
  const auto reader = ready(open(false));
  std::mt19937_64 random(1);
  std::uint64_t blocks = 0;
  for (std::uint64_t i = 0; blocks < 3 * kJournalBlocks; ++i) {
    const std::size_t bytes = random() % 100'000;
    append(*writer, i, bytes);
    writer->release(i + 1);
    blocks += bytes / kJournalBlockBytes + 1;
    const auto next = reader->read_next();
    ASSERT_TRUE(next && *next) << i;
    EXPECT_EQ((*next)->sequence, i + 1);
    EXPECT_EQ((*next)->batch.entries.at(0).body.size(), bytes);
    EXPECT_FALSE(*reader->read_next());
  }
}

TEST_F(JournalFile, NeverWritesOverWhatIsNotReleased) {
  const auto journal = ready(open());
  std::mt19937_64 random(2);
  std::deque<std::uint64_t> kept;
  std::uint64_t refused = 0;
  for (std::uint64_t next = 1; next <= 400;) {
    const Bytes bytes = encode_batch(batch_of(next - 1, random() % 250'000));
    if (!journal->has_room(bytes.size())) {
      ++refused;
      ASSERT_FALSE(kept.empty());
      const std::uint64_t up_to = kept[random() % kept.size()];
      journal->release(up_to);
      while (!kept.empty() && kept.front() <= up_to) kept.pop_front();
      continue;
    }
    ASSERT_TRUE(journal->append({}, bytes));
    kept.push_back(next++);
    if (next % 7 != 0) continue;
    const std::vector<std::uint64_t> there = sequences();
    ASSERT_GE(there.size(), kept.size());
    EXPECT_TRUE(std::equal(kept.rbegin(), kept.rend(), there.rbegin()));
  }
  EXPECT_GT(refused, 10U) << "the ring was full";
}

TEST_F(JournalFile, TakesARecordOfTheGreatestSizeAndSaysWhenItIsHalfFull) {
  const auto journal = ready(open());
  const std::size_t frame = encode_batch(batch_of(0, 0)).size();
  for (std::uint64_t i = 0; i < 7; ++i) append(*journal, i, kJournalRecordBytesMax - frame);
  EXPECT_FALSE(journal->is_half_full());
  append(*journal, 7, kJournalRecordBytesMax - frame);
  EXPECT_TRUE(journal->is_half_full());
  EXPECT_EQ(sequences().size(), 8U);
  journal->release(8);
  EXPECT_FALSE(journal->is_half_full());
}

TEST_F(JournalFile, DoesNotBelieveARecordOfWhichOneByteIsDifferent) {
  append(*ready(open()), 0, 100);
  append(*ready(open()), 1, 5'000);
  const std::string good = bytes();
  const std::size_t begin = 2 * kJournalBlockBytes;
  const std::size_t end = begin + kHeaderBytes + encode_batch(batch_of(1, 5'000)).size();
  for (std::size_t at = begin; at < end; at += at < begin + kHeaderBytes ? 1 : 97) {
    std::string damaged = good;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    put(damaged);
    EXPECT_EQ(sequences(), std::vector<std::uint64_t>{1}) << at - begin;
  }
}

TEST_F(JournalFile, DoesNotBelieveARecordThatIsCutOff) {
  append(*ready(open()), 0, 100);
  append(*ready(open()), 1, 9'000);
  std::string torn = bytes();
  std::fill(torn.begin() + 4 * kJournalBlockBytes, torn.begin() + 5 * kJournalBlockBytes, '\0');
  put(torn);
  EXPECT_EQ(sequences(), std::vector<std::uint64_t>{1});
  // And what is written next takes its place.
  append(*ready(open()), 1, 50);
  EXPECT_EQ(sequences(), (std::vector<std::uint64_t>{1, 2}));
}

TEST_F(JournalFile, GivesNothingBehindAGap) {
  for (std::uint64_t i = 0; i < 4; ++i) append(*ready(open()), i, 100);
  std::string damaged = bytes();
  damaged[2 * kJournalBlockBytes + 100] ^= 1;
  put(damaged);
  EXPECT_EQ(sequences(), (std::vector<std::uint64_t>{3, 4}));
}

// A submitter's bytes, at the beginning of a block, that are a record of a journal whose key he knows.
TEST_F(JournalFile, DoesNotTakeAnEntryThatLooksLikeARecordForOne) {
  append(*ready(open()), 1'000, 50);
  const std::string foreign = bytes().substr(kJournalBlockBytes, kJournalBlockBytes);
  ASSERT_TRUE(Journal::create(file_));
  Batch batch = batch_of(0, 0);
  const std::size_t before = kHeaderBytes + 8 + 89 + 8 + 8 + 32 + 8;  // what lies in front of the first body
  batch.entries[0].body = Bytes(kJournalBlockBytes - before, 'x');
  ledger::append(batch.entries[0].body, view(foreign));
  ASSERT_TRUE(ready(open())->append({}, encode_batch(batch)));
  std::string there = bytes();
  ASSERT_EQ(there.substr(2 * kJournalBlockBytes, kJournalBlockBytes), foreign) << "at the beginning of a block";
  EXPECT_EQ(sequences(), std::vector<std::uint64_t>{1});
  there[kJournalBlockBytes] ^= 1;  // the record around it is gone
  put(there);
  EXPECT_EQ(sequences(), std::vector<std::uint64_t>{});
}

TEST_F(JournalFile, SaysThatItsHeaderIsDamagedOrTheFileCutShort) {
  const std::string good = bytes();
  for (const std::size_t at : {0U, 10U, 20U, 30U, 55U, 60U, 87U}) {
    std::string damaged = good;
    damaged[at] ^= 1;
    put(damaged);
    EXPECT_EQ(Journal::open(file_, false).error().code, Code::kCorrupt) << at;
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{50}, kJournalBlockBytes, good.size() - 1}) {
    put(good.substr(0, size));
    EXPECT_EQ(Journal::open(file_, true).error().code, Code::kCorrupt) << size;
  }
  std::filesystem::remove(file_);
  EXPECT_EQ(Journal::open(file_, false).error().code, Code::kNotFound);
}

TEST(BatchRecord, RefusesEveryOtherSpelling) {
  const Bytes good = encode_batch(batch_of(3, 20));
  ASSERT_TRUE(decode_batch(good));
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(decode_batch(ByteView(good).first(size))) << size;
  }
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_FALSE(decode_batch(longer));
  Batch swapped = batch_of(3, 20);
  swapped.state = {{"b", {}}, {"c", {}}};
  Bytes bytes = encode_batch(swapped);
  bytes[bytes.size() - 9] = 'a';  // keys out of order
  EXPECT_EQ(decode_batch(bytes).error().code, Code::kCorrupt);
  // A count that no memory holds.
  Bytes counted = good;
  std::fill_n(counted.begin() + 8 + 89, 8, 0xff);
  EXPECT_EQ(decode_batch(counted).error().code, Code::kCorrupt);
}

}  // namespace
