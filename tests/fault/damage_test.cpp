// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A database file or a journal cut short, or with one bit flipped anywhere: never a wrong answer in silence. Looked at
// in a child, because damage within LMDB's own page headers may end the process that reads it.
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <map>
#include <random>

#include "ledger/lmdb_store.hpp"
#include "support/child.hpp"
#include "support/temp_folder.hpp"

namespace {

class Damage : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(ledger_test::run({VICTIM, folder_.path().string(), "append", "600"}).exit_code, 0);
    std::ifstream in(data_, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(in), {});
    ASSERT_EQ(inspect().output, "sound\n");
  }
  ledger_test::Ended inspect() { return ledger_test::run({VICTIM, folder_.path().string(), "inspect", "600"}); }
  void put(const std::string& bytes) { std::ofstream(data_, std::ios::binary | std::ios::trunc) << bytes; }

  ledger_test::TempFolder folder_;
  std::filesystem::path data_ = folder_ / "db/data.mdb";
  std::string bytes_;
};

TEST_F(Damage, OfAFileCutShortIsSaidSoAndEndsNoProcess) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{100}, std::size_t{4'096}, std::size_t{8'192},
                                 bytes_.size() / 2, bytes_.size() - 4'096, bytes_.size() - 1}) {
    put(bytes_.substr(0, size));
    const auto opened = ledger::open_lmdb_store(folder_ / "db", ledger::OpenMode::kRead);
    ASSERT_FALSE(opened) << size;
    EXPECT_EQ(opened.error().code, ledger::Code::kCorrupt);
  }
  put(std::string(bytes_.size(), 'x'));
  EXPECT_EQ(ledger::open_lmdb_store(folder_ / "db", ledger::OpenMode::kWrite).error().code, ledger::Code::kCorrupt);
}

// What became of flipped bits: noticed, harmless (a page that nothing refers to), or the end of the process.
struct Outcomes {
  int noticed = 0;
  int harmless = 0;
  int ended = 0;
};

TEST_F(Damage, OfOneBitIsNeverAWrongAnswerInSilence) {
  std::mt19937_64 random(20'260'101);
  Outcomes outcomes;
  constexpr int kFlips = 200;
  for (int i = 0; i < kFlips; ++i) {
    // One in four within the first 24 bytes of a page: LMDB's own structure.
    const std::size_t page = random() % (bytes_.size() / 4'096);
    const std::size_t offset = page * 4'096 + random() % (i % 4 == 0 ? 24 : 4'096);
    std::string damaged = bytes_;
    damaged[offset] = static_cast<char>(damaged[offset] ^ (1 << (random() % 8)));
    put(damaged);
    const auto ended = inspect();
    ASSERT_EQ(ended.output.find("WRONG"), std::string::npos) << "offset " << offset << ": " << ended.output;
    if (ended.exit_code == 0) {
      ++outcomes.harmless;
    } else if (ended.exit_code == 3) {
      ++outcomes.noticed;
    } else {
      ++outcomes.ended;  // by a signal, or by a sanitizer
    }
  }
  std::cout << "noticed " << outcomes.noticed << ", in unused bytes " << outcomes.harmless << ", process ended "
            << outcomes.ended << " of " << kFlips << "\n";
  EXPECT_GT(outcomes.noticed, kFlips / 4);
  EXPECT_LT(outcomes.ended, kFlips / 10);
}

// Everything but the empty ledger lies in the journal of a writer that was killed.
TEST(DamageOfTheJournal, IsNeverAWrongAnswerInSilence) {
  const ledger_test::TempFolder folder;
  ASSERT_EQ(ledger_test::run({VICTIM, folder.path().string(), "abandon", "300"}).signal, SIGKILL);
  const auto file = folder / "db/journal";
  std::ifstream in(file, std::ios::binary);
  const std::string good{std::istreambuf_iterator<char>(in), {}};
  const auto inspect = [&](const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
    return ledger_test::run({VICTIM, folder.path().string(), "inspect", "300"});
  };
  ASSERT_EQ(inspect(good).output, "sound\n");
  std::mt19937_64 random(20'260'102);
  int noticed = 0;
  constexpr int kFlips = 60;
  for (int i = 0; i < kFlips; ++i) {
    // One block a record: 300 behind the header. Their first bytes are in use, the rest is not.
    const std::size_t offset = (random() % 301) * 4'096 + random() % (i % 2 == 0 ? 88 : 1'000);
    std::string damaged = good;
    damaged[offset] = static_cast<char>(damaged[offset] ^ (1 << (random() % 8)));
    const auto ended = inspect(damaged);
    EXPECT_EQ(ended.output.find("WRONG"), std::string::npos) << "offset " << offset << ": " << ended.output;
    EXPECT_TRUE(ended.exit_code == 0 || ended.exit_code == 3) << "offset " << offset;
    noticed += ended.exit_code == 3 ? 1 : 0;
  }
  EXPECT_GT(noticed, kFlips / 2);
  for (const std::size_t size : {std::size_t{0}, std::size_t{4'096}, good.size() / 2, good.size() - 1}) {
    EXPECT_EQ(inspect(good.substr(0, size)).exit_code, 3) << size;
  }
  std::filesystem::remove(file);
  EXPECT_EQ(ledger_test::run({VICTIM, folder.path().string(), "inspect", "300"}).exit_code, 3)
      << "the guard knows more";
  EXPECT_EQ(inspect(good).output, "sound\n");
}

}  // namespace
