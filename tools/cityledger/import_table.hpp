// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A city's values as its spreadsheet gives them: columns indicator, state, value, unit, numerator, denominator,
// period, source, evidence, note, in any order; name and kind may stand beside the code for people, and must then be
// its own. Judged as far as the table alone and the catalogue allow.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attest/catalogue.hpp"
#include "certs/period.hpp"
#include "cityledger/csv.hpp"

namespace cityledger {

struct ImportRow {
  std::size_t row = 0;  // as a spreadsheet numbers it
  std::string sheet;    // of a workbook; empty for CSV
  std::string indicator;
  attest::ValueState state = attest::ValueState::kReported;
  std::string value;  // decimal text; empty unless reported, as are unit and period
  std::string unit;
  std::string numerator;  // decimal text or empty
  std::string denominator;
  std::optional<certs::Period> period;
  std::string source;
  std::string evidence;  // a file's name, or `entry 17`; may be empty
  std::string note;
};

struct ImportTable {
  std::vector<ImportRow> rows;  // those without a problem
  std::vector<TableProblem> problems;
  std::vector<TableProblem> remarks;  // no faults, but the city should know them before it signs
  std::vector<std::string> blank;     // indicators in rows that say nothing else: left out
};

struct ImportOptions {
  std::optional<char> separator;
  bool decimal_comma = false;
  CsvLimits limits;
};

[[nodiscard]] ImportTable read_import_table(std::string_view text, const attest::Catalogue& catalogue,
                                            const ImportOptions& options);
// The same from tables that were read already: one of CSV, or the sheets of a workbook.
[[nodiscard]] ImportTable import_tables(std::vector<CsvTable> tables, const attest::Catalogue& catalogue,
                                        const ImportOptions& options);

}  // namespace cityledger
