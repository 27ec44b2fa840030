// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/csv.hpp"

#include <gtest/gtest.h>

namespace certs {
namespace {

TEST(CsvLine, PutsInQuotesWhatWouldPartCellsOrLines) {
  EXPECT_EQ(csv_line({"a", "b c", ""}), "a,b c,\r\n");
  EXPECT_EQ(csv_line({"a,b", "a;b", "a\"b", "a\nb", "a\rb"}), "\"a,b\",\"a;b\",\"a\"\"b\",\"a\nb\",\"a\rb\"\r\n");
}

// What a city, a provider or a certifier wrote is computed by nobody's spreadsheet.
TEST(CsvLine, MakesNoFormulaOfAWord) {
  for (const char* formula : {"=1+1", "=HYPERLINK(1)", "@SUM(A1)", "+1+1", "-1+1", "-2.5 %", "-", "+", "=", "\tx",
                              "-A1", "+cmd|' /C calc'!A0", "-1e5"}) {
    EXPECT_EQ(csv_line({formula}), "'" + std::string(formula) + "\r\n") << formula;
  }
  EXPECT_EQ(csv_line({"=HYPERLINK(\"http://x\",1)"}), "\"'=HYPERLINK(\"\"http://x\"\",1)\"\r\n");
  EXPECT_EQ(csv_line({"\r=1"}), "\"'\r=1\"\r\n");
}

TEST(CsvLine, LeavesNumbersWithTheirSign) {
  EXPECT_EQ(csv_line({"-1.5", "+7", "-0", "12", "1-2", "a=b", "2017-01-01"}), "-1.5,+7,-0,12,1-2,a=b,2017-01-01\r\n");
}

}  // namespace
}  // namespace certs
