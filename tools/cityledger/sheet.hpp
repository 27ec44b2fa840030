// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A workbook as its file has it: cells with their text, not yet judged. What a spreadsheet program stores is kept
// apart from what it means, so that the process which reads foreign files stays as small as it can be.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "attest/json.hpp"

namespace cityledger {

enum class CellKind {
  kText,
  kNumber,    // the file's own text of the number: "1.1000000000000001", "1E-05"
  kBoolean,   // "TRUE" or "FALSE"
  kError,     // "#DIV/0!"
  kNoResult,  // a formula whose result is not in the file
};
enum class CellFormat { kPlain, kDate, kPercent };

struct SheetCell {
  std::size_t column = 0;  // from 1
  CellKind kind = CellKind::kText;
  CellFormat format = CellFormat::kPlain;
  bool formula = false;
  std::string text;
};

struct SheetRow {
  std::size_t row = 0;  // as the spreadsheet numbers it
  bool hidden = false;
  std::vector<SheetCell> cells;  // those with content, by column
};

struct Sheet {
  std::string name;
  bool hidden = false;
  std::vector<SheetRow> rows;  // those with content, by row
};

struct Workbook {
  std::vector<Sheet> sheets;  // in the order of the tabs
};

// A to XFD.
[[nodiscard]] std::string column_letters(std::size_t column);

// How a workbook goes from one process to another.
[[nodiscard]] attest::Json to_json(const Workbook& workbook);
// Errors: kInvalid, naming the member.
[[nodiscard]] attest::Result<Workbook> workbook_from_json(const attest::Json& json);

}  // namespace cityledger
