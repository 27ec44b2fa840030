// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Comma-separated values as RFC 4180 has them, read strictly and within limits; every problem has its place.
//
// In:  any bytes. A byte order mark is skipped, lines end with LF or CRLF, the separator is ',' or ';'.
// Out: the header and the rows that have as many cells as it; rows with a problem are left out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityledger {

struct CsvLimits {
  std::size_t bytes_max = 16U << 20U;
  std::size_t rows_max = 100'000;  // the header counted
  std::size_t columns_max = 64;
  std::size_t cell_bytes_max = 4'096;
};

// Where and what, as a person finds it in a spreadsheet.
struct TableProblem {
  std::size_t row = 0;  // from 1, the header is row 1; 0 when it is about the whole file
  std::string column;   // its name; its number from 1 where it has none; empty when it is about the whole row
  std::string message;  // what is wrong and how to mend it
  std::string sheet{};  // of a workbook; empty for CSV
};

struct CsvRow {
  std::size_t row = 0;  // as a spreadsheet numbers it
  std::vector<std::string> cells;
};

struct CsvTable {
  char separator = ',';
  std::string sheet;           // of a workbook; empty for CSV
  std::size_t header_row = 1;  // as a spreadsheet numbers it
  std::vector<std::string> header;
  std::vector<CsvRow> rows;  // empty lines are left out, and counted
  std::vector<TableProblem> problems;
};

// Without `separator` it is found in the header: the one of ',' and ';' that stands there outside quotes.
[[nodiscard]] CsvTable read_csv(std::string_view text, std::optional<char> separator, const CsvLimits& limits = {});

// What makes a cell's text unfit to be read; empty when nothing does: "is longer than ...", "holds a control
// character".
[[nodiscard]] std::string unfit_cell(std::string_view cell, const CsvLimits& limits);

// "row 7, column value: ..."
[[nodiscard]] std::string describe(const TableProblem& problem);

}  // namespace cityledger
