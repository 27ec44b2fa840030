// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/encoding.hpp"

#include <gtest/gtest.h>

#include <random>

namespace ledger {
namespace {

Bytes bytes(std::string_view text) {
  return to_bytes(text);
}

TEST(Encoding, WritesTheExamplesOfTheStandard) {  // RFC 4648, section 10
  EXPECT_EQ(base64_encode(view("")), "");
  EXPECT_EQ(base64_encode(view("f")), "Zg==");
  EXPECT_EQ(base64_encode(view("fo")), "Zm8=");
  EXPECT_EQ(base64_encode(view("foo")), "Zm9v");
  EXPECT_EQ(base64_encode(view("foobar")), "Zm9vYmFy");
  EXPECT_EQ(base64url_encode(view("f")), "Zg");
  EXPECT_EQ(base64url_encode(view("fo")), "Zm8");
  EXPECT_EQ(hex_encode(view("foobar")), "666f6f626172");
}

TEST(Encoding, UsesTheTwoAlphabetsThatTheStandardNames) {
  const Bytes high = {0xFB, 0xFF, 0xBF};
  EXPECT_EQ(base64_encode(high), "+/+/");
  EXPECT_EQ(base64url_encode(high), "-_-_");
  EXPECT_EQ(base64_decode("+/+/"), high);
  EXPECT_EQ(base64url_decode("-_-_"), high);
  EXPECT_FALSE(base64_decode("-_-_"));
  EXPECT_FALSE(base64url_decode("+/+/"));
}

TEST(Encoding, ReadsBackEverythingThatItWrites) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 200; ++size) {
    Bytes data(size);
    for (auto& byte : data) byte = static_cast<std::uint8_t>(random());
    EXPECT_EQ(hex_decode(hex_encode(data)), data);
    EXPECT_EQ(base64_decode(base64_encode(data)), data);
    EXPECT_EQ(base64url_decode(base64url_encode(data)), data);
  }
}

TEST(Encoding, RefusesASecondSpellingOfTheSameBytes) {
  for (const char* text : {"Zh==", "Zm9=", "Zg", "Zg=", "Zg===", "Zg==\n", " Zg==", "Zg==Zg==", "=",
                           "====", "Z===", "Zm=v", "Zg=\n", "Zm9vZ"}) {
    EXPECT_FALSE(base64_decode(text)) << text;
  }
  for (const char* text : {"Zh", "Zm9", "Zg==", "Zg=", "Z", "Zg\n", "Zm9vZ"}) {
    EXPECT_FALSE(base64url_decode(text)) << text;
  }
  for (const char* text : {"6", "6G", "6A", "0x66", "66 ", "6\xC3\xA9"}) EXPECT_FALSE(hex_decode(text)) << text;
}

TEST(Encoding, AcceptsExactlyOneOfAllEndingsOfTwoDigits) {
  int accepted = 0;
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const std::string text = {static_cast<char>(a), static_cast<char>(b), '=', '='};
      const auto decoded = base64_decode(text);
      if (!decoded) continue;
      ++accepted;
      EXPECT_EQ(base64_encode(*decoded), text);
    }
  }
  EXPECT_EQ(accepted, 256);
}

TEST(Encoding, ReadsTheEmptyText) {
  EXPECT_EQ(hex_decode(""), bytes(""));
  EXPECT_EQ(base64_decode(""), bytes(""));
  EXPECT_EQ(base64url_decode(""), bytes(""));
}

}  // namespace
}  // namespace ledger
