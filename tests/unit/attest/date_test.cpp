// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/date.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <limits>

namespace attest {
namespace {

UnixMillis moment(std::string_view text) {
  return *parse_moment(text);
}

TEST(Date, ReadsAndWritesDaysAndMoments) {
  EXPECT_EQ(parse_day("1970-01-01")->value, 0U);
  EXPECT_EQ(parse_day("2018-11-09")->value, 1'541'721'600'000U);
  EXPECT_EQ(moment("2018-11-09T10:00:00Z").value, 1'541'757'600'000U);
  EXPECT_EQ(format_day({1'541'757'600'123}), "2018-11-09");
  EXPECT_EQ(format_moment({1'541'757'600'999}), "2018-11-09T10:00:00Z");
  EXPECT_EQ(format_millis({1'541'757'600'007}), "2018-11-09T10:00:00.007Z");
  EXPECT_EQ(format_day_for_people({1'541'757'600'000}), "9 November 2018");
  EXPECT_EQ(year_of({1'541'757'600'000}), 2018);
}

TEST(Date, RefusesEveryOtherForm) {
  for (const auto* text : {"", "2018-11-9", "2018-11-091", "2018/11/09", "20181109", " 2018-11-09", "2018-11-09Z",
                           "+018-11-09", "2018-11-0x", "-018-11-09"}) {
    EXPECT_FALSE(parse_day(text)) << text;
  }
  for (const auto* text : {"2018-11-09", "2018-11-09T10:00:00", "2018-11-09 10:00:00Z", "2018-11-09T10:00:00z",
                           "2018-11-09T10:00:00.0Z", "2018-11-09T10:00:00+00:00", "2018-11-09T24:00:00Z",
                           "2018-11-09T10:60:00Z", "2016-12-31T23:59:60Z", "2018-11-09T10:00Z"}) {
    EXPECT_FALSE(parse_moment(text)) << text;
  }
}

TEST(Date, RefusesDaysThatDoNotExist) {
  for (const auto* text : {"2018-00-01", "2018-13-01", "2018-01-00", "2018-01-32", "2018-04-31", "2018-02-29",
                           "2100-02-29", "1969-12-31", "0000-01-01"}) {
    EXPECT_FALSE(parse_day(text)) << text;
  }
  EXPECT_TRUE(parse_day("2016-02-29"));
  EXPECT_TRUE(parse_day("2000-02-29"));
  EXPECT_TRUE(parse_day("9999-12-31"));
}

TEST(Date, AgreesWithTheSystemOnEveryDayUntilTheYear2400) {
  for (std::uint64_t day = 0; day < 157'000; ++day) {
    const auto seconds = static_cast<std::time_t>(day * 86'400);
    std::tm parts{};
    ASSERT_NE(gmtime_r(&seconds, &parts), nullptr);
    char expected[32];
    ASSERT_GT(std::strftime(expected, sizeof expected, "%Y-%m-%d", &parts), 0U);
    ASSERT_EQ(format_day({day * 86'400'000}), expected);
    ASSERT_EQ(parse_day(expected)->value, day * 86'400'000);
  }
}

TEST(Date, WritesMomentsBeyondTheYear9999AsTheLastOne) {
  EXPECT_EQ(format_millis({std::numeric_limits<std::uint64_t>::max()}), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(format_millis({253'402'300'799'999}), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(format_millis({253'402'300'799'998}), "9999-12-31T23:59:59.998Z");
}

TEST(Date, AddsMonthsAndKeepsTheDayWhereThereIsOne) {
  const auto plus = [](std::string_view day, int months) { return format_day(add_months(*parse_day(day), months)); };
  EXPECT_EQ(plus("2018-11-09", 12), "2019-11-09");
  EXPECT_EQ(plus("2018-11-09", 2), "2019-01-09");
  EXPECT_EQ(plus("2020-01-31", 1), "2020-02-29");
  EXPECT_EQ(plus("2019-01-31", 1), "2019-02-28");
  EXPECT_EQ(plus("2020-02-29", 12), "2021-02-28");
  EXPECT_EQ(plus("2020-03-31", -1), "2020-02-29");
  EXPECT_EQ(plus("2020-03-31", 0), "2020-03-31");
  EXPECT_EQ(format_moment(add_months(moment("2020-01-31T12:34:56Z"), 1)), "2020-02-29T12:34:56Z");
}

TEST(Date, ReadsADayOrAMoment) {
  EXPECT_EQ(parse_day_or_moment("2018-11-09")->value, 1'541'721'600'000U);
  EXPECT_EQ(parse_day_or_moment("2018-11-09T00:00:01Z")->value, 1'541'721'601'000U);
  EXPECT_FALSE(parse_day_or_moment("2018-11-09T"));
  EXPECT_EQ(format_moment(*parse_end_of_day_or_moment("2018-11-09")), "2018-11-09T23:59:59Z");
  EXPECT_EQ(format_moment(*parse_end_of_day_or_moment("2018-11-09T10:00:00Z")), "2018-11-09T10:00:00Z");
}

}  // namespace
}  // namespace attest
