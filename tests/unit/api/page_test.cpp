// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/page.hpp"

#include <gtest/gtest.h>

namespace api {
namespace {

Request request_of(const std::string& target) {
  Request request;
  request.target = target;
  request.parsed = parse_target(target).value();
  return request;
}

TEST(Page, IsReadFromTheQuery) {
  EXPECT_EQ(read_page(request_of("/l"))->limit, kPageItems);
  EXPECT_EQ(read_page(request_of("/l?limit=1"))->limit, 1U);
  EXPECT_EQ(read_page(request_of("/l?limit=1000"))->limit, kPageItemsMax);
  EXPECT_EQ(read_page(request_of("/l?cursor=" + cursor_of("São Paulo")))->after, "São Paulo");
}

TEST(Page, RefusesWhatIsNoLimitAndNoCursor) {
  for (const char* bad : {"0", "1001", "-1", "+1", "1.5", "", "x", "99999999999999999999"}) {
    EXPECT_EQ(read_page(request_of("/l?limit=" + std::string(bad))).error().field, "limit") << bad;
  }
  for (const char* bad : {"", "=", "a", "!!"}) {
    EXPECT_EQ(read_page(request_of("/l?cursor=" + std::string(bad))).error().field, "cursor") << bad;
  }
}

TEST(Page, NextKeepsTheRestOfTheQuery) {
  EXPECT_EQ(next_target(request_of("/l"), "a"), "/l?cursor=YQ");
  EXPECT_EQ(next_target(request_of("/l?city=x&cursor=Yg&limit=2"), "a"), "/l?city=x&limit=2&cursor=YQ");
}

TEST(Query, NamesThatNobodyKnowsAreRefused) {
  EXPECT_TRUE(only_query(request_of("/l?city=x"), {"city", "year"}));
  EXPECT_EQ(only_query(request_of("/l?ciyt=x"), {"city", "year"}).error().field, "ciyt");
}

}  // namespace
}  // namespace api
