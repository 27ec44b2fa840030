// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/csv.hpp"

#include <gtest/gtest.h>

namespace cityledger {
namespace {

using Cells = std::vector<std::string>;

std::string problems(std::string_view text, std::optional<char> separator = {}, const CsvLimits& limits = {}) {
  std::string all;
  for (const auto& problem : read_csv(text, separator, limits).problems) {
    all += (all.empty() ? "" : " | ") + describe(problem);
  }
  return all;
}

TEST(Csv, ReadsQuotedCellsWithSeparatorsQuotesAndLineBreaks) {
  const auto table = read_csv("a,b\r\n\"x,\"\"y\"\"\",\"two\nlines\"\r\nlast,\"\"\r\n", {});
  EXPECT_TRUE(table.problems.empty());
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0].cells, (Cells{"x,\"y\"", "two\nlines"}));
  EXPECT_EQ(table.rows[1].cells, (Cells{"last", ""}));
}

TEST(Csv, NumbersRowsAsASpreadsheetDoesAlsoAfterLineBreaksInCellsAndEmptyLines) {
  const auto table = read_csv("a,b\n\"1\n1\",2\n\n3,4", {});
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0].row, 2U);
  EXPECT_EQ(table.rows[1].row, 4U);
}

TEST(Csv, SkipsAByteOrderMark) {
  EXPECT_EQ(read_csv("\xEF\xBB\xBF"
                     "a,b\n1,2\n",
                     {})
                .header,
            (Cells{"a", "b"}));
}

TEST(Csv, FindsTheSeparatorInTheHeader) {
  EXPECT_EQ(read_csv("a;b\n1,5;2\n", {}).rows[0].cells, (Cells{"1,5", "2"}));
  EXPECT_EQ(read_csv("a;\"b,c\"\n1;2\n", {}).header, (Cells{"a", "b,c"}));
  EXPECT_EQ(problems("a;b,c\n1;2\n"),
            "row 1: the header has both ',' and ';'; say which one separates cells with --separator");
  EXPECT_EQ(read_csv("a;b,c\n1;2\n", ';').header, (Cells{"a", "b,c"}));
}

TEST(Csv, TrimsBlanksOutsideQuotesAlone) {
  EXPECT_EQ(read_csv("a,b\n  1 ,\" 2 \"\n", {}).rows[0].cells, (Cells{"1", " 2 "}));
}

struct BadFile {
  std::string_view text;
  std::string_view says;
};

class BadCsv : public testing::TestWithParam<BadFile> {};

TEST_P(BadCsv, IsReportedWithRowAndColumn) {
  EXPECT_EQ(problems(GetParam().text).find(GetParam().says), 0U) << problems(GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    Csv, BadCsv,
    testing::Values(BadFile{"", "row 1: the file is empty"},
                    BadFile{"a,b\n1,\"2\n3,4\n", "row 2, column b: the cell opens a double quote that is never closed"},
                    BadFile{"a,b\n1,2\"3\n", "row 2, column b: the cell has a quote in its middle"},
                    BadFile{"a,b\n\"1\"x,2\n", "row 2, column a: the cell has text after its closing quote"},
                    BadFile{"a,b\n1,2\n1,2,3\n", "row 3: the row has 3 cells, the header has 2"},
                    BadFile{"a,b\n1\n", "row 2: the row has 1 cells, the header has 2"},
                    BadFile{"a,b\n1,\xFF\n", "row 2, column b: the cell is not UTF-8 text"},
                    BadFile{"a,b\n\xC0\x80,2\n", "row 2, column a: the cell is not UTF-8 text"},
                    BadFile{"a,b\n\xED\xA0\x80,2\n", "row 2, column a: the cell is not UTF-8 text"},
                    BadFile{"a,b\n1,\x01\n", "row 2, column b: the cell holds a control character"},
                    BadFile{"a,b\r1,2\r", "row 1, column 2: the cell holds a carriage return"}));

TEST(Csv, ReportsEveryProblemAndKeepsTheGoodRows) {
  const auto table = read_csv("a,b\n1\n1,2\n\xFF,\xFF\n", {});
  EXPECT_EQ(table.problems.size(), 3U);
  EXPECT_EQ(table.rows.size(), 1U);
}

TEST(Csv, HasALimitOnBytes) {
  const CsvLimits limits{.bytes_max = 8};
  EXPECT_EQ(problems("a,b\n1,2\n", {}, limits), "");
  EXPECT_EQ(problems("a,b\n1,23\n", {}, limits), "the file is over 8 bytes; split it");
}

TEST(Csv, HasALimitOnRows) {
  const CsvLimits limits{.rows_max = 3};
  EXPECT_EQ(problems("a\n1\n2\n", {}, limits), "");
  EXPECT_EQ(problems("a\n1\n2\n3\n4\n", {}, limits), "row 4: the file has more than 3 rows; split it");
}

TEST(Csv, HasALimitOnColumns) {
  const CsvLimits limits{.columns_max = 2};
  EXPECT_EQ(problems("a,b\n", {}, limits), "");
  EXPECT_EQ(problems("a,b,c,d\n", {}, limits), "row 1: the row has more than 2 cells");
}

TEST(Csv, HasALimitOnCells) {
  const CsvLimits limits{.cell_bytes_max = 4};
  EXPECT_EQ(problems("a\n1234\n\"1234\"\n", {}, limits), "");
  EXPECT_EQ(problems("a\n12345\n", {}, limits), "row 2, column a: the cell is longer than 4 bytes; shorten it");
  EXPECT_EQ(problems("a\n\"12345\"\n", {}, limits), "row 2, column a: the cell is longer than 4 bytes; shorten it");
}

}  // namespace
}  // namespace cityledger
