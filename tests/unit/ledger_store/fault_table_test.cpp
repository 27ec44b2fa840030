// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Every place of a commit that can fail, each with what the submitter is told and what is there afterwards:
// nothing persisted, or everything persisted although it failed. After a restart the ledger always works.
#include <gtest/gtest.h>

#include "ledger/memory_store.hpp"
#include "support/check_ledger.hpp"
#include "support/test_ledger.hpp"

namespace {

using namespace ledger;
using ledger_test::check_ledger;
using ledger_test::statements;
using Fault = MemoryStore::Fault;

// A guard whose next call of one kind fails, before or after it has done its work.
class FaultyGuard final : public Guard {
 public:
  enum class Call { kNone, kReserve, kRecord };
  Call failing = Call::kNone;
  bool persist = false;

  Result<void> reserve(TreeSize size) override {
    return run(Call::kReserve, [&] { return inner_->reserve(size); });
  }
  Result<void> record_signed(TreeSize size, const Digest& root) override {
    return run(Call::kRecord, [&] { return inner_->record_signed(size, root); });
  }
  Result<void> check(const NodeReader& nodes, const Head& head) const override { return inner_->check(nodes, head); }

 private:
  template <typename Work>
  Result<void> run(Call call, const Work& work) {
    if (failing != call) return work();
    failing = Call::kNone;
    if (persist) static_cast<void>(work());
    return fail(Code::kStorage, "the guard failed");
  }
  std::unique_ptr<Guard> inner_ = make_memory_guard();
};

struct Case {
  std::string name;
  Fault store = Fault::kNone;
  FaultyGuard::Call guard = FaultyGuard::Call::kNone;
  bool guard_persists = false;
  bool signing_fails = false;
  Code told = Code::kStorage;
  bool stored = false;  // the failed submission is there
  bool halts = false;
};

std::vector<Case> cases() {
  using Call = FaultyGuard::Call;
  return {
      {"commit failed, not persisted", Fault::kFailBefore, Call::kNone, false, false, Code::kStorage, false, false},
      {"commit failed, disk full", Fault::kFull, Call::kNone, false, false, Code::kFull, false, false},
      {"commit unknown, not persisted", Fault::kUnknownNotStored, Call::kNone, false, false, Code::kHalted, false,
       true},
      {"commit unknown, persisted", Fault::kUnknownStored, Call::kNone, false, false, Code::kHalted, true, true},
      {"reserve failed, not persisted", Fault::kNone, Call::kReserve, false, false, Code::kStorage, false, false},
      {"reserve failed, persisted", Fault::kNone, Call::kReserve, true, false, Code::kStorage, false, false},
      {"signing failed, entries persisted", Fault::kNone, Call::kNone, false, true, Code::kHalted, true, true},
      {"record failed, not persisted", Fault::kNone, Call::kRecord, false, false, Code::kHalted, true, true},
      {"record failed, persisted", Fault::kNone, Call::kRecord, true, false, Code::kHalted, true, true},
  };
}

class FaultTable : public testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(EachPlace, FaultTable, testing::Range<std::size_t>(0, 9));

TEST_P(FaultTable, LeavesALedgerThatHoldsTogetherAndGoesOnAfterARestart) {
  const Case one = cases().at(GetParam());
  SCOPED_TRACE(one.name);
  MemoryStore store;
  FaultyGuard guard;
  const SimulatedClock clock{{1'000}};
  SequencerConfig config = ledger_test::test_config();
  bool signing_fails = false;
  config.sign_head = [&](const Head& head) -> Result<std::string> {
    if (signing_fails) return fail(Code::kKey, "the key is gone");
    return ledger_test::sign_test_head(head);
  };
  auto sequencer = Sequencer::start(store, guard, clock, config);
  ASSERT_TRUE(sequencer);
  ASSERT_TRUE((*sequencer)->submit(statements({"acknowledged 1", "acknowledged 2"})));
  const std::string checkpoint_before = (*(*sequencer)->latest())->checkpoint;

  store.next_fault = [&] { return std::exchange(store.next_fault, nullptr), one.store; };
  guard.failing = one.guard;
  guard.persist = one.guard_persists;
  signing_fails = one.signing_fails;
  const auto failed = (*sequencer)->submit(statements({"put in doubt"}));
  store.next_fault = nullptr;
  signing_fails = false;

  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, one.told);
  const std::uint64_t size = one.stored ? 3 : 2;
  check_ledger(store, size);
  EXPECT_EQ((*(*sequencer)->latest())->checkpoint, checkpoint_before) << "nothing of the failed commit is published";

  const auto next = (*sequencer)->submit(statements({"the next one"}));
  EXPECT_EQ(next.has_value(), !one.halts);
  if (!next) {
    EXPECT_EQ(next.error().code, Code::kHalted);
  }
  EXPECT_EQ((*sequencer)->close().has_value(), !one.halts);

  sequencer = Sequencer::start(store, guard, clock, config);
  ASSERT_TRUE(sequencer) << sequencer.error().message;
  const auto again = (*sequencer)->submit(statements({"put in doubt"}));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->entries.at(0).duplicate, one.stored) << "given no index twice";
  EXPECT_EQ(again->commit->head, *store.head());
  check_ledger(store, store.head()->size.value);
  EXPECT_EQ(text(store.entry({0})->body), "acknowledged 1");
  EXPECT_EQ(text(store.entry({1})->body), "acknowledged 2");
}

class FlippedBit : public testing::TestWithParam<Fault> {};
INSTANTIATE_TEST_SUITE_P(Each, FlippedBit, testing::Values(Fault::kFlipEntryBit, Fault::kFlipNodeBit));

TEST_P(FlippedBit, IsNoticedBeforeAnybodyIsAnsweredAndHalts) {
  MemoryStore store;
  const auto guard = make_memory_guard();
  const SimulatedClock clock{{1'000}};
  auto sequencer = Sequencer::start(store, *guard, clock, ledger_test::test_config());
  ASSERT_TRUE((*sequencer)->submit(statements({"a"})));
  store.next_fault = [&] { return GetParam(); };
  const auto answer = (*sequencer)->submit(statements({"b", "c"}));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::kCorrupt);
  store.next_fault = nullptr;
  EXPECT_EQ((*sequencer)->submit(statements({"d"})).error().code, Code::kHalted);
  EXPECT_EQ((*(*sequencer)->latest())->head.size.value, 1U);
  sequencer->reset();
  EXPECT_EQ(Sequencer::start(store, *guard, clock, ledger_test::test_config()).error().code, Code::kCorrupt);
}

TEST(LostWrite, IsNoticedBeforeAnybodyIsAnsweredAndHalts) {
  MemoryStore store;
  const auto guard = make_memory_guard();
  const SimulatedClock clock{{1'000}};
  auto sequencer = Sequencer::start(store, *guard, clock, ledger_test::test_config());
  ASSERT_TRUE((*sequencer)->submit(statements({"a"})));
  store.next_fault = [] { return Fault::kLost; };
  EXPECT_EQ((*sequencer)->submit(statements({"b"})).error().code, Code::kCorrupt);
  store.next_fault = nullptr;
  EXPECT_EQ((*sequencer)->submit(statements({"c"})).error().code, Code::kHalted);
  check_ledger(store, 1);
}

}  // namespace
