// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/sheet_table.hpp"

#include <gtest/gtest.h>

namespace cityledger {
namespace {

attest::Catalogue small_catalogue() {
  attest::Catalogue catalogue;
  catalogue.id = "iso37120-2014";
  for (const auto* code : {"5.1", "16.1", "16.10"}) {
    attest::Indicator indicator;
    indicator.code = code;
    indicator.name = std::string("Name of ") + code;
    indicator.kind = "core";
    indicator.unit = "percent";
    catalogue.indicators.push_back(indicator);
  }
  return catalogue;
}

SheetRow row_of(std::size_t row, const std::vector<std::string>& texts) {
  SheetRow out{row, false, {}};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (!texts[i].empty()) out.cells.push_back({i + 1, CellKind::kText, CellFormat::kPlain, false, texts[i]});
  }
  return out;
}

const std::vector<std::string> kHeader = {"indicator", "state", "value", "unit", "period"};

Sheet sheet_with(std::vector<SheetRow> rows, std::string name = "S") {
  Sheet sheet{std::move(name), false, {row_of(1, kHeader)}};
  sheet.rows.insert(sheet.rows.end(), rows.begin(), rows.end());
  return sheet;
}

SheetRow value_row(std::size_t row, SheetCell value) {
  SheetRow out = row_of(row, {"5.1", "reported", "", "percent", "2016"});
  value.column = 3;
  out.cells.insert(out.cells.begin() + 2, value);
  return out;
}

std::string all_of(const std::vector<TableProblem>& problems) {
  std::string all;
  for (const auto& problem : problems) all += (all.empty() ? "" : " | ") + describe(problem);
  return all;
}

ImportTable imported(std::vector<Sheet> sheets, bool decimal_comma = false) {
  ImportOptions options;
  options.decimal_comma = decimal_comma;
  return import_workbook({std::move(sheets)}, small_catalogue(), options);
}

SheetCell number(std::string text, CellFormat format = CellFormat::kPlain) {
  return {3, CellKind::kNumber, format, false, std::move(text)};
}

TEST(SheetTable, ReadsTextAndNumbersAndTellsWhatItShortened) {
  const auto table = imported({sheet_with({value_row(2, number("1.1000000000000001"))})});
  EXPECT_EQ(all_of(table.problems), "");
  ASSERT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.rows[0].value, "1.1");
  EXPECT_EQ(table.rows[0].sheet, "S");
  EXPECT_EQ(all_of(table.remarks),
            "sheet S, row 2, column value: the file has 1.1000000000000001, which is how a spreadsheet program keeps "
            "1.1; 1.1 is read");
}

TEST(SheetTable, TakesNumbersAlsoWhereADecimalCommaWasAnnouncedForText) {
  const auto table = imported({sheet_with({value_row(2, number("3.66"))})}, true);
  ASSERT_EQ(table.rows.size(), 1U) << all_of(table.problems);
  EXPECT_EQ(table.rows[0].value, "3.66");
}

TEST(SheetTable, FindsTheHeadingBelowATitleAndCountsRowsAsTheSpreadsheetDoes) {
  Sheet sheet{
      "S", false, {row_of(1, {"A title"}), row_of(4, kHeader), row_of(9, {"5.2", "reported", "1", "percent", "2016"})}};
  EXPECT_EQ(all_of(imported({sheet}).problems).find("sheet S, row 9, column indicator: \"5.2\" is no indicator"), 0U);
  sheet.rows[1].row = 20;
  sheet.rows[2].row = 21;
  EXPECT_EQ(all_of(imported({sheet}).problems).find("sheet S, row 21"), 0U);
  sheet.rows[1].row = 21;
  sheet.rows[2].row = 22;
  EXPECT_EQ(all_of(imported({sheet}).problems), "no sheet has a heading \"indicator\" in its first 20 rows");
}

