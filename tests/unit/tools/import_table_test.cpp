// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/import_table.hpp"

#include <gtest/gtest.h>

namespace cityledger {
namespace {

attest::Catalogue small_catalogue() {
  attest::Catalogue catalogue;
  catalogue.id = "iso37120-2014";
  for (const auto* code : {"5.1", "5.2"}) {
    attest::Indicator indicator;
    indicator.code = code;
    indicator.kind = "core";
    indicator.unit = "percent";
    catalogue.indicators.push_back(indicator);
  }
  return catalogue;
}

constexpr std::string_view kHeader = "indicator,state,value,unit,numerator,denominator,period,source,evidence,note\n";

std::string problems(std::string_view text, bool decimal_comma = false) {
  ImportOptions options;
  options.decimal_comma = decimal_comma;
  std::string all;
  for (const auto& problem : read_import_table(text, small_catalogue(), options).problems) {
    all += (all.empty() ? "" : " | ") + describe(problem);
  }
  return all;
}

std::string with_header(std::string_view row) {
  return std::string(kHeader) + std::string(row);
}

TEST(ImportTable, ReadsWordsWhereTheCatalogueAsksForThem) {
  auto catalogue = small_catalogue();
  attest::Indicator climate;
  climate.code = "P34";
  climate.kind = "profile";
  climate.unit = "text";
  catalogue.indicators.push_back(climate);
  const auto read = [&](std::string_view row) { return read_import_table(with_header(row), catalogue, {}); };
  const auto table = read("P34,reported,\"Temperate, oceanic\",text,,,2016,,,\n");
  ASSERT_TRUE(table.problems.empty()) << describe(table.problems[0]);
  EXPECT_EQ(table.rows.at(0).value, "Temperate, oceanic");
  EXPECT_EQ(read("P34,reported,mild,text,1,2,2016,,,\n").problems.size(), 1U) << "words are no quotient";
  EXPECT_EQ(read("P34,reported,,text,,,2016,,,\n").problems.size(), 1U);
  EXPECT_EQ(read("P34,reported,mild,percent,,,2016,,,\n").problems.size(), 1U);
  EXPECT_EQ(read("5.1,reported,mild,percent,,,2016,,,\n").problems.size(), 1U);
}

TEST(ImportTable, ReadsAReportedValue) {
  const auto table = read_import_table(
      with_header("5.1,reported,3.660,percent,3290,89855,2016 (June Qtr),Statistics,labour.pdf,as printed\n"),
      small_catalogue(), {});
  ASSERT_TRUE(table.problems.empty()) << describe(table.problems[0]);
  ASSERT_EQ(table.rows.size(), 1U);
  const auto& row = table.rows[0];
  EXPECT_EQ(row.row, 2U);
  EXPECT_EQ(row.indicator, "5.1");
  EXPECT_EQ(row.value, "3.660");
  EXPECT_EQ(row.numerator, "3290");
  EXPECT_EQ(row.denominator, "89855");
  EXPECT_EQ(row.period->year, 2016);
  EXPECT_EQ(row.source, "Statistics");
  EXPECT_EQ(row.evidence, "labour.pdf");
  EXPECT_EQ(row.note, "as printed");
}

TEST(ImportTable, TakesColumnsInAnyOrderAndWithoutTheOptionalOnes) {
  const auto table =
      read_import_table("period;unit;value;state;indicator\n2016;percent;3;reported;5.1\n", small_catalogue(), {});
  ASSERT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.rows[0].value, "3");
  EXPECT_EQ(table.rows[0].numerator, "");
}

TEST(ImportTable, NeedsNeitherValueNorUnitNorPeriodForWhatIsNotThere) {
  const auto table = read_import_table(with_header("5.1,not_available,,,,,,,,no survey\n5.2,not_applicable,,,,,,,,\n"),
                                       small_catalogue(), {});
  EXPECT_TRUE(table.problems.empty());
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0].state, attest::ValueState::kNotAvailable);
  EXPECT_EQ(table.rows[1].state, attest::ValueState::kNotApplicable);
}

TEST(ImportTable, ReadsDecimalCommasWhenTold) {
  ImportOptions options;
  options.decimal_comma = true;
  const auto table = read_import_table("indicator;state;value;unit;period\n5.1;reported;3,66;percent;2016\n",
                                       small_catalogue(), options);
  ASSERT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.rows[0].value, "3.66");
}

struct BadRow {
  std::string_view row;
  std::string_view says;
};

class BadImport : public testing::TestWithParam<BadRow> {};

TEST_P(BadImport, IsReportedWithRowColumnAndRemedy) {
  const std::string text = problems(with_header(GetParam().row));
  EXPECT_EQ(text.find(GetParam().says), 0U) << text;
}

