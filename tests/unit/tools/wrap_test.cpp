// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/wrap.hpp"

#include <gtest/gtest.h>

#include "attest/screen_text.hpp"

namespace {

using attest::printable;
using cityledger::wrap;

TEST(Wrap, LeavesLinesThatFitAndAnyLineWithoutALimit) {
  EXPECT_EQ(wrap("a line of 20 columns\n", 20), "a line of 20 columns\n");
  EXPECT_EQ(wrap("a line of 21 columns!", 20), "a line of 21\n  columns!");
  EXPECT_EQ(wrap("a line of 21 columns!", 0), "a line of 21 columns!");
  EXPECT_EQ(wrap("", 20), "");
}

TEST(Wrap, ContinuesBelowTheLastCellThatLeavesRoom) {
  EXPECT_EQ(wrap("5.1  core  The unemployment rate of the city", 36),
            "5.1  core  The unemployment rate of\n           the city");
  EXPECT_EQ(wrap("    evidence: entry 7, a table of the office of statistics", 40),
            "    evidence: entry 7, a table of the\n      office of statistics");
}

TEST(Wrap, CountsCodePointsAndKeepsLongWordsWhole) {
  EXPECT_EQ(wrap("\xC3\xA9\xC3\xA9\xC3\xA9 \xC3\xA9\xC3\xA9\xC3\xA9", 7),
            "\xC3\xA9\xC3\xA9\xC3\xA9 \xC3\xA9\xC3\xA9\xC3\xA9");
  EXPECT_EQ(wrap("root 0123456789abcdef", 8), "root\n  0123456789abcdef");
}

TEST(Wrap, ShowsNoControlCharacterButTheLineFeed) {
  EXPECT_EQ(printable("a\x1b[31mb\nc\x07\x7f\xC2\x9b\xC3\xA9"), "a?[31mb\nc???\xC3\xA9");
}

TEST(Wrap, ShowsALineWithoutAnyControlCharacter) {
  EXPECT_EQ(attest::printable_line("a\x1b[31mb\nc\x07\x7f\xC2\x9b\xC3\xA9"), "a?[31mb?c???\xC3\xA9");
}

// From one before the first to one after the last of both ranges; and cut off in the middle.
TEST(Wrap, ShowsNothingThatTurnsTextRound) {
  for (const char* shown : {"\xE2\x80\xA7", "\xE2\x80\xAF", "\xE2\x81\xA5", "\xE2\x81\xAA", "\xE2\x80", "\xE2"}) {
    EXPECT_EQ(attest::printable_line(std::string("a") + shown), std::string("a") + shown);
  }
  for (const char* hidden : {"\xE2\x80\xA8", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x81\xA9"}) {
    EXPECT_EQ(attest::printable_line(std::string("a") + hidden + "b"), "a?b");
    EXPECT_EQ(printable(std::string("a") + hidden + "b"), "a?b");
  }
}

}  // namespace
