// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The City of Melbourne's published figures in the import format: read without a problem, and every oddity that
// stands in them is found.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "certs/value_checks.hpp"
#include "cityledger/import_table.hpp"

namespace cityledger {
namespace {

std::string file_text(const std::string& path) {
  std::ifstream in(std::string(CITYLEDGER_SOURCE_DIR) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Melbourne : public testing::Test {
 protected:
  void SetUp() override {
    const auto json = attest::parse_json(file_text("attest/catalogues/iso37120-2014.json"));
    ASSERT_TRUE(json) << json.error().message;
    const auto catalogue = attest::parse_catalogue(*json);
    ASSERT_TRUE(catalogue) << catalogue.error().message;
    for (int year = 2014; year <= 2018; ++year) {
      auto table =
          read_import_table(file_text("tools/demo/melbourne-" + std::to_string(year) + ".csv"), *catalogue, {});
      for (const auto& problem : table.problems) ADD_FAILURE() << year << " " << describe(problem);
      check_year(year, table);
      tables_.emplace(year, std::move(table));
    }
  }

  void check_year(int year, const ImportTable& table) {
    for (const auto& row : table.rows) {
      const certs::ValueToCheck value{row.value,         row.unit,         row.numerator, row.denominator,
                                      row.period->label, row.period->year, year};
      std::vector<certs::EarlierValue> earlier;
      for (const auto& [before, other] : tables_) {
        for (const auto& candidate : other.rows) {
          if (candidate.indicator == row.indicator) earlier.push_back({before, candidate.value});
        }
      }
      for (const auto& finding : certs::check_value(value, earlier, {}).findings) {
        found_[finding.check].insert(std::to_string(year) + " " + row.indicator);
      }
    }
  }

  std::map<int, ImportTable> tables_;
  std::map<std::string, std::set<std::string>> found_;
};

using Places = std::set<std::string>;

TEST_F(Melbourne, HasFortySevenIndicatorsIn2016) {
  std::size_t counted = 0;
  for (const auto& row : tables_.at(2016).rows) counted += row.indicator.starts_with('P') ? 0U : 1U;
  EXPECT_EQ(counted, 47U);
}

TEST_F(Melbourne, HasTwelveMistypedFinancialYears) {
  EXPECT_EQ(found_["mistyped_period"],
            (Places{"2014 7.1", "2014 7.3", "2014 7.5", "2014 8.3", "2015 7.1", "2015 7.3", "2015 7.5", "2015 8.3",
                    "2016 7.1", "2016 7.3", "2016 7.5", "2016 8.3"}));
}

TEST_F(Melbourne, HasPercentagesAboveAHundred) {
  EXPECT_EQ(found_["range"], (Places{"2015 9.4", "2016 11.6", "2017 9.4"}));
}

TEST_F(Melbourne, HasAJumpInHomicides) {
  EXPECT_TRUE(found_["jump"].contains("2017 14.2"));
}

TEST_F(Melbourne, HasTheShareOfNationalProductSwappedInEveryYear) {
  EXPECT_EQ(found_["swapped"], (Places{"2014 P19", "2015 P19", "2016 P19", "2017 P19"}));
}

TEST_F(Melbourne, CannotBeRecomputedWhereTheSourcePrintsNoNumerator) {
  Places counted;
  for (const auto& place : found_["not_recomputed"]) {
    if (place.find(" P") == std::string::npos) counted.insert(place);
  }
  EXPECT_EQ(counted, (Places{"2014 10.2", "2015 10.2", "2016 10.2", "2014 12.4", "2015 12.4", "2014 12.7", "2015 12.7",
                             "2016 12.7"}));
}

TEST_F(Melbourne, RecomputesEveryIndicatorThatPrintsBoth) {
  for (const auto& place : found_["recomputed"]) EXPECT_NE(place.find(" P"), std::string::npos) << place;
}

TEST_F(Melbourne, RepeatsOneValue) {
  EXPECT_TRUE(found_["same"].contains("2017 9.1"));
}

}  // namespace
}  // namespace cityledger