INSTANTIATE_TEST_SUITE_P(
    ImportTable, BadImport,
    testing::Values(
        BadRow{"9.99,reported,3,percent,,,2016,,,",
               "row 2, column indicator: \"9.99\" is no indicator of iso37120-2014"},
        BadRow{",reported,3,percent,,,2016,,,", "row 2, column indicator: is empty"},
        BadRow{"5.1,final,3,percent,,,2016,,,", "row 2, column state: \"final\" is no state; write reported"},
        BadRow{"5.1,,3,percent,,,2016,,,", "row 2, column state: is empty; write reported"},
        BadRow{"5.1,reported,,percent,,,2016,,,", "row 2, column value: is empty"},
        BadRow{"5.1,reported,3e2,percent,,,2016,,,", "row 2, column value: \"3e2\" is no plain decimal number"},
        BadRow{"5.1,reported,03,percent,,,2016,,,", "row 2, column value: \"03\" is no plain decimal number"},
        BadRow{"5.1,reported,\"3,66\",percent,,,2016,,,",
               "row 2, column value: \"3,66\" has a decimal comma; write a point, or say --decimal-comma"},
        BadRow{"5.1,reported,3,percent,\"84,942\",,2016,,,",
               "row 2, column numerator: thousands separators are not read; write 84942 instead of 84,942"},
        BadRow{
            "5.1,reported,3,percent,,\"1,208,039.39\",2016,,,",
            "row 2, column denominator: thousands separators are not read; write 1208039.39 instead of 1,208,039.39"},
        BadRow{"5.1,reported,3,minutes,,,2016,,,",
               "row 2, column unit: \"minutes\" is another unit; the catalogue's unit of 5.1 is \"percent\""},
        BadRow{"5.1,reported,3,,,,2016,,,", "row 2, column unit: is empty; the catalogue's unit of 5.1"},
        BadRow{"5.1,reported,3,percent,,,last year,,,",
               "row 2, column period: \"last year\" is no period; write it like"},
        BadRow{"5.1,reported,3,percent,,,,,,", "row 2, column period: is empty; write it like"},
        BadRow{"5.1,not_available,3,,,,,,,", "row 2, column value: must be empty for the state not_available"},
        BadRow{"5.1,not_available,,,,,,,,\n5.1,reported,3,percent,,,2016,,,\n",
               "row 3, column indicator: 5.1 is also in row 2; keep one"}));

TEST(ImportTable, NamesAPointWhereADecimalCommaWasAnnounced) {
  EXPECT_EQ(problems("indicator;state;value;unit;period\n5.1;reported;3.66;percent;2016\n", true),
            "row 2, column value: \"3.66\" has a decimal point, but a decimal comma was announced");
  EXPECT_EQ(problems("indicator;state;value;unit;period\n5.1;reported;1.234,5;percent;2016\n", true),
            "row 2, column value: thousands separators are not read; write 1234,5 instead of 1.234,5");
}

TEST(ImportTable, LeavesOutRowsInWhichNothingIsFilledInAndSaysWhich) {
  const auto table =
      read_import_table(with_header("5.1,,,percent,,,,,,\n5.2,reported,1,percent,,,2016,,,\n"), small_catalogue(), {});
  EXPECT_TRUE(table.problems.empty());
  EXPECT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.blank, std::vector<std::string>{"5.1"});
  EXPECT_EQ(problems(with_header("5.1,,,percent,,,,,,\n")), "no row is filled in");
}

TEST(ImportTable, RefusesANameOrKindThatIsNotTheCodesOwn) {
  const std::string header = "indicator,name,kind,state,value,unit,period\n";
  EXPECT_EQ(problems(header + "5.1,,core,reported,1,percent,2016\n"), "");
  EXPECT_EQ(problems(header + "5.1,Second,,reported,1,percent,2016\n"),
            "row 2, column name: \"Second\" is not that of 5.1, which is \"\"");
  EXPECT_EQ(problems(header + "5.1,,supporting,reported,1,percent,2016\n"),
            "row 2, column kind: \"supporting\" is not that of 5.1, which is \"core\"");
}

TEST(ImportTable, NamesUnknownRepeatedAndMissingColumns) {
  const std::string text = problems("indicator,state,value,unit,value,remark\n");
  EXPECT_NE(text.find("row 1, column remark: no column of that name is known; the columns are indicator, name, kind"),
            std::string::npos);
  EXPECT_NE(text.find("row 1, column value: the column is there twice"), std::string::npos);
  EXPECT_NE(text.find("row 1, column period: the column is missing"), std::string::npos);
}

TEST(ImportTable, ReportsAllProblemsInTheOrderOfTheRows) {
  const std::string text =
      problems(with_header("5.1,reported,x,minutes,,,2016,,,\n5.2,reported\n5.3,reported,1,percent,,,2016,,,\n"));
  const auto second = text.find("row 2, column value");
  const auto third = text.find("row 3: the row has 2 cells");
  const auto fourth = text.find("row 4, column indicator");
  EXPECT_LT(second, third);
  EXPECT_LT(third, fourth);
  EXPECT_NE(fourth, std::string::npos) << text;
}

TEST(ImportTable, RefusesAHeaderWithNothingBelow) {
  EXPECT_EQ(problems(kHeader), "there is no row below the header");
}

}  // namespace
}  // namespace cityledger
