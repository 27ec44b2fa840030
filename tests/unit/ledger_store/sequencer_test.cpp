// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/sequencer.hpp"

#include <gtest/gtest.h>

#include "ledger/limits.hpp"
#include "ledger/memory_store.hpp"
#include "support/check_ledger.hpp"
#include "support/test_ledger.hpp"

namespace {

using namespace ledger;
using ledger_test::check_ledger;
using ledger_test::statements;

class SequencerTest : public testing::Test {
 protected:
  SequencerTest() { start(); }

  void start() {
    sequencer_.reset();
    auto started = Sequencer::start(store_, *guard_, clock_, config_);
    ASSERT_TRUE(started) << started.error().message;
    sequencer_ = std::move(*started);
  }
  Answer submit(const std::vector<std::string>& texts) {
    auto answer = sequencer_->submit(statements(texts));
    EXPECT_TRUE(answer) << answer.error().message;
    return answer ? *answer : Answer{};
  }
  Code submit_fails(const std::vector<std::string>& texts) {
    const auto answer = sequencer_->submit(statements(texts));
    EXPECT_FALSE(answer);
    return answer ? Code::kInvalid : answer.error().code;
  }
  std::string body(std::uint64_t index) { return to_string(store_.entry({index})->body); }
  bool is_seal(std::uint64_t index) { return ledger_test::is_test_seal(store_.entry({index})->body); }

  MemoryStore store_;
  std::unique_ptr<Guard> guard_ = make_memory_guard();
  SimulatedClock clock_{{1'000'000}};
  SequencerConfig config_ = ledger_test::test_config();
  std::unique_ptr<Sequencer> sequencer_;
};

TEST_F(SequencerTest, SignsTheEmptyLedgerAtTheStart) {
  const auto commit = *sequencer_->latest();
  EXPECT_EQ(commit->head, Head{});
  const auto opened = open_checkpoint(commit->checkpoint, ledger_test::test_note_key());
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->size.value, 0U);
}

TEST_F(SequencerTest, AppendsASubmissionInOrderAndSignsWhatItStored) {
  const Answer answer = submit({"a", "b", "c"});
  ASSERT_EQ(answer.entries.size(), 3U);
  for (std::uint64_t i = 0; i < 3; ++i) {
    EXPECT_EQ(answer.entries[i].index.value, i);
    EXPECT_EQ(answer.entries[i].leaf, leaf_hash(store_.entry({i})->body));
    EXPECT_FALSE(answer.entries[i].duplicate);
    EXPECT_EQ(store_.entry({i})->time, clock_.now());
  }
  check_ledger(store_, 3);
  EXPECT_EQ(answer.commit->head, *store_.head());
  const auto opened = open_checkpoint(answer.commit->checkpoint, ledger_test::test_note_key());
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->root, store_.head()->root);
  EXPECT_EQ((*sequencer_->latest())->checkpoint, answer.commit->checkpoint);
}

TEST_F(SequencerTest, AppendsNothingOfASubmissionWithARefusedStatementAndNamesEachOne) {
  const Answer answer = submit({"a", "refuse 1", "put k v", "refuse 2"});
  EXPECT_TRUE(answer.entries.empty());
  ASSERT_EQ(answer.refused.size(), 2U);
  EXPECT_EQ(answer.refused[0].statement, 1U);
  EXPECT_EQ(answer.refused[0].violations.at(0).rule, "test.refused");
  EXPECT_EQ(answer.refused[1].statement, 3U);
  check_ledger(store_, 0);
  EXPECT_EQ(*store_.get("put/k"), std::nullopt);
}

TEST_F(SequencerTest, LetsLaterStatementsOfASubmissionSeeWhatEarlierOnesDid) {
  EXPECT_EQ(submit({"need k early"}).refused.size(), 1U);
  EXPECT_EQ(submit({"put k v", "need k late"}).entries.size(), 2U);
  check_ledger(store_, 2);
}

TEST_F(SequencerTest, DoesNotLetAStatementSeeWhatARefusedOneWrote) {
  config_.admit = [](ByteView statement, const Place& place, State& state) -> Result<Admission> {
    if (text(statement) == "bad") {
      state.put("put/k", view("v"));
      return Refuse{{{"test.bad", "", ""}}};
    }
    return ledger_test::test_admit(statement, place, state);
  };
  start();
  const Answer answer = submit({"bad", "need k x"});
  ASSERT_EQ(answer.refused.size(), 2U);
}

