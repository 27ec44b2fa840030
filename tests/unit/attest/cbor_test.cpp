// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/cbor.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "ledger/encoding.hpp"
#include "support.hpp"

namespace attest {
namespace {

using test::from_hex;

std::string encoded(const Cbor& value) {
  return ledger::hex_encode(encode_cbor(value));
}

bool refused(std::string_view hex) {
  const Result<Cbor> value = decode_cbor(from_hex(hex));
  return !value && value.error().code == ledger::Code::kInvalid;
}

// Encoded as expected, and decoded to the same value again.
void expect_form(const Cbor& value, std::string_view hex) {
  EXPECT_EQ(encoded(value), hex);
  const Result<Cbor> back = decode_cbor(from_hex(hex));
  ASSERT_TRUE(back) << hex << ": " << back.error().message;
  EXPECT_EQ(encoded(*back), hex);
}

TEST(Cbor, EncodesTheExamplesOfRfc8949) {
  // RFC 8949 appendix A, as far as our subset goes.
  expect_form(Cbor::integer(0), "00");
  expect_form(Cbor::integer(10), "0a");
  expect_form(Cbor::integer(23), "17");
  expect_form(Cbor::integer(24), "1818");
  expect_form(Cbor::integer(25), "1819");
  expect_form(Cbor::integer(100), "1864");
  expect_form(Cbor::integer(1000), "1903e8");
  expect_form(Cbor::integer(1'000'000), "1a000f4240");
  expect_form(Cbor::integer(1'000'000'000'000), "1b000000e8d4a51000");
  expect_form(Cbor::integer(-1), "20");
  expect_form(Cbor::integer(-10), "29");
  expect_form(Cbor::integer(-100), "3863");
  expect_form(Cbor::integer(-1000), "3903e7");
  expect_form(Cbor(), "f6");
  expect_form(Cbor::bytes({}), "40");
  expect_form(Cbor::bytes(from_hex("01020304")), "4401020304");
  expect_form(Cbor::text(""), "60");
  expect_form(Cbor::text("IETF"), "6449455446");
  expect_form(Cbor::text("\u00fc"), "62c3bc");
  expect_form(Cbor::text("\u6c34"), "63e6b0b4");
  expect_form(Cbor::text("\U00010151"), "64f0908591");
  expect_form(Cbor::array({}), "80");
  expect_form(Cbor::map({}), "a0");
  expect_form(Cbor::map({{Cbor::integer(1), Cbor::integer(2)}, {Cbor::integer(3), Cbor::integer(4)}}), "a201020304");
  expect_form(Cbor::tagged(1, Cbor::integer(1'363'896'240)), "c11a514b67b0");
  expect_form(Cbor::tagged(32, Cbor::text("http://www.example.com")),
              "d82076687474703a2f2f7777772e6578616d706c652e636f6d");
}

TEST(Cbor, WritesTheShortestHeadAtEachLimit) {
  expect_form(Cbor::integer(255), "18ff");
  expect_form(Cbor::integer(256), "190100");
  expect_form(Cbor::integer(65'535), "19ffff");
  expect_form(Cbor::integer(65'536), "1a00010000");
  expect_form(Cbor::integer(4'294'967'295), "1affffffff");
  expect_form(Cbor::integer(4'294'967'296), "1b0000000100000000");
  expect_form(Cbor::integer(std::numeric_limits<std::int64_t>::max()), "1b7fffffffffffffff");
  expect_form(Cbor::integer(std::numeric_limits<std::int64_t>::min()), "3b7fffffffffffffff");
  expect_form(Cbor::tagged(std::numeric_limits<std::uint64_t>::max(), Cbor()), "dbfffffffffffffffff6");
}

TEST(Cbor, RefusesHeadsThatAreNotTheShortest) {
  for (const auto* hex : {"1817", "190017", "1900ff", "1a0000ffff", "1b00000000ffffffff", "3800", "5800", "580161",
                          "7800", "9800", "b800", "d800f6", "d817f6"}) {
    EXPECT_TRUE(refused(hex)) << hex;
  }
}

TEST(Cbor, RefusesIntegersBeyondItsRange) {
  for (const auto* hex : {"1b8000000000000000", "1bffffffffffffffff", "3b8000000000000000", "3bffffffffffffffff"}) {
    EXPECT_TRUE(refused(hex)) << hex;
  }
}

TEST(Cbor, RefusesWhatIsNotInTheSubset) {
  for (const auto* hex :
       {"f90000", "fa00000000", "fb0000000000000000", "f4", "f5", "f7", "f0", "e0", "f8ff", "f816", "9fff", "bfff",
        "5fff",   "7fff",       "5f4100ff",           "ff", "1c", "1d", "1e", "1f", "3f",   "df",   "fc",   "dc"}) {
    EXPECT_TRUE(refused(hex)) << hex;
  }
}

TEST(Cbor, RefusesTextThatIsNotUtf8) {
  for (const auto* hex :
       {"61ff", "62c080", "63eda080", "64f4908080", "62e282", "6180", "63e08080", "64f0808080", "64f8808080"}) {
    EXPECT_TRUE(refused(hex)) << hex;
  }
  expect_form(Cbor::text("\uFFFF\U0010FFFF\uD7FF\uE000"),
              "6d"
              "efbfbf"
              "f48fbfbf"
              "ed9fbf"
              "ee8080");
}

TEST(Cbor, SortsMapKeysByTheirEncodedBytes) {
  const Cbor map = Cbor::map({{Cbor::text("aa"), Cbor()},
                              {Cbor::text("z"), Cbor()},
                              {Cbor::integer(-1), Cbor()},
                              {Cbor::integer(100), Cbor()},
                              {Cbor::integer(10), Cbor()},
                              {Cbor::bytes({}), Cbor()}});
  expect_form(map,
              "a6"
              "0af6"
              "1864f6"
              "20f6"
              "40f6"
              "617af6"
              "626161f6");
}

TEST(Cbor, RefusesMapKeysOutOfOrderOrRepeated) {
  for (const auto* hex : {"a20100"
                          "0000",
                          "a20100"
                          "0100",
                          "a2617a00"
                          "616100",
                          "a2626161"
                          "00617a00",
                          "a22000"
                          "0000"}) {
    EXPECT_TRUE(refused(hex)) << hex;
  }
}

TEST(Cbor, RefusesBytesAfterTheValueAndEveryShortening) {
  const Bytes good = test::vector_bytes("ed25519", "message");
  ASSERT_TRUE(decode_cbor(good));
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(decode_cbor(ByteView(good).first(size))) << size;
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_FALSE(decode_cbor(longer));
}

TEST(Cbor, KeepsNoMemoryForLengthsThatTheBytesCannotHold) {
  for (const auto* hex : {"5bffffffffffffffff", "7bffffffffffffffff", "9bffffffffffffffff", "bbffffffffffffffff",
                          "9b7fffffffffffffff00", "bb7fffffffffffffff0000", "5affffffff00", "9a00ffffff00", "8200",
                          "a200000100"
                          "00",
                          "a10000"
                          "00"}) {
    EXPECT_TRUE(refused(hex)) << hex;
  }
}

TEST(Cbor, TakesTheGreatestDepthAndNoneBeyond) {
  const auto nested = [](std::string_view open, std::size_t depth) {
    std::string hex;
    for (std::size_t i = 0; i < depth; ++i) hex += open;
    return hex + "f6";
  };
  for (const auto* open : {"81", "a100", "c1"}) {
    EXPECT_FALSE(refused(nested(open, kCborDepthMax))) << open;
    EXPECT_TRUE(refused(nested(open, kCborDepthMax + 1))) << open;
    EXPECT_TRUE(refused(nested(open, 100'000))) << open;
  }
}

TEST(Cbor, FindsMembersByIntegerAndByText) {
  const Cbor map = Cbor::map({{Cbor::integer(1), Cbor::text("one")}, {Cbor::text("1"), Cbor::text("text")}});
  EXPECT_EQ(*map.find(1)->as_text(), "one");
  EXPECT_EQ(*map.find("1")->as_text(), "text");
  EXPECT_EQ(map.find(2), nullptr);
  EXPECT_EQ(map.find("2"), nullptr);
  EXPECT_EQ(Cbor().find(1), nullptr);
  EXPECT_EQ(Cbor().find("1"), nullptr);
  EXPECT_EQ(Cbor::tagged(18, Cbor()).content_of_tag(17), nullptr);
  EXPECT_TRUE(Cbor::tagged(18, Cbor()).content_of_tag(18)->is_null());
}

Bytes bytes_of(std::string_view hex) {
  return *ledger::hex_decode(hex);
}

std::vector<std::string> split(std::string_view hex, std::size_t items_max = 100) {
  std::vector<std::string> items;
  const Bytes bytes = bytes_of(hex);
  const auto parts = split_cbor_sequence(bytes, items_max);
  if (!parts) return {"refused"};
  for (const ByteView part : *parts) items.push_back(ledger::hex_encode(part));
  return items;
}

TEST(CborSequence, IsSplitIntoItsItems) {
  using Items = std::vector<std::string>;
  EXPECT_EQ(split(""), Items{});
  EXPECT_EQ(split("01"), Items{"01"});
  EXPECT_EQ(split("01f60243aabbcc"), (Items{"01", "f6", "02", "43aabbcc"}));
  EXPECT_EQ(split("820141ffa10102d28440a04040"), (Items{"820141ff", "a10102", "d28440a04040"}));
  EXPECT_EQ(split("8080f97e0020"), (Items{"80", "80", "f97e00", "20"})) << "floats are for the decoder to refuse";
}

TEST(CborSequence, IsRefusedWhereItemsCannotBeTold) {
  for (const char* bad : {"8201", "42aa", "18", "5affffffff", "5bffffffffffffffff", "9bffffffffffffffff",
                          "bb7fffffffffffffff", "9f01ff", "5f41aaff", "ff", "c1", "0182", "1c"}) {
    EXPECT_EQ(split(bad), std::vector<std::string>{"refused"}) << bad;
  }
}

TEST(CborSequence, HasLimits) {
  const auto nested = [](std::size_t depth) {
    std::string hex;
    for (std::size_t i = 0; i < depth; ++i) hex += "81";
    return hex + "f6";
  };
  EXPECT_EQ(split(nested(kCborDepthMax)).front(), nested(kCborDepthMax));
  EXPECT_EQ(split(nested(kCborDepthMax + 1)).front(), "refused");
  EXPECT_EQ(split("010203", 3).size(), 3U);
  const Bytes four = bytes_of("01020304");
  const auto over = split_cbor_sequence(four, 3);
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().code, ledger::Code::kTooLarge);
}

}  // namespace
}  // namespace attest