TEST(SheetTable, RefusesACodeThatLostItsZero) {
  SheetRow row = row_of(2, {"", "reported", "1", "percent", "2016"});
  row.cells.insert(row.cells.begin(), {1, CellKind::kNumber, CellFormat::kPlain, false, "16.1"});
  EXPECT_EQ(all_of(imported({sheet_with({row})}).problems),
            "sheet S, row 2, column indicator: the cell is the number 16.1, which may have been 16.10; format it as "
            "text and write the code again");
  row.cells[0].text = "5.1";
  EXPECT_EQ(imported({sheet_with({row})}).rows.size(), 1U);
}

TEST(SheetTable, RefusesCellsThatShowSomethingElseThanTheirNumber) {
  const auto problem = [](SheetCell cell) {
    return all_of(imported({sheet_with({value_row(2, std::move(cell))})}).problems);
  };
  EXPECT_NE(problem(number("0.0366", CellFormat::kPercent)).find("shown as a percentage, but the file has 0.0366"),
            std::string::npos);
  EXPECT_NE(problem(number("42551", CellFormat::kDate)).find("is a date"), std::string::npos);
  EXPECT_NE(problem({3, CellKind::kError, CellFormat::kPlain, true, "#DIV/0!"}).find("holds the error #DIV/0!"),
            std::string::npos);
  EXPECT_NE(problem({3, CellKind::kNoResult, CellFormat::kPlain, true, ""}).find("a formula whose result is not"),
            std::string::npos);
  EXPECT_NE(problem({3, CellKind::kText, CellFormat::kPlain, false, std::string("1\x01")}).find("a control character"),
            std::string::npos);
  EXPECT_EQ(problem({3, CellKind::kText, CellFormat::kPlain, false, std::string(4'096, '1')}).find("longer"),
            std::string::npos);
  EXPECT_NE(problem({3, CellKind::kText, CellFormat::kPlain, false, std::string(4'097, '1')}).find("longer than 4096"),
            std::string::npos);
}

TEST(SheetTable, TellsOfFormulasHiddenRowsAndSheetsThatAreNotRead) {
  SheetRow row = value_row(2, number("3"));
  row.cells[2].formula = true;
  row.hidden = true;
  Sheet hidden = sheet_with({row}, "Back");
  hidden.hidden = true;
  const auto table = imported({hidden, {"Scratch", false, {row_of(1, {"x"})}}});
  EXPECT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(all_of(table.remarks),
            "sheet Back: the sheet is hidden, and is read | sheet Back, row 2: the row is hidden, and is read | sheet "
            "Back: 1 cell(s) hold formulas: the results that the file has are read | sheet Scratch: the sheet has no "
            "heading \"indicator\" and is not read");
}

TEST(SheetTable, NamesTheOtherSheetOfARepeatedIndicator) {
  const auto table =
      imported({sheet_with({value_row(7, number("1"))}, "One"), sheet_with({value_row(3, number("1"))}, "Two")});
  EXPECT_EQ(all_of(table.problems), "sheet Two, row 3, column indicator: 5.1 is also in sheet One, row 7; keep one");
}

TEST(SheetTable, LeavesOutRowsInWhichNothingIsFilledIn) {
  const auto table = imported({sheet_with({row_of(2, {"16.1", "", "", "percent"}), value_row(3, number("1"))})});
  EXPECT_EQ(all_of(table.problems), "");
  EXPECT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.blank, std::vector<std::string>{"16.1"});
}

TEST(SheetTable, GoesFromOneProcessToAnotherWithoutLoss) {
  const Workbook workbook{{sheet_with({value_row(2, number("1E5", CellFormat::kPercent))})}};
  const auto again = workbook_from_json(to_json(workbook));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(attest::canonical_json(to_json(*again)), attest::canonical_json(to_json(workbook)));
  EXPECT_FALSE(workbook_from_json(attest::Json::Object{}).has_value());
  EXPECT_FALSE(
      workbook_from_json(*attest::parse_json(R"({"sheets":[{"name":"S","hidden":false,"rows":[{}]}]})")).has_value());
}

TEST(SheetTable, NamesColumnsAsSpreadsheetsDo) {
  EXPECT_EQ(column_letters(1), "A");
  EXPECT_EQ(column_letters(26), "Z");
  EXPECT_EQ(column_letters(27), "AA");
  EXPECT_EQ(column_letters(16'384), "XFD");
}

}  // namespace
}  // namespace cityledger