TEST_F(SequencerTest, AnswersADuplicateWithTheFirstIndexInAnotherTheSameAndAnEarlierBatch) {
  submit({"a", "b"});
  const Answer answer = submit({"b", "c", "c"});
  ASSERT_EQ(answer.entries.size(), 3U);
  EXPECT_TRUE(answer.entries[0].duplicate);
  EXPECT_EQ(answer.entries[0].index.value, 1U);
  EXPECT_EQ(answer.entries[0].leaf, leaf_hash(view("b")));
  EXPECT_FALSE(answer.entries[1].duplicate);
  EXPECT_TRUE(answer.entries[2].duplicate);
  EXPECT_EQ(answer.entries[2].index.value, 2U);
  EXPECT_EQ(answer.entries[2].leaf, leaf_hash(view("c")));
  check_ledger(store_, 3);
  const Answer again = submit({"a"});
  EXPECT_EQ(again.entries.at(0).index.value, 0U);
  ASSERT_TRUE(again.commit);
  EXPECT_EQ(again.commit->head.size.value, 3U);
}

TEST_F(SequencerTest, PutsOneSealDirectlyAfterEachStatementThatAsksForOne) {
  const Answer answer = submit({"seal-me 1", "a", "seal-me 2", "seal-me 3"});
  ASSERT_EQ(answer.entries.size(), 4U);
  EXPECT_EQ(answer.entries[1].index.value, 2U);
  EXPECT_EQ(answer.entries[2].index.value, 3U);
  EXPECT_EQ(answer.entries[3].index.value, 5U);
  check_ledger(store_, 7);
  for (const std::uint64_t seal : {1U, 4U, 6U}) {
    const Digest before = store_.entry({seal - 1})->chain_after;
    EXPECT_EQ(body(seal), to_string(*ledger_test::test_seal({{seal}, clock_.now(), before})));
  }
  EXPECT_EQ(*store_.get("last_seal"), to_bytes(big_endian_64(6)));
}

TEST_F(SequencerTest, SealsWhenTheOldestUnsealedEntryIsOverTheLimit) {
  submit({"a"});
  clock_.advance_ms(kSealMillisMax);
  submit({"b"});
  check_ledger(store_, 2);
  clock_.advance_ms(1);
  submit({"c"});
  check_ledger(store_, 4);
  EXPECT_TRUE(is_seal(3));
  clock_.advance_ms(kSealMillisMax + 1);
  submit({"d"});  // nothing unsealed before it
  check_ledger(store_, 5);
}

TEST_F(SequencerTest, SealsOnceOnRequestAndOnClose) {
  ASSERT_TRUE(sequencer_->seal());
  check_ledger(store_, 0);
  submit({"a"});
  ASSERT_TRUE(sequencer_->seal());
  ASSERT_TRUE(sequencer_->seal());
  check_ledger(store_, 2);
  EXPECT_TRUE(is_seal(1));
  EXPECT_EQ((*sequencer_->latest())->head.size.value, 2U);
  submit({"b"});
  ASSERT_TRUE(sequencer_->close());
  ASSERT_TRUE(sequencer_->close());
  check_ledger(store_, 4);
  EXPECT_EQ(submit_fails({"c"}), Code::kHalted);
  EXPECT_FALSE(sequencer_->seal());
}

TEST_F(SequencerTest, KnowsAfterARestartWhetherSomethingIsUnsealed) {
  submit({"a"});
  start();
  clock_.advance_ms(kSealMillisMax + 1);
  ASSERT_TRUE(sequencer_->seal());
  check_ledger(store_, 2);
  start();
  ASSERT_TRUE(sequencer_->close());
  check_ledger(store_, 2);
}

TEST_F(SequencerTest, AppendsNothingWhenItsOwnSealIsRefused) {
  config_.make_seal = [](const Place&, const StateReader&) { return Result<Bytes>(to_bytes("refuse this seal")); };
  start();
  EXPECT_EQ(submit_fails({"seal-me"}), Code::kRefused);
  check_ledger(store_, 0);
  submit({"a"});
  EXPECT_EQ(sequencer_->seal().error().code, Code::kRefused);
  check_ledger(store_, 1);
}

TEST_F(SequencerTest, JudgesADryRunAndChangesNothing) {
  const auto good = sequencer_->dry_run(statements({"put k v", "need k", "seal-me"}));
  ASSERT_TRUE(good);
  ASSERT_EQ(good->entries.size(), 3U);
  EXPECT_EQ(good->entries[2].index.value, 2U);
  EXPECT_FALSE(good->commit);
  const auto bad = sequencer_->dry_run(statements({"refuse"}));
  ASSERT_TRUE(bad);
  EXPECT_EQ(bad->refused.size(), 1U);
  check_ledger(store_, 0);
  EXPECT_EQ(submit({"put k v"}).entries.at(0).index.value, 0U);
}

TEST_F(SequencerTest, NeverLetsTimeGoBack) {
  submit({"a"});
  clock_.set({clock_.now().value - kClockBackMillisMax});
  submit({"b"});
  EXPECT_EQ(store_.entry({1})->time.value, 1'000'000U);
  check_ledger(store_, 2);
}

