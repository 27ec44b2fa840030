// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "service/signed_head_file.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "ledger/durable_file.hpp"
#include "ledger/limits.hpp"
#include "support/temp_folder.hpp"

namespace {

using namespace attest;
using ledger::Code;

constexpr std::size_t kSlotBytes = 16'384;

LedgerFolder::SignedHead head_of(std::uint64_t size) {
  const std::string text = "origin\n" + std::to_string(size) + "\n" + std::string(size % 300, 'x') + "\n";
  return {text, {size}, Bytes(64, static_cast<std::uint8_t>(size)), {}};
}

class SignedHeads : public testing::Test {
 protected:
  void write(std::uint64_t size) { ASSERT_TRUE(heads.write(head_of(size))); }
  [[nodiscard]] std::uint64_t read_size() const {
    const auto head = read_signed_head(file);
    if (!head) return 0;
    EXPECT_EQ(head->checkpoint, head_of(head->size.value).checkpoint);
    EXPECT_EQ(head->receipt_signature, head_of(head->size.value).receipt_signature);
    return head->size.value;
  }
  // Another byte at this place of the file.
  void damage(std::size_t at) const {
    std::string content = ledger::read_file(file, 1U << 20U).value();
    content.at(at) = static_cast<char>(content.at(at) ^ 1);
    std::ofstream(file, std::ios::binary) << content;
  }
  ledger_test::TempFolder folder;
  std::filesystem::path file = folder.path() / "signed-head";
  SignedHeadFile heads{file};
};

TEST_F(SignedHeads, AreReadAsTheLastOneWritten) {
  EXPECT_EQ(read_signed_head(file).error().code, Code::kNotFound);
  for (std::uint64_t size = 1; size < 20; ++size) {
    write(size);
    EXPECT_EQ(read_size(), size);
  }
  EXPECT_EQ(std::filesystem::file_size(file), 2 * kSlotBytes);
}

TEST_F(SignedHeads, GoOnAfterANewStart) {
  write(1);
  write(2);
  SignedHeadFile again(file);
  ASSERT_TRUE(again.write(head_of(3)));
  EXPECT_EQ(read_size(), 3U);
}

TEST_F(SignedHeads, ShowTheOneBeforeWhenTheLastWriteWasCutOff) {
  write(1);  // slots are taken in turn: the second, the first, ...
  write(2);
  for (const std::size_t at : {0U, 10U, 41U, 50U, 60U}) {
    damage(at);
    EXPECT_EQ(read_size(), 1U) << at;
    damage(at);
    EXPECT_EQ(read_size(), 2U) << at;
  }
  damage(0);
  damage(kSlotBytes);
  EXPECT_EQ(read_signed_head(file).error().code, Code::kCorrupt);
}

TEST_F(SignedHeads, AreWrittenAgainWhereTheFileWasRemovedOrReplaced) {
  write(1);
  std::filesystem::remove(file);
  write(2);
  EXPECT_EQ(read_size(), 2U);
  ASSERT_TRUE(ledger::replace_file(file, "not a head"));
  EXPECT_EQ(read_signed_head(file).error().code, Code::kCorrupt);
  write(3);
  EXPECT_EQ(read_size(), 3U);
}

TEST_F(SignedHeads, ThatDoNotFitAreRefusedAndLeaveTheLastOne) {
  write(1);
  auto large = head_of(2);
  large.checkpoint = std::string(kSlotBytes, 'x');
  EXPECT_EQ(heads.write(large).error().code, Code::kTooLarge);
  EXPECT_EQ(read_size(), 1U);
}

TEST_F(SignedHeads, OfAMirrorAreReadToo) {
  auto large = head_of(7);
  large.checkpoint = std::string(ledger::kNoteBytesMax - 1, 'x');  // with many witnesses
  ASSERT_TRUE(write_signed_head(file, large));
  const auto head = read_signed_head(file);
  ASSERT_TRUE(head) << head.error().message;
  EXPECT_EQ(head->checkpoint, large.checkpoint);
}

TEST_F(SignedHeads, AreWholeWheneverTheyAreRead) {
  write(1);
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (std::uint64_t size = 2; size < 20'000; ++size) EXPECT_TRUE(heads.write(head_of(size)));
    done = true;
  });
  std::uint64_t last = 1;
  while (!done) {
    const std::uint64_t size = read_size();
    EXPECT_GE(size, last);
    last = size;
  }
  writer.join();
  EXPECT_EQ(read_size(), 19'999U);
}

}  // namespace
