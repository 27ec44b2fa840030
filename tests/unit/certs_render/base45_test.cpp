// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "verify/base45.hpp"

#include <gtest/gtest.h>

namespace {

using certs::base45_decode;
using certs::base45_encode;
using ledger::Bytes;
using ledger::Code;

TEST(Base45, WritesTheExamplesOfTheRfc) {
  EXPECT_EQ(base45_encode(ledger::view("AB")), "BB8");
  EXPECT_EQ(base45_encode(ledger::view("Hello!!")), "%69 VD92EX0");
  EXPECT_EQ(base45_encode(ledger::view("base-45")), "UJCLQE7W581");
  EXPECT_EQ(ledger::text(base45_decode("QED8WEX0", 5).value()), "ietf!");
}

TEST(Base45, ReadsBackWhatItWrote) {
  for (std::size_t size = 0; size <= 64; ++size) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(255 - i * 37);
    EXPECT_EQ(base45_decode(base45_encode(bytes), size).value(), bytes);
  }
}

TEST(Base45, RefusesWhatNoBytesAreWrittenAs) {
  EXPECT_EQ(base45_decode("A", 9).error().code, Code::kInvalid) << "one character stands for nothing";
  EXPECT_EQ(base45_decode("BB8A", 9).error().code, Code::kInvalid);
  EXPECT_EQ(base45_decode("GGW", 9).error().code, Code::kInvalid) << "65,536";
  EXPECT_TRUE(base45_decode("FGW", 9).has_value()) << "65,535";
  EXPECT_EQ(base45_decode(":::", 9).error().code, Code::kInvalid);
  EXPECT_EQ(base45_decode("V5", 9).error().code, Code::kInvalid) << "256";
  EXPECT_TRUE(base45_decode("U5", 9).has_value()) << "255";
  EXPECT_EQ(base45_decode("bb8", 9).error().code, Code::kInvalid) << "small letters";
  EXPECT_EQ(base45_decode("B_8", 9).error().code, Code::kInvalid);
}

TEST(Base45, TakesNoMoreThanItIsAskedTo) {
  const std::string text = base45_encode(Bytes(7, 1));
  EXPECT_TRUE(base45_decode(text, 7).has_value());
  EXPECT_EQ(base45_decode(text, 6).error().code, Code::kTooLarge);
}

}  // namespace
