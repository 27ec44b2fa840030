// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Many submitters at once. Run under ThreadSanitizer too.
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <set>
#include <thread>

#include "ledger/limits.hpp"
#include "ledger/lmdb_store.hpp"
#include "ledger/memory_store.hpp"
#include "support/check_ledger.hpp"
#include "support/temp_folder.hpp"
#include "support/test_ledger.hpp"

namespace {

using namespace ledger;
using ledger_test::statements;

constexpr int kSubmitters = 64;
constexpr int kRounds = 10;

// What the submitters were answered.
struct Answered {
  std::mutex mutex;
  std::map<std::uint64_t, std::string> by_index;
  std::uint64_t refused = 0;
};

void submit_rounds(Sequencer& sequencer, int who, Answered& answered) {
  for (int round = 0; round < kRounds; ++round) {
    const std::string name = std::to_string(who) + "/" + std::to_string(round);
    const std::vector<std::string> texts{"a " + name, round % 3 == 0 ? "refuse " + name : "b " + name};
    const auto answer = sequencer.submit(statements(texts));
    ASSERT_TRUE(answer) << answer.error().message;
    ASSERT_TRUE(sequencer.latest());
    const std::lock_guard lock(answered.mutex);
    answered.refused += answer->refused.size();
    for (std::size_t i = 0; i < answer->entries.size(); ++i) {
      EXPECT_LT(answer->entries[i].index.value, answer->commit->head.size.value);
      EXPECT_TRUE(answered.by_index.emplace(answer->entries[i].index.value, texts[i]).second) << "index given twice";
    }
  }
}

void check_many(Store& store) {
  const auto guard = make_memory_guard();
  const MachineClock clock;
  SequencerConfig config = ledger_test::test_config();
  std::atomic<int> writing = 0;
  config.at_step = [&writing](std::string_view step) {
    if (step == "before fix_time") {
      EXPECT_EQ(++writing, 1) << "two write at once";
    }
    if (step == "after answer") --writing;
  };
  auto sequencer = Sequencer::start(store, *guard, clock, std::move(config));
  ASSERT_TRUE(sequencer);
  Answered answered;
  std::vector<std::thread> threads;
  for (int who = 0; who < kSubmitters; ++who) {
    threads.emplace_back([&, who] { submit_rounds(**sequencer, who, answered); });
  }
  threads.emplace_back([&] {
    for (int i = 0; i < 50; ++i) EXPECT_TRUE((*sequencer)->dry_run(statements({"x", "refuse"})));
  });
  for (std::thread& thread : threads) thread.join();
  ASSERT_TRUE((*sequencer)->close());
  EXPECT_EQ(answered.refused, kSubmitters * 4U);
  EXPECT_EQ(answered.by_index.size(), kSubmitters * 12U);
  for (const auto& [index, body] : answered.by_index) EXPECT_EQ(text(store.entry({index})->body), body);
  std::uint64_t seals = 0;
  const std::uint64_t size = store.head()->size.value;
  for (std::uint64_t i = 0; i < size; ++i) seals += ledger_test::is_test_seal(store.entry({i})->body) ? 1U : 0U;
  EXPECT_EQ(size, answered.by_index.size() + seals);
  EXPECT_GE(seals, 1U);
  ledger_test::check_ledger(store, size);
}

TEST(Submitters, GetIndexesOfTheirOwnFromAMemoryStore) {
  MemoryStore store;
  check_many(store);
}

TEST(Submitters, GetIndexesOfTheirOwnFromADatabase) {
  const ledger_test::TempFolder folder;
  check_many(**open_lmdb_store(folder / "db", OpenMode::kCreate));
}

// Holds the writer until told to go on.
struct Gate {
  std::promise<void> reached;
  std::promise<void> open;
};

// A call on a thread of its own that does not return yet: long enough for it to do so if nothing held it back.
template <typename Call>
auto blocked_beside(Call call) {
  auto answer = std::async(std::launch::async, std::move(call));
  EXPECT_EQ(answer.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  return answer;
}

// Who writes. The first turn can be held.
class Turn : public testing::Test {
 protected:
  Turn() {
    SequencerConfig config = ledger_test::test_config();
    config.admit = [this](ByteView statement, const Place& place, State& state) {
      writers.push_back(std::this_thread::get_id());
      if (writers.size() == 1 && hold) {
        gate.reached.set_value();
        gate.open.get_future().wait();
      }
      return ledger_test::test_admit(statement, place, state);
    };
    sequencer = Sequencer::start(store, *guard, clock, std::move(config)).value();
  }
  // A turn that lasts until the gate is opened.
  std::future<Result<Answer>> hold_a_turn() {
    hold = true;
    auto answer = std::async(std::launch::async, [this] { return sequencer->submit(statements({"held"})); });
    gate.reached.get_future().wait();
    return answer;
  }
  MemoryStore store;
  const std::unique_ptr<Guard> guard = make_memory_guard();
  const MachineClock clock;
  Gate gate;
  bool hold = false;
  std::vector<std::thread::id> writers;  // of each statement; written at turns
  std::unique_ptr<Sequencer> sequencer;
};

TEST_F(Turn, OfASubmitterThatComesAloneIsOnItsOwnThread) {
  ASSERT_TRUE(sequencer->submit(statements({"a"})));
  ASSERT_TRUE(sequencer->submit(statements({"announced"}), sequencer->announce()));
  ASSERT_TRUE(sequencer->dry_run(statements({"asked"})));
  EXPECT_EQ(writers, std::vector(3, std::this_thread::get_id()));
}

TEST_F(Turn, OfASubmitterThatDoesNotWaitIsOnAnotherThread) {
  std::promise<Result<Answer>> answer;
  sequencer->submit_announced(statements({"a"}), sequencer->announce(),
                              [&](Result<Answer> given) { answer.set_value(std::move(given)); });
  ASSERT_TRUE(answer.get_future().get());
  ASSERT_EQ(writers.size(), 1U);
  EXPECT_NE(writers.front(), std::this_thread::get_id());
}

TEST_F(Turn, IsWaitedForByWhoComesMeanwhile) {
  auto held = hold_a_turn();
  std::promise<Result<Answer>> second;
  sequencer->submit_announced(statements({"second"}), sequencer->announce(),
                              [&](Result<Answer> given) { second.set_value(std::move(given)); });
  auto third = blocked_beside([this] { return sequencer->submit(statements({"third"})); });
  EXPECT_EQ(writers.size(), 1U);
  gate.open.set_value();
  ASSERT_TRUE(held.get() && second.get_future().get() && third.get());
  ledger_test::check_ledger(store, 3);
}

TEST_F(Turn, IsEndedBeforeTheLedgerIsClosed) {
  auto held = hold_a_turn();
  auto closed = blocked_beside([this] { return sequencer->close(); });
  gate.open.set_value();
  ASSERT_TRUE(held.get());
  ASSERT_TRUE(closed.get());
  ledger_test::check_ledger(store, 2);
  EXPECT_TRUE(ledger_test::is_test_seal(store.entry({1})->body)) << "what the turn stored is sealed";
}

// One that is announced comes, or says that it will not, while another waits for its commit.
class Announced : public testing::Test {
 protected:
  Announced() { start(std::chrono::seconds(60)); }
  void start(std::chrono::microseconds linger_max) {
    SequencerConfig config = ledger_test::test_config();
    config.linger_max = linger_max;
    config.at_step = [this](std::string_view step) { batches += step == "before fix_time" ? 1 : 0; };
    sequencer.reset();
    store = std::make_unique<MemoryStore>();
    guard = make_memory_guard();
    sequencer = Sequencer::start(*store, *guard, clock, config).value();
  }
  std::future<Result<Answer>> submit_beside(const std::string& name) {
    return blocked_beside([this, name] { return sequencer->submit(statements({name})); });
  }
  Result<Answer> submit_announced(std::vector<Bytes> all, Sequencer::Announcement announcement) const {
    const auto answer = std::make_shared<std::promise<Result<Answer>>>();
    sequencer->submit_announced(std::move(all), std::move(announcement),
                                [answer](Result<Answer> given) { answer->set_value(std::move(given)); });
    return answer->get_future().get();
  }
  const MachineClock clock;
  std::atomic<int> batches = 0;
  std::unique_ptr<MemoryStore> store;
  std::unique_ptr<Guard> guard;
  std::unique_ptr<Sequencer> sequencer;
};

TEST_F(Announced, IsWaitedForSoThatOneCommitServesBoth) {
  auto announcement = sequencer->announce();
  auto other = submit_beside("a");
  const auto own = submit_announced(statements({"b"}), std::move(announcement));
  const auto others = other.get();
  ASSERT_TRUE(own && others);
  EXPECT_EQ(own->commit, others->commit) << "one batch";
  EXPECT_EQ(batches, 1);
}

TEST_F(Announced, AndBlockingJoinsWhoWaitsForIt) {
  auto announcement = sequencer->announce();
  auto other = submit_beside("a");
  auto own =
      std::async(std::launch::async, [&] { return sequencer->submit(statements({"b"}), std::move(announcement)); });
  EXPECT_EQ(own.wait_for(std::chrono::seconds(20)), std::future_status::ready) << "it waits for its own announcement";
  ASSERT_TRUE(own.get() && other.get());
  EXPECT_EQ(batches, 1);
}

TEST_F(Announced, AndWithdrawnHoldsNobodyBack) {
  auto announcement = sequencer->announce();
  auto other = submit_beside("a");
  announcement.reset();
  EXPECT_TRUE(other.get());
}

TEST_F(Announced, AndRefusedBeforeItIsQueuedHoldsNobodyBack) {
  auto announcement = sequencer->announce();
  auto other = submit_beside("a");
  EXPECT_FALSE(submit_announced({}, std::move(announcement))) << "an empty submission";
  EXPECT_TRUE(other.get());
}

TEST_F(Announced, AndNeverComingHoldsNobodyBackForLong) {
  start(kLingerMax);
  const auto announcement = sequencer->announce();
  EXPECT_TRUE(sequencer->submit(statements({"a"})));
}

TEST_F(Announced, AndNeverComingDoesNotHoldBackTheEnd) {
  const auto announcement = sequencer->announce();
  auto other = submit_beside("a");
  EXPECT_TRUE(sequencer->close());
  EXPECT_TRUE(other.get());
}

TEST_F(Announced, HoldsNobodyBackWhenEnoughStatementsWait) {
  const auto announcement = sequencer->announce();
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < kLingerStatementsMax - 1; ++i) texts.push_back(std::to_string(i));
  auto one_less = blocked_beside([&] { return sequencer->submit(statements(texts)); });
  EXPECT_TRUE(sequencer->submit(statements({"enough"})));
  EXPECT_TRUE(one_less.get());
  EXPECT_EQ(batches, 1);
}

TEST(Submitters, AreToldThatTheQueueIsFull) {
  MemoryStore store;
  const auto guard = make_memory_guard();
  const MachineClock clock;
  SequencerConfig config = ledger_test::test_config();
  Gate gate;
  std::atomic<bool> held = false;
  config.at_step = [&](std::string_view step) {
    if (step != "before fix_time" || held.exchange(true)) return;
    gate.reached.set_value();
    gate.open.get_future().wait();
  };
  auto sequencer = Sequencer::start(store, *guard, clock, config);
  std::vector<std::thread> threads;
  std::atomic<std::uint64_t> appended = 0;
  const auto submit = [&](const std::string& name, std::size_t count) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i) texts.push_back(name + std::to_string(i));
    const auto answer = (*sequencer)->submit(statements(texts));
    EXPECT_TRUE(answer) << answer.error().message;
    if (answer) appended += answer->entries.size();
  };
  threads.emplace_back(submit, "first ", 1);
  gate.reached.get_future().wait();
  for (std::size_t i = 0; i < kQueueEntriesMax / kBatchEntriesMax; ++i) {
    threads.emplace_back(submit, "t" + std::to_string(i) + " ", kBatchEntriesMax);
  }
  // Long enough for each of them to be in the queue; a probe before that would wait for the gate.
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  const auto last = (*sequencer)->dry_run(statements({"one more"}));
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().code, Code::kBusy);
  gate.open.set_value();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(appended.load(), kQueueEntriesMax + 1);
  ledger_test::check_ledger(store, kQueueEntriesMax + 1);
}

}  // namespace
