// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/sheet.hpp"

#include <array>

namespace cityledger {
namespace {

using attest::Fields;
using attest::Json;

constexpr std::array<std::string_view, 5> kKinds = {"text", "number", "boolean", "error", "no_result"};
constexpr std::array<std::string_view, 3> kFormats = {"plain", "date", "percent"};
constexpr std::size_t kTextBytesMax = 64U << 20U;  // of one cell; import judges cells by its own limits
constexpr std::size_t kItemsMax = 16U << 20U;

Json cell_json(const SheetCell& cell) {
  return Json::Object{{"column", std::uint64_t{cell.column}},
                      {"kind", kKinds.at(static_cast<std::size_t>(cell.kind))},
                      {"format", kFormats.at(static_cast<std::size_t>(cell.format))},
                      {"formula", cell.formula},
                      {"text", cell.text}};
}

std::size_t place_in(const auto& words, Fields& fields, std::string_view name) {
  const std::string word = fields.text(name);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words.at(i) == word) return i;
  }
  fields.wrong(name, "is no known word");
  return 0;
}

std::size_t positive(Fields& fields, std::string_view name) {
  return static_cast<std::size_t>(fields.integer(name, 1, attest::kJsonIntegerMax));
}

// Reads every item of an array by `read(Fields&)`; the first error is carried to the outer object.
void each(Fields& outer, std::string_view name, auto&& read) {
  for (const Json& item : outer.array(name, kItemsMax)) {
    Fields fields(item);
    read(fields);
    if (const auto done = fields.finish(); !done) return outer.wrong(name, done.error().message);
  }
}

void read_cell(Fields& fields, SheetCell& cell) {
  cell.column = positive(fields, "column");
  cell.kind = static_cast<CellKind>(place_in(kKinds, fields, "kind"));
  cell.format = static_cast<CellFormat>(place_in(kFormats, fields, "format"));
  cell.formula = fields.boolean("formula");
  cell.text = fields.text("text", kTextBytesMax);
}

void read_row(Fields& fields, SheetRow& row) {
  row.row = positive(fields, "row");
  row.hidden = fields.boolean("hidden");
  each(fields, "cells", [&](Fields& inner) { read_cell(inner, row.cells.emplace_back()); });
}

void read_sheet(Fields& fields, Sheet& sheet) {
  sheet.name = fields.text("name", kTextBytesMax);
  sheet.hidden = fields.boolean("hidden");
  each(fields, "rows", [&](Fields& inner) { read_row(inner, sheet.rows.emplace_back()); });
}

}  // namespace

std::string column_letters(std::size_t column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  }
  return letters;
}

Json to_json(const Workbook& workbook) {
  Json::Array sheets;
  for (const auto& sheet : workbook.sheets) {
    Json::Array rows;
    for (const auto& row : sheet.rows) {
      Json::Array cells;
      for (const auto& cell : row.cells) cells.push_back(cell_json(cell));
      rows.emplace_back(
          Json::Object{{"row", std::uint64_t{row.row}}, {"hidden", row.hidden}, {"cells", std::move(cells)}});
    }
    sheets.emplace_back(Json::Object{{"name", sheet.name}, {"hidden", sheet.hidden}, {"rows", std::move(rows)}});
  }
  return Json::Object{{"sheets", std::move(sheets)}};
}

attest::Result<Workbook> workbook_from_json(const Json& json) {
  Fields fields(json);
  Workbook workbook;
  each(fields, "sheets", [&](Fields& inner) { read_sheet(inner, workbook.sheets.emplace_back()); });
  if (const auto done = fields.finish(); !done) return tl::unexpected(done.error());
  return workbook;
}

}  // namespace cityledger
