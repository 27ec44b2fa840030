// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/value_checks.hpp"

#include <gtest/gtest.h>

namespace certs {
namespace {

ValueToCheck percent(std::string value, std::string numerator, std::string denominator) {
  return {std::move(value), "percent", std::move(numerator), std::move(denominator), "2016", 2016, 2016};
}

std::string names(const CheckedValue& checked) {
  std::string all;
  for (const auto& finding : checked.findings) all += (all.empty() ? "" : " ") + finding.check;
  return all;
}

TEST(ValueChecks, FindNothingInAValueThatRecomputes) {
  const auto checked = check_value(percent("3.66", "3290", "89855"), {}, {});
  EXPECT_EQ(names(checked), "");
  EXPECT_EQ(checked.recomputed, "3290 / 89855 x 100 = 3.66, as reported");
}

TEST(ValueChecks, NameAValueThatRecomputesToAnother) {
  const auto checked = check_value(percent("3.67", "3290", "89855"), {}, {});
  ASSERT_EQ(names(checked), "recomputed");
  EXPECT_EQ(checked.findings[0].sentence, "Recomputed it is 3.66, not 3.67: 3290 / 89855 x 100.");
  EXPECT_EQ(checked.recomputed, "");
}

TEST(ValueChecks, TakeADenominatorInHundredsOfThousandsOrInPersons) {
  EXPECT_EQ(names(check_value({"4.11", "per 100 000 population", "6", "1.46", "2016", 2016, 2016}, {}, {})), "");
  EXPECT_EQ(names(check_value({"4.11", "per 100 000 population", "6", "146096", "2016", 2016, 2016}, {}, {})), "");
  EXPECT_EQ(names(check_value({"96.41", "males per 100 females", "71714", "74382", "2016", 2016, 2016}, {}, {})), "");
}

TEST(ValueChecks, NameSwappedNumeratorAndDenominator) {
  EXPECT_EQ(names(check_value(percent("5.66", "1208039015868.39", "68408312000.00"), {}, {})), "swapped");
}

TEST(ValueChecks, SayWhatIsMissingToRecompute) {
  const auto checked = check_value(percent("3.66", "", "89855"), {}, {});
  ASSERT_EQ(names(checked), "not_recomputed");
  EXPECT_EQ(checked.findings[0].sentence, "It cannot be recomputed: the numerator is missing.");
  EXPECT_EQ(names(check_value(percent("3.66", "1", "0"), {}, {})), "recomputed");
}

TEST(ValueChecks, NamePercentagesOutsideTheirRange) {
  EXPECT_EQ(names(check_value(percent("100.01", "10001", "10000"), {}, {})), "range");
  EXPECT_EQ(names(check_value(percent("100.00", "10000", "10000"), {}, {})), "");
  EXPECT_EQ(names(check_value(percent("-0.01", "-1", "10000"), {}, {})), "range");
  EXPECT_EQ(names(check_value({"101", "minutes", "101", "1", "2016", 2016, 2016}, {}, {})), "");
}

TEST(ValueChecks, NameAJumpFromTheFactorOnEitherWay) {
  const std::vector<EarlierValue> before = {{2014, "1"}, {2015, "10.0"}};
  EXPECT_EQ(names(check_value(percent("30.00", "30", "100"), before, {})), "jump");
  EXPECT_EQ(names(check_value(percent("29.99", "2999", "10000"), before, {})), "");
  EXPECT_EQ(names(check_value(percent("3.33", "333", "10000"), before, {})), "jump");
  EXPECT_EQ(names(check_value(percent("3.34", "334", "10000"), before, {})), "");
  EXPECT_EQ(names(check_value(percent("29.99", "2999", "10000"), before, {2})), "jump");
}

TEST(ValueChecks, NameAJumpFromAndToZeroAndAChangeOfSign) {
  EXPECT_EQ(names(check_value(percent("1", "1", "100"), {{2015, "0.0"}}, {})), "jump");
  EXPECT_EQ(names(check_value(percent("0", "0", "100"), {{2015, "2"}}, {})), "jump");
  EXPECT_EQ(names(check_value({"-2", "mm", "-2", "1", "2016", 2016, 2016}, {{2015, "2"}}, {})), "jump");
}

TEST(ValueChecks, NameTheSameValueAsLastYearAlone) {
  EXPECT_EQ(names(check_value(percent("3.66", "3290", "89855"), {{2015, "3.660"}}, {})), "same");
  EXPECT_EQ(names(check_value(percent("3.66", "3290", "89855"), {{2014, "3.66"}}, {})), "");
}

TEST(ValueChecks, NameAnOldAndAMistypedPeriod) {
  auto value = percent("3.66", "3290", "89855");
  value.period_year = 2014;
  auto checked = check_value(value, {}, {});
  ASSERT_EQ(names(checked), "old_period");
  EXPECT_EQ(checked.findings[0].sentence, "The period ends in 2014, 2 years before the data year 2016.");
  value.period_year = 2016;
  value.period_label = "FY 202015/16";
  checked = check_value(value, {}, {});
  ASSERT_EQ(names(checked), "mistyped_period");
  EXPECT_EQ(checked.findings[0].sentence, "The period is printed as \"FY 202015/16\" and was read as FY 2015/16.");
}

TEST(ValueChecks, NameEveryOtherValueForTheSamePeriod) {
  const auto findings = find_other_values("8.2", {{"a/b-2014/2016", "8.20", 7}, {"a/b-2014/2017", "8.3", 9}});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].check, "other_value");
  EXPECT_EQ(findings[0].sentence, "For the same period a/b-2014/2017 (entry 9) reports 8.3, not 8.2.");
  EXPECT_EQ(find_other_values("harbour", {{"a/b-2014/2016", "river", 7}}).size(), 1U);
  EXPECT_TRUE(find_other_values("harbour", {{"a/b-2014/2016", "harbour", 7}}).empty());
  EXPECT_TRUE(find_other_values("", {{"a/b-2014/2016", "8.2", 7}}).empty());
}

}  // namespace
}  // namespace certs
