// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "attest/json.hpp"

namespace attest {
namespace {

Json object(std::string_view text) {
  return *parse_json(text);
}

TEST(Fields, ReadsEveryTypeAndFinishes) {
  const Json value = object(R"({"a":"x","b":2,"c":true,"d":[1],"e":{"f":1}})");
  Fields fields(value);
  EXPECT_EQ(fields.text("a"), "x");
  EXPECT_EQ(fields.integer("b", 0, 2), 2);
  EXPECT_TRUE(fields.boolean("c"));
  EXPECT_EQ(fields.array("d", 1).size(), 1U);
  EXPECT_EQ(fields.object("e"), object(R"({"f":1})"));
  EXPECT_EQ(fields.optional_text("g"), std::nullopt);
  EXPECT_EQ(fields.optional_integer("g", 0, 1), std::nullopt);
  EXPECT_EQ(fields.optional_object("g"), std::nullopt);
  EXPECT_TRUE(fields.has("a"));
  EXPECT_FALSE(fields.has("g"));
  EXPECT_TRUE(fields.finish());
}

TEST(Fields, RefusesAMemberThatNobodyAskedFor) {
  const Json value = object(R"({"a":"x","zz":1})");
  Fields fields(value, "key.");
  EXPECT_EQ(fields.text("a"), "x");
  const Result<void> end = fields.finish();
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().field, "key.zz");
}

TEST(Fields, KeepsTheFirstErrorAndReadsNothingAfterIt) {
  const Json value = object(R"({"a":1,"b":"x"})");
  Fields fields(value);
  EXPECT_EQ(fields.text("a"), "");
  EXPECT_TRUE(fields.failed());
  EXPECT_EQ(fields.text("b"), "");
  fields.wrong("b", "is wrong too");
  EXPECT_EQ(fields.finish().error().field, "a");
}

TEST(Fields, NamesAMissingMember) {
  const Json value = object("{}");
  Fields fields(value);
  EXPECT_EQ(fields.integer("n", 0, 1), 0);
  const Result<void> end = fields.finish();
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().field, "n");
  EXPECT_NE(end.error().message.find("missing"), std::string::npos);
}

TEST(Fields, TakesNullForNoOptionalMember) {
  const Json value = object(R"({"a":null})");
  Fields fields(value);
  EXPECT_EQ(fields.optional_text("a"), std::nullopt);
  EXPECT_FALSE(fields.finish());
}

TEST(Fields, TakesTextAtItsLimitAndNoneBeyond) {
  const Json value = Json::Object{{"a", std::string(256, 'x')}, {"b", std::string(257, 'x')}};
  Fields at(value);
  EXPECT_EQ(at.text("a").size(), 256U);
  EXPECT_FALSE(at.failed());
  EXPECT_EQ(at.text("b"), "");
  EXPECT_TRUE(at.failed());
}

TEST(Fields, TakesIntegersAndArraysAtTheirLimitsAndNoneBeyond) {
  const Json value = object(R"({"n":5,"list":[1,2]})");
  EXPECT_EQ(Fields(value).integer("n", 5, 5), 5);
  EXPECT_EQ(Fields(value).integer("n", 6, 9), 0);
  EXPECT_EQ(Fields(value).integer("n", 0, 4), 0);
  EXPECT_EQ(Fields(value).array("list", 2).size(), 2U);
  EXPECT_EQ(Fields(value).array("list", 1).size(), 0U);
}

TEST(Fields, RefusesEveryOtherType) {
  const Json value = object(R"({"a":[]})");
  const auto refuses = [&](auto read) {
    Fields fields(value);
    static_cast<void>(read(fields));
    return fields.failed();
  };
  EXPECT_TRUE(refuses([](Fields& f) { return f.text("a"); }));
  EXPECT_TRUE(refuses([](Fields& f) { return f.integer("a", 0, 1); }));
  EXPECT_TRUE(refuses([](Fields& f) { return f.boolean("a"); }));
  EXPECT_TRUE(refuses([](Fields& f) { return f.object("a"); }));
  EXPECT_FALSE(refuses([](Fields& f) { return f.array("a", 1); }));
}

TEST(Fields, RefusesWhatIsNoObject) {
  const Json value = Json::Array{};
  Fields fields(value, "key.");
  EXPECT_EQ(fields.text("a"), "");
  EXPECT_FALSE(fields.has("a"));
  EXPECT_EQ(fields.finish().error().field, "key");
}

}  // namespace
}  // namespace attest
