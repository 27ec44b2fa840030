// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/request.hpp"

#include <gtest/gtest.h>

#include "api/limits.hpp"

namespace api {
namespace {

using Segments = std::vector<std::string>;

TEST(Target, IsDecodedOnce) {
  EXPECT_EQ(parse_target("/")->segments, Segments{});
  EXPECT_EQ(parse_target("/a/b%20c")->segments, (Segments{"a", "b c"}));
  EXPECT_EQ(parse_target("/%2541")->segments, Segments{"%41"});
  EXPECT_EQ(parse_target("/S%C3%A3o+Paulo")->segments, Segments{"São+Paulo"});
  const auto target = parse_target("/list?city=S%C3%A3o+Paulo&empty=&none");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->query, (std::map<std::string, std::string>{{"city", "São Paulo"}, {"empty", ""}, {"none", ""}}));
}

TEST(Target, TricksArePlainlyInvalid) {
  for (const char* bad :
       {"",       "a",       "http://host/a", "*",        "/.",        "/..",       "/a/../b", "/%2e%2e/b",
        "/a%2fb", "/a%5cb",  "/a\\b",         "/%00",     "/a%0d%0ab", "/%",        "/%1",     "/%zz",
        "/%ff",   "/%c0%af", "/a#b",          "/a?x=%zz", "/a?x=%00",  "/a?x=1&x=2"}) {
    const auto target = parse_target(bad);
    ASSERT_FALSE(target) << bad;
    EXPECT_EQ(target.error().code, Code::kInvalid) << bad;
  }
}

TEST(Target, NothingIsAtAnAddressWithAnEmptyPart) {
  for (const char* empty : {"//", "/a//b", "/a/", "/tile/0/000.p/"}) {
    const auto target = parse_target(empty);
    ASSERT_FALSE(target) << empty;
    EXPECT_EQ(target.error().code, Code::kNotFound) << empty;
  }
}

TEST(Target, HasLimits) {
  EXPECT_TRUE(parse_target("/" + std::string(kTargetBytesMax - 1, 'a')));
  EXPECT_EQ(parse_target("/" + std::string(kTargetBytesMax, 'a')).error().code, Code::kTooLarge);
  std::string names = "/?";
  for (std::size_t i = 0; i < kQueryNamesMax; ++i) names += "n" + std::to_string(i) + "=1&";
  EXPECT_TRUE(parse_target(names));
  EXPECT_EQ(parse_target(names + "more=1").error().code, Code::kTooLarge);
}

TEST(Methods, HaveOneSpelling) {
  EXPECT_EQ(parse_method("GET"), Method::kGet);
  EXPECT_EQ(to_text(Method::kPatch), "PATCH");
  EXPECT_FALSE(parse_method("get"));
  EXPECT_FALSE(parse_method("BREW"));
}

}  // namespace
}  // namespace api
