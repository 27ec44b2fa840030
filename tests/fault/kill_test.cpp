// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The writer killed at every named point of a commit, on the database and the guard file that ship.
#include <gtest/gtest.h>
#include <signal.h>

#include <sstream>

#include "ledger/lmdb_store.hpp"
#include "support/check_ledger.hpp"
#include "support/child.hpp"
#include "support/temp_folder.hpp"
#include "support/test_ledger.hpp"

namespace {

using namespace ledger;

// What a killed program acknowledged last.
struct Acknowledged {
  std::uint64_t size = 0;
  std::string root;
};

Acknowledged last_acknowledged(const std::string& output) {
  Acknowledged last;
  std::istringstream lines(output);
  std::string word;
  std::uint64_t index = 0;
  while (lines >> word >> index >> last.size >> last.root) {
  }
  return last;
}

class KilledAt : public testing::TestWithParam<std::string> {
 protected:
  // What a writer of a new ledger acknowledged that was killed at the point, when it came for the AT-th time.
  Acknowledged kill_new(const char* at) {
    std::filesystem::remove_all(folder_ / "db");
    std::filesystem::remove(folder_ / "guard");
    const auto ended = ledger_test::run({VICTIM, folder_.path().string(), "kill", GetParam(), at});
    EXPECT_EQ(ended.signal, SIGKILL) << ended.output;
    return last_acknowledged(ended.output);
  }
  // Reopens as a restart would, and checks that nothing acknowledged is gone and no history was split.
  void recover(const Acknowledged& last) {
    auto store = open_lmdb_store(folder_ / "db", OpenMode::kWrite);
    ASSERT_TRUE(store) << store.error().message;
    auto guard = open_guard_file(folder_ / "guard");
    ASSERT_TRUE(guard) << guard.error().message;
    const MachineClock clock;
    auto sequencer = Sequencer::start(**store, **guard, clock, ledger_test::test_config());
    ASSERT_TRUE(sequencer) << sequencer.error().message;
    const Head head = (*(*sequencer)->latest())->head;
    EXPECT_GE(head.size.value, last.size);
    EXPECT_LE(head.size.value, last.size + 1) << "at most the one in flight";
    if (last.size > 0) {
      EXPECT_EQ(to_hex(*tree_root(**store, {last.size})), last.root);
    }
    ledger_test::check_ledger(**store, head.size.value);
    const auto answer = (*sequencer)->submit(ledger_test::statements({"after the restart"}));
    ASSERT_TRUE(answer) << answer.error().message;
    ASSERT_TRUE((*sequencer)->close());
    ledger_test::check_ledger(**store, (*store)->head()->size.value);
  }
  ledger_test::TempFolder folder_;
};

std::vector<std::string> points() {
  std::vector<std::string> all;
  for (const char* step : {"fix_time", "admit", "reserve", "commit", "read_back", "sign", "record_signed", "answer"}) {
    all.push_back(std::string("before ") + step);
    all.push_back(std::string("after ") + step);
  }
  return all;
}
INSTANTIATE_TEST_SUITE_P(EachStep, KilledAt, testing::ValuesIn(points()), [](const auto& param) {
  std::string name = param.param;
  name[name.find(' ')] = '_';
  return name;
});

TEST_P(KilledAt, LosesNothingThatWasAcknowledged) {
  for (const char* at : {"1", "2", "7"}) {
    SCOPED_TRACE(at);
    const Acknowledged last = kill_new(at);
    // "after answer" may come before or after the submitter has printed.
    const auto expected = static_cast<std::uint64_t>(std::stoi(at)) - 1;
    EXPECT_GE(last.size, expected);
    EXPECT_LE(last.size, expected + 1);
    recover(last);
  }
}

// The database takes over on a thread of its own: how much was acknowledged by then is not known before.
class KilledWhileHandingOver : public KilledAt {};
INSTANTIATE_TEST_SUITE_P(EachPoint, KilledWhileHandingOver,
                         testing::Values("before journal", "after journal", "before hand_over", "after hand_over",
                                         "after release"),
                         [](const auto& param) {
                           std::string name = param.param;
                           name[name.find(' ')] = '_';
                           return name;
                         });

TEST_P(KilledWhileHandingOver, LosesNothingThatWasAcknowledged) {
  for (const char* at : {"1", "2", "7", "30"}) {
    SCOPED_TRACE(at);
    const Acknowledged last = kill_new(at);
    {
      const auto reader = open_lmdb_store(folder_ / "db", OpenMode::kRead);
      ASSERT_TRUE(reader) << reader.error().message;
      EXPECT_GE((*reader)->head()->size.value, last.size) << "seen before anybody has recovered it";
      ledger_test::check_ledger(**reader, (*reader)->head()->size.value);
    }
    recover(last);
  }
}

TEST(SecondWriter, IsToldThatAnotherProcessWrites) {
  const ledger_test::TempFolder folder;
  ASSERT_EQ(ledger_test::run({VICTIM, folder.path().string(), "append", "3"}).exit_code, 0);
  ledger_test::Child first({VICTIM, folder.path().string(), "hold"});
  ASSERT_EQ(first.read_line(), "open");
  const auto second = ledger_test::run({VICTIM, folder.path().string(), "append", "1"});
  EXPECT_EQ(second.exit_code, 3);
  EXPECT_EQ(second.output.substr(0, 7), "locked:");
  const auto here = open_lmdb_store(folder / "db", OpenMode::kWrite);
  ASSERT_FALSE(here);
  EXPECT_EQ(here.error().code, Code::kLocked);
  // Readers of another process are let in.
  const auto reader = open_lmdb_store(folder / "db", OpenMode::kRead);
  ASSERT_TRUE(reader);
  ledger_test::check_ledger(**reader, 3);
  EXPECT_EQ(first.wait().exit_code, 0);
  EXPECT_EQ(ledger_test::run({VICTIM, folder.path().string(), "append", "1"}).exit_code, 0);
  ledger_test::check_ledger(**reader, 4);
}

TEST(RestoredCopy, IsRefusedByTheGuard) {
  const ledger_test::TempFolder folder;
  ASSERT_EQ(ledger_test::run({VICTIM, folder.path().string(), "append", "3"}).exit_code, 0);
  std::filesystem::copy(folder / "db", folder / "old");
  ASSERT_EQ(ledger_test::run({VICTIM, folder.path().string(), "append", "3"}).exit_code, 0);
  std::filesystem::remove_all(folder / "db");
  std::filesystem::rename(folder / "old", folder / "db");
  const auto restored = ledger_test::run({VICTIM, folder.path().string(), "append", "1"});
  EXPECT_EQ(restored.output.substr(0, 6), "stale:") << restored.output;
}

}  // namespace
