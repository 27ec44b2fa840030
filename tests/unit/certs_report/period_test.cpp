// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/period.hpp"

#include <gtest/gtest.h>

namespace certs {
namespace {

struct Cell {
  std::string_view text;
  int year;
};

class GoodPeriod : public testing::TestWithParam<Cell> {};

TEST_P(GoodPeriod, KeepsItsLabelAndGivesTheYearInWhichItEnds) {
  const auto period = read_period(GetParam().text);
  ASSERT_TRUE(period) << period.error().message;
  EXPECT_EQ(period->label, GetParam().text);
  EXPECT_EQ(period->year, GetParam().year);
  EXPECT_EQ(period->read_as, "");
}

INSTANTIATE_TEST_SUITE_P(Period, GoodPeriod,
                         testing::Values(Cell{"2016", 2016}, Cell{"2016 (June Qtr)", 2016},
                                         Cell{"2016 (at 30 June)", 2016}, Cell{"2015/16", 2016},
                                         Cell{"FY 2015/16", 2016}, Cell{"1999/00", 2000}, Cell{"2016-06-30", 2016},
                                         Cell{"2015-07-01/2016-06-30", 2016}, Cell{"2016-01-01/2016-01-01", 2016}));

class BadPeriod : public testing::TestWithParam<std::string_view> {};

TEST_P(BadPeriod, IsRefusedWithExamples) {
  const auto period = read_period(GetParam());
  ASSERT_FALSE(period);
  EXPECT_NE(period.error().message.find("write it like 2016, 2016 (June Qtr), 2015/16"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Period, BadPeriod,
                         testing::Values("", "16", "20166", "1899", "2101", "2015/17", "2015/2016", "2015-16",
                                         "FY2015/16", "FY 2016", "FY 192015/16", "FY 202015/17", "FY 2020015/16",
                                         "2016-02-30", "2016-06-30/2015-07-01", "2016 June", "2016 ()", "2016 (a)b)",
                                         "30.06.2016", "2016 (\n)",
                                         "2016 (0123456789012345678901234567890123456789012345678901234567)"));

TEST(Period, ReadsAFinancialYearTypedOntoATwentyAndSaysSo) {
  const auto period = read_period("FY 202015/16");
  ASSERT_TRUE(period);
  EXPECT_EQ(period->label, "FY 202015/16");
  EXPECT_EQ(period->year, 2016);
  EXPECT_EQ(period->read_as, "FY 2015/16");
}

}  // namespace
}  // namespace certs
