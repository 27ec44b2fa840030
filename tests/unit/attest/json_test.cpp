// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/json.hpp"

#include <gtest/gtest.h>

#include "support.hpp"

namespace attest {
namespace {

std::string canonical(std::string_view text) {
  const Result<Json> value = parse_json(text);
  return value ? canonical_json(*value) : "refused: " + value.error().message;
}

bool refused(std::string_view text) {
  const Result<Json> value = parse_json(text);
  return !value && value.error().code == Code::kInvalid;
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

TEST(Json, SortsNamesAndDropsSpaces) {
  EXPECT_EQ(canonical(" { \"b\" : [ 1 , true , null ] , \"a\" : { } } "), R"({"a":{},"b":[1,true,null]})");
}

TEST(Json, OrdersNamesByUtf16UnitsAndNotByBytes) {
  // U+10000 is D800 DC00 in UTF-16, before U+E000 and U+FFFD; in UTF-8 it is after both.
  EXPECT_EQ(canonical("{\"\uFFFD\":1,\"\U00010000\":2,\"\uE000\":3,\"\uD7FF\":4,\"z\":5}"),
            "{\"z\":5,\"\uD7FF\":4,\"\U00010000\":2,\"\uE000\":3,\"\uFFFD\":1}");
}

TEST(Json, OrdersAPrefixBeforeTheLongerName) {
  EXPECT_TRUE(Utf16Less()("a", "aa"));
  EXPECT_FALSE(Utf16Less()("aa", "a"));
  EXPECT_FALSE(Utf16Less()("a", "a"));
  EXPECT_TRUE(Utf16Less()("", "a"));
}

TEST(Json, EscapesOnlyWhatRfc8785Escapes) {
  EXPECT_EQ(canonical(R"("\u0000\u0008\u0009\u000a\u000c\u000d\u001f\u0022\u005c\/\u007f\u20ac\ud83d\ude02")"),
            "\"\\u0000\\b\\t\\n\\f\\r\\u001f\\\"\\\\/\x7f\u20ac\U0001F602\"");
}

TEST(Json, RefusesNumbersThatAreNoIntegers) {
  for (const auto* text :
       {"1.0", "0.5", "1e3", "1E0", "-0", "-0.0", "0e0", "01", "+1", ".5", "1.", "NaN", "Infinity"}) {
    EXPECT_TRUE(refused(text)) << text;
  }
}

TEST(Json, TakesIntegersUpToTheLimitAndNoneBeyond) {
  EXPECT_EQ(canonical("9007199254740991"), "9007199254740991");
  EXPECT_EQ(canonical("-9007199254740991"), "-9007199254740991");
  for (const auto* text : {"9007199254740992", "-9007199254740992", "9223372036854775807", "-9223372036854775808",
                           "18446744073709551615", "18446744073709551616", "100000000000000000000000000000"}) {
    EXPECT_TRUE(refused(text)) << text;
  }
}

TEST(Json, TakesTheGreatestNumberOfValuesAndNoneBeyond) {
  constexpr std::size_t kJsonValuesMax = 1'000'000;
  const auto zeros = [](std::size_t count) {
    std::string text = "[0";
    for (std::size_t i = 1; i < count; ++i) text += ",0";
    return text + "]";
  };
  EXPECT_TRUE(attest::parse_json(zeros(kJsonValuesMax - 1))) << "the array is a value too";
  EXPECT_FALSE(attest::parse_json(zeros(kJsonValuesMax)));
}

TEST(Json, TakesTheGreatestDepthAndNoneBeyond) {
  EXPECT_EQ(canonical(nested(kJsonDepthMax)), nested(kJsonDepthMax));
  EXPECT_TRUE(refused(nested(kJsonDepthMax + 1)));
  EXPECT_TRUE(refused(nested(100'000)));
}

TEST(Json, RefusesANameThatStandsTwice) {
  EXPECT_TRUE(refused(R"({"a":1,"a":1})"));
  EXPECT_TRUE(refused(R"({"a":1,"b":2,"\u0061":1})"));
  EXPECT_EQ(canonical(R"([{"a":1},{"a":1}])"), R"([{"a":1},{"a":1}])");
}

TEST(Json, RefusesWhatIsNoUnicodeText) {
  for (const std::string text : {R"("\ud800")", R"("\udc00")", R"("\ud800x")", R"("\ud800\u0041")", "\"\xff\"",
                                 "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe2\x82\"",
                                 R"("\uffff")", R"("\ufdd0")", R"("\ud83f\udffe")", R"({"\uffff":1})"}) {
    EXPECT_TRUE(refused(text)) << text;
  }
}

TEST(Json, RefusesBytesBeforeAndAfterTheValue) {
  for (const auto* text : {"", " ", "[] x", "[][]", "{}{", "\ufeff{}", "1 2", "/**/1", "1//", "[1,]", "{\"a\":1,}",
                           "{a:1}", "'a'", "\"a", "[1", "nul", "True", "\"\t\""}) {
    EXPECT_TRUE(refused(text)) << text;
  }
  EXPECT_TRUE(refused(std::string_view("1\0", 2)));
}

TEST(Json, NamesThePlaceOfAnErrorByItsPointer) {
  const Result<Json> value = parse_json(R"({"list":[0,{"a/b~":1.5}]})");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().field, "/list/1/a~1b~0");
}

TEST(Json, TakesTheCanonicalFormAloneWhereItIsAskedFor) {
  EXPECT_TRUE(parse_canonical_json(R"({"a":1,"b":[]})"));
  for (const auto* text : {R"({"b":[],"a":1})", R"({"a": 1})", "[1]\n", R"("\u0041")", R"("\/")", R"("\u000A")"}) {
    EXPECT_FALSE(parse_canonical_json(text)) << text;
  }
}

TEST(Json, PrettyFormIsForPeopleAndReadsBack) {
  const Json value = Json::Object{{"b", Json::Array{1, Json()}}, {"a", Json::Object{}}, {"c", Json::Array{}}};
  EXPECT_EQ(pretty_json(value), "{\n  \"a\": {},\n  \"b\": [\n    1,\n    null\n  ],\n  \"c\": []\n}");
  EXPECT_EQ(parse_json(pretty_json(value)).value(), value);
}

TEST(Json, AgreesWithThePublishedVectorsOfRfc8785) {
  const auto folder = test::shared_vectors("jcs/testdata");
  if (folder.empty()) GTEST_SKIP() << "the shared vectors are not here; set CITYLEDGER_VECTORS";
  for (const auto* name : {"arrays", "french", "unicode", "weird"}) {
    const std::string input = test::read_file(folder / "input" / (std::string(name) + ".json"));
    EXPECT_EQ(canonical(input), test::read_file(folder / "output" / (std::string(name) + ".json"))) << name;
  }
}

TEST(Json, RefusesThePublishedVectorsThatHoldFractions) {
  const auto folder = test::shared_vectors("jcs/testdata");
  if (folder.empty()) GTEST_SKIP() << "the shared vectors are not here; set CITYLEDGER_VECTORS";
  for (const auto* name : {"structures", "values"}) {
    EXPECT_TRUE(refused(test::read_file(folder / "input" / (std::string(name) + ".json")))) << name;
  }
}

}  // namespace
}  // namespace attest