TEST_F(SequencerTest, WritesNothingWhenTheClockIsTooFarBehindTheLastEntry) {
  submit({"a"});
  clock_.set({1'000'000 - kClockBackMillisMax - 1});
  EXPECT_EQ(submit_fails({"b"}), Code::kClock);
  check_ledger(store_, 1);
  const auto restarted = Sequencer::start(store_, *guard_, clock_, config_);
  ASSERT_FALSE(restarted);
  EXPECT_EQ(restarted.error().code, Code::kClock);
  clock_.set({1'000'000});
  submit({"c"});
  check_ledger(store_, 2);
}

class JumpingClock final : public Clock {
 public:
  UnixMillis now() const override { return {wall}; }
  std::uint64_t monotonic_ms() const override { return monotonic; }
  std::uint64_t wall = 1'000'000;
  std::uint64_t monotonic = 500;
};

TEST_F(SequencerTest, WritesNothingWhenTheClockJumpedAgainstTheMonotonicOne) {
  JumpingClock clock;
  auto started = Sequencer::start(store_, *guard_, clock, config_);
  ASSERT_TRUE(started);
  clock.wall += kClockJumpMillisMax + 10;
  clock.monotonic += 10;
  EXPECT_TRUE((*started)->submit(statements({"a"})));
  clock.wall += 1;
  const auto jumped = (*started)->submit(statements({"b"}));
  ASSERT_FALSE(jumped);
  EXPECT_EQ(jumped.error().code, Code::kClock);
  check_ledger(store_, 1);
}

TEST_F(SequencerTest, RefusesSubmissionsOverTheLimits) {
  EXPECT_EQ(submit_fails({}), Code::kInvalid);
  EXPECT_EQ(submit_fails({std::string(kEntryBytesMax + 1, 'x')}), Code::kTooLarge);
  EXPECT_EQ(sequencer_->submit(std::vector<Bytes>(kBatchEntriesMax + 1, to_bytes("x"))).error().code, Code::kTooLarge);
  check_ledger(store_, 0);
  submit({std::string(kEntryBytesMax, 'x')});
  check_ledger(store_, 1);
  std::vector<std::string> most;
  for (std::size_t i = 0; i < kBatchEntriesMax; ++i) most.push_back("n" + std::to_string(i));
  EXPECT_EQ(submit(most).entries.size(), kBatchEntriesMax);
  check_ledger(store_, kBatchEntriesMax + 1);
}

TEST_F(SequencerTest, RefusesToStartOnALedgerThatTheGuardDoesNotKnow) {
  submit({"a", "b"});
  sequencer_.reset();
  MemoryStore older;
  const auto restored = Sequencer::start(older, *guard_, clock_, config_);
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().code, Code::kStale);
}

TEST_F(SequencerTest, GivesTheSameCheckpointBytesAfterARestart) {
  const std::string before = submit({"a", "b"}).commit->checkpoint;
  start();
  EXPECT_EQ((*sequencer_->latest())->checkpoint, before);
}

TEST_F(SequencerTest, RefusesToStartOnADamagedTail) {
  submit({"a", "b", "c"});
  sequencer_.reset();
  for (const std::size_t damaged : {0U, 1U, 2U}) {
    store_.raw_entries()[damaged].body[0] ^= 4U;
    EXPECT_EQ(Sequencer::start(store_, *guard_, clock_, config_).error().code, Code::kCorrupt);
    store_.raw_entries()[damaged].body[0] ^= 4U;
    store_.raw_entries()[damaged].time.value += 1;
    EXPECT_EQ(Sequencer::start(store_, *guard_, clock_, config_).error().code, Code::kCorrupt);
    store_.raw_entries()[damaged].time.value -= 1;
  }
  store_.raw_nodes()[{1, 0}].bytes[31] ^= 1U;
  EXPECT_EQ(Sequencer::start(store_, *guard_, clock_, config_).error().code, Code::kCorrupt);
  store_.raw_nodes()[{1, 0}].bytes[31] ^= 1U;
  EXPECT_TRUE(Sequencer::start(store_, *guard_, clock_, config_));
}

TEST_F(SequencerTest, NamesTheStepsOfACommitInOrder) {
  std::vector<std::string> steps;
  config_.at_step = [&](std::string_view step) { steps.emplace_back(step); };
  start();
  submit({"a"});
  ASSERT_TRUE(sequencer_->close());
  steps.resize(16);
  std::vector<std::string> expected;
  for (const char* name : {"fix_time", "admit", "reserve", "commit", "read_back", "sign", "record_signed", "answer"}) {
    expected.push_back(std::string("before ") + name);
    expected.push_back(std::string("after ") + name);
  }
  EXPECT_EQ(steps, expected);
}

}  // namespace
