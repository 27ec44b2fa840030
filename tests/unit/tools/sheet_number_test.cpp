// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/sheet_number.hpp"

#include <gtest/gtest.h>

namespace cityledger {
namespace {

std::string read(std::string_view text) {
  const auto number = read_sheet_number(text);
  return number ? (number->shortened ? "~" : "") + number->decimal : "none";
}

TEST(SheetNumber, KeepsWhatWasTypedDigitForDigit) {
  for (const auto* text : {"0", "3.66", "3.660", "-0.5", "100", "123456789012345", "0.000123456789012345", "1.10"}) {
    EXPECT_EQ(read(text), text);
  }
}

TEST(SheetNumber, UndoesTheSeventeenDigitsOfABinaryFraction) {
  EXPECT_EQ(read("1.1000000000000001"), "~1.1");
  EXPECT_EQ(read("0.30000000000000004"), "0.30000000000000004");  // 0.1 + 0.2 is not 0.3
  EXPECT_EQ(read("8.0999999999999996"), "~8.1");
  EXPECT_EQ(read("-4.1100000000000003"), "~-4.11");
  EXPECT_EQ(read("8.1000000000000004E-06"), "~0.0000081");
}

TEST(SheetNumber, TakesDigitsThatNoBinaryFractionHasAsTheyAre) {
  EXPECT_EQ(read("12345678901234567.89"), "12345678901234567.89");
  EXPECT_EQ(read("1.10000000000000010"), "~1.1");  // the zero at the end says nothing
  EXPECT_EQ(read("1.100000000000000123"), "1.100000000000000123");
  EXPECT_EQ(read("12345678901234567"), "12345678901234567");
}

TEST(SheetNumber, WritesExponentsOut) {
  EXPECT_EQ(read("1E-05"), "0.00001");
  EXPECT_EQ(read("2.5e+20"), "250000000000000000000");
  EXPECT_EQ(read("1.25E1"), "12.5");
  EXPECT_EQ(read("1.25E2"), "125");
  EXPECT_EQ(read("0E5"), "0");
  EXPECT_EQ(read("-0"), "0");
  EXPECT_EQ(read("1E60"), "1" + std::string(60, '0'));
  EXPECT_EQ(read("1E61"), "none");
  EXPECT_EQ(read("1E-61"), "none");
  EXPECT_EQ(read("1E99999999999"), "none");
}

TEST(SheetNumber, IsNothingElse) {
  for (const auto* text :
       {"", "-", ".5", "5.", "1,5", "1 000", "0x10", "nan", "inf", "+1", "1E", "1E+", "1e5x", "--1"}) {
    EXPECT_EQ(read(text), "none") << text;
  }
}

}  // namespace
}  // namespace cityledger
