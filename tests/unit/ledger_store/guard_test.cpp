// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/guard.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "ledger/limits.hpp"
#include "store/guard_slots.hpp"
#include "support/temp_folder.hpp"

namespace {

using namespace ledger;

MemoryTree tree_of(std::uint64_t size, std::string_view history = "a") {
  MemoryTree tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.append(leaf_hash(view(std::string(history) + std::to_string(i))));
  return tree;
}
Head head_of(const MemoryTree& tree) {
  return {tree.size(), tree.root(), chain_start(), {}};
}

class GuardTest : public testing::Test {
 protected:
  void SetUp() override { guard_ = *create_guard_file(file_); }
  void reopen() {
    guard_.reset();
    auto opened = open_guard_file(file_);
    ASSERT_TRUE(opened) << opened.error().message;
    guard_ = std::move(*opened);
  }
  Code check(const MemoryTree& tree) {
    const auto allowed = guard_->check(tree, head_of(tree));
    return allowed ? Code::kRefused : allowed.error().code;
  }
  static constexpr Code kAllowed = Code::kRefused;

  void damage_slot(std::size_t slot) {
    std::fstream file(file_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(slot * kGuardSlotBytes + 40));
    file.put('\x5a');
  }

  ledger_test::TempFolder folder_;
  std::filesystem::path file_ = folder_ / "guard";
  std::unique_ptr<Guard> guard_;
};

TEST_F(GuardTest, AllowsTheLedgerThatWasSignedAndAnyThatContinuesIt) {
  const MemoryTree five = tree_of(5);
  ASSERT_TRUE(guard_->record_signed(five.size(), five.root()));
  reopen();
  EXPECT_EQ(check(five), kAllowed);
  EXPECT_EQ(check(tree_of(300)), kAllowed);
}

TEST_F(GuardTest, RefusesASmallerLedgerAndAnotherHistory) {
  const MemoryTree five = tree_of(5);
  ASSERT_TRUE(guard_->record_signed(five.size(), five.root()));
  reopen();
  EXPECT_EQ(check(tree_of(4)), Code::kStale);
  EXPECT_EQ(check(tree_of(5, "b")), Code::kStale);
  EXPECT_EQ(check(tree_of(6, "b")), Code::kStale);
}

TEST_F(GuardTest, RefusesToRecordLessOrAnotherRoot) {
  const MemoryTree five = tree_of(5);
  ASSERT_TRUE(guard_->record_signed(five.size(), five.root()));
  EXPECT_TRUE(guard_->record_signed(five.size(), five.root()));
  EXPECT_EQ(guard_->record_signed({5}, tree_of(5, "b").root()).error().code, Code::kStale);
  EXPECT_EQ(guard_->record_signed({4}, tree_of(4).root()).error().code, Code::kStale);
}

TEST_F(GuardTest, RaisesTheReserveFromTheLastSignedSizeAndRefusesWhatIsFarBelowIt) {
  const MemoryTree tree = tree_of(10);
  ASSERT_TRUE(guard_->record_signed({10}, tree.root()));
  ASSERT_TRUE(guard_->reserve({kReserveStep}));  // below what is reserved: nothing to do
  ASSERT_TRUE(guard_->reserve({kReserveStep + 1}));
  reopen();
  // A crash just before the commit leaves 10 entries: still allowed.
  EXPECT_EQ(check(tree), kAllowed);
  EXPECT_EQ(check(tree_of(9)), Code::kStale);
  // Without the record of what was signed the reserve alone still knows of the older copy.
  GuardMarks marks = first_marks();
  marks.reserved = {kReserveStep + 10};
  marks.sequence = 100;
  std::ofstream(file_, std::ios::binary)
      .write(reinterpret_cast<const char*>(encode_guard_slot(marks).data()), kGuardSlotBytes);
  reopen();
  EXPECT_EQ(check(tree_of(9)), Code::kStale);
  EXPECT_EQ(check(tree), kAllowed);
}

TEST_F(GuardTest, SurvivesOneDamagedSlotAndRefusesTwo) {
  const MemoryTree five = tree_of(5);
  const MemoryTree six = tree_of(6);
  ASSERT_TRUE(guard_->record_signed(five.size(), five.root()));  // sequence 2, slot 0
  ASSERT_TRUE(guard_->record_signed(six.size(), six.root()));    // sequence 3, slot 1
  damage_slot(1);
  reopen();
  EXPECT_EQ(check(five), kAllowed) << "the older slot counts";
  EXPECT_EQ(check(tree_of(4)), Code::kStale);
  damage_slot(0);
  EXPECT_EQ(open_guard_file(file_).error().code, Code::kCorrupt);
}

TEST_F(GuardTest, TellsAMissingAndAnExistingFile) {
  EXPECT_EQ(open_guard_file(folder_ / "none").error().code, Code::kNotFound);
  EXPECT_EQ(create_guard_file(file_).error().code, Code::kInvalid);
  EXPECT_EQ(create_guard_file(folder_ / "no/such/folder").error().code, Code::kStorage);
}

TEST(GuardSlots, RefuseEveryFlippedBit) {
  const GuardMarks marks{9, {70'000}, {17}, sha256(view("root"))};
  GuardSlot slot = encode_guard_slot(marks);
  ASSERT_EQ(decode_guard_slot(slot), marks);
  for (std::size_t bit = 0; bit < slot.size() * 8; ++bit) {
    slot[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_EQ(decode_guard_slot(slot), std::nullopt) << bit;
    slot[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  }
  EXPECT_EQ(decode_guard_slot(ByteView(slot).first(127)), std::nullopt);
}

}  // namespace
