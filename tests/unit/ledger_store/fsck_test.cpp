// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/fsck.hpp"

#include <gtest/gtest.h>

#include "ledger/memory_store.hpp"
#include "support/check_ledger.hpp"
#include "support/test_ledger.hpp"

namespace {

using namespace ledger;

class FsckTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto guard = make_memory_guard();
    SimulatedClock clock{{1'000}};
    auto sequencer = Sequencer::start(store_, *guard, clock, ledger_test::test_config());
    for (int i = 0; i < 20; ++i) {
      const std::string n = std::to_string(i);
      ASSERT_TRUE((*sequencer)->submit(ledger_test::statements({"put k" + n + " v" + n, "plain " + n})));
      clock.advance_ms(10);
    }
    ASSERT_TRUE((*sequencer)->close());
    ledger_test::check_ledger(store_, 41);
  }
  std::vector<std::string> differences(const Admit& admit = ledger_test::test_admit) {
    const auto report = fsck(store_, admit, {});
    EXPECT_TRUE(report);
    return report ? report->differences : std::vector<std::string>{};
  }
  // The first difference, which must be there.
  std::string first() {
    const auto all = differences();
    return all.empty() ? "nothing noticed" : all.front();
  }
  MemoryStore store_;
};

TEST_F(FsckTest, FindsNothingInASoundLedger) {
  const auto report = fsck(store_, ledger_test::test_admit, {});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->size.value, 41U);
  EXPECT_EQ(report->differences, std::vector<std::string>{});
  EXPECT_EQ(differences({}), std::vector<std::string>{});
}

TEST_F(FsckTest, NamesADamagedBody) {
  store_.raw_entries()[17].body.back() ^= 1U;
  EXPECT_EQ(first(), "entry 17: chain value differs");
}

TEST_F(FsckTest, NamesAChangedTime) {
  store_.raw_entries()[17].time.value += 1;
  EXPECT_EQ(first(), "entry 17: chain value differs");
  store_.raw_entries()[17].time.value = 3;
  EXPECT_EQ(first(), "entry 17: its time is before that of the entry before");
}

TEST_F(FsckTest, NamesAChangedChainValueOnce) {
  store_.raw_entries()[5].chain_after.bytes[0] ^= 1U;
  const auto all = differences();
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all[0], "entry 5: chain value differs");
  EXPECT_EQ(all[1], "entry 6: chain value differs");  // its own value rests on the undamaged one
  EXPECT_EQ(all.size(), 2U);
}

TEST_F(FsckTest, NamesADamagedAndAMissingNode) {
  store_.raw_nodes()[{2, 3}].bytes[9] ^= 1U;
  EXPECT_EQ(first(), "node 2/3: is not what the entries give");
  store_.raw_nodes().erase({2, 3});
  EXPECT_EQ(first(), "node 2/3: this node is not complete yet");
}

TEST_F(FsckTest, NamesStateThatDiffersIsMissingOrIsTooMuch) {
  store_.raw_state().put("put/k3", view("other"));
  EXPECT_EQ(first(), "state \"put/k3\": is not what the entries give");
  store_.raw_state().put("put/k3", view("v3"));
  EXPECT_TRUE(differences().empty());
  store_.raw_state().put("put/zz", view("v"));
  EXPECT_EQ(first(), "state \"put/zz\": does not follow from the entries");
  store_.raw_state() = MemoryState();
  const auto all = differences();
  EXPECT_EQ(all.size(), 20U) << "no more than that are reported";
  EXPECT_EQ(all[0], "state \"last_seal\": is missing");
}

TEST_F(FsckTest, NamesAnEntryThatAdmissionRefuses) {
  const Admit strict = [](ByteView statement, const Place& place, State& state) -> Result<Admission> {
    if (text(statement) == "plain 4") return Refuse{{{"test.strict", "", ""}}};
    return ledger_test::test_admit(statement, place, state);
  };
  const auto all = differences(strict);
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all[0], "entry 9: admission refuses it: test.strict");
}

TEST_F(FsckTest, NamesAMissingEntryAndStops) {
  store_.raw_entries().pop_back();
  EXPECT_EQ(first(), "entry 40: no entry has this index yet");
}

TEST_F(FsckTest, RebuildsNodesAndStateFromTheEntries) {
  store_.raw_nodes().clear();
  store_.raw_state() = MemoryState();
  store_.raw_state().put("nonsense", view("x"));
  std::uint64_t told = 0;
  ASSERT_TRUE(rebuild(store_, ledger_test::test_admit, [&](std::uint64_t done, std::uint64_t) { told = done; }));
  EXPECT_TRUE(differences().empty());
  ledger_test::check_ledger(store_, 41);
}

TEST_F(FsckTest, RebuildsNodesAloneWithoutAdmission) {
  store_.raw_nodes().clear();
  ASSERT_TRUE(rebuild(store_, {}, {}));
  EXPECT_TRUE(differences().empty());
}

TEST_F(FsckTest, DoesNotRebuildFromDamagedEntries) {
  store_.raw_nodes().erase({0, 3});
  store_.raw_entries()[8].body.back() ^= 1U;
  EXPECT_EQ(rebuild(store_, ledger_test::test_admit, {}).error().code, Code::kCorrupt);
  EXPECT_EQ(rebuild(store_, {}, {}).error().code, Code::kCorrupt);
  EXPECT_FALSE(store_.node({0, 3})) << "nothing was replaced";
}

}  // namespace
