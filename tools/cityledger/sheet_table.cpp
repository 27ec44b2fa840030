// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/sheet_table.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "cityledger/sheet_number.hpp"

namespace cityledger {
namespace {

constexpr std::size_t kHeaderRowMax = 20;
constexpr std::array<std::string_view, 3> kNumberColumns = {"value", "numerator", "denominator"};

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(" \t") - from + 1));
}

bool is_number_column(std::string_view name) {
  return std::find(kNumberColumns.begin(), kNumberColumns.end(), name) != kNumberColumns.end();
}

const SheetRow* header_of(const Sheet& sheet) {
  for (const auto& row : sheet.rows) {
    if (row.row > kHeaderRowMax) break;
    const auto is_code = [](const SheetCell& cell) { return trimmed(cell.text) == "indicator"; };
    if (std::any_of(row.cells.begin(), row.cells.end(), is_code)) return &row;
  }
  return nullptr;
}

class SheetReader {
 public:
  SheetReader(const Sheet& sheet, const attest::Catalogue& catalogue, const ImportOptions& options, SheetTables& out)
      : sheet_(sheet), catalogue_(catalogue), options_(options), out_(out) {}

  void read(const SheetRow& header) {
    table_.sheet = sheet_.name;
    table_.header_row = header.row;
    read_header(header);
    if (sheet_.hidden) remark(0, {}, "the sheet is hidden, and is read");
    for (const auto& row : sheet_.rows) {
      if (row.row <= header.row) continue;
      if (table_.rows.size() == options_.limits.rows_max) {
        report(row.row, {}, "the sheet has more than " + std::to_string(options_.limits.rows_max) + " rows; split it");
        break;
      }
      read_row(row);
    }
    if (formulas_ != 0) {
      remark(0, {}, std::to_string(formulas_) + " cell(s) hold formulas: the results that the file has are read");
    }
    out_.tables.push_back(std::move(table_));
  }

 private:
  void report(std::size_t row, std::string column, std::string message) {
    table_.problems.push_back({row, std::move(column), std::move(message), sheet_.name});
  }
  void remark(std::size_t row, std::string column, std::string message) {
    out_.remarks.push_back({row, std::move(column), std::move(message), sheet_.name});
  }

  void read_header(const SheetRow& header) {
    for (const auto& cell : header.cells) {
      if (table_.header.size() == options_.limits.columns_max) {
        return report(header.row, {},
                      "the row has more than " + std::to_string(options_.limits.columns_max) + " cells");
      }
      const std::string fault = unfit_cell(cell.text, options_.limits);
      if (!fault.empty()) report(header.row, column_letters(cell.column), "the cell " + fault);
      places_[cell.column] = table_.header.size();
      table_.header.push_back(trimmed(cell.text));
    }
  }

  void read_row(const SheetRow& row) {
    CsvRow read{row.row, std::vector<std::string>(table_.header.size())};
    const std::size_t before = table_.problems.size();
    bool empty = true;
    for (const auto& cell : row.cells) {
      const auto place = places_.find(cell.column);
      if (place == places_.end()) {
        report(row.row, column_letters(cell.column),
               "the cell holds \"" + cell.text.substr(0, 40) + "\" under no heading; remove it");
        continue;
      }
      std::string& text = read.cells[place->second];
      text = read_cell(row.row, table_.header[place->second], cell);
      empty = empty && text.empty();
    }
    if (table_.problems.size() != before || empty) return;
    if (row.hidden) remark(row.row, {}, "the row is hidden, and is read");
    table_.rows.push_back(std::move(read));
  }

  std::string read_cell(std::size_t row, const std::string& column, const SheetCell& cell) {
    if (cell.formula) ++formulas_;
    const std::string fault = fault_of(column, cell);
    if (!fault.empty()) {
      report(row, column, "the cell " + fault);
      return {};
    }
    if (cell.kind != CellKind::kNumber) return trimmed(cell.text);
    return read_number(row, column, cell);
  }

  std::string fault_of(const std::string& column, const SheetCell& cell) const {
    if (cell.kind == CellKind::kError) return "holds the error " + cell.text.substr(0, 20) + "; mend its formula";
    if (cell.kind == CellKind::kNoResult) {
      return "holds a formula whose result is not in the file; save it with a spreadsheet program, or write the number";
    }
    if (cell.kind == CellKind::kNumber && cell.format == CellFormat::kDate) {
      return "is a date to the spreadsheet program, which keeps the number " + cell.text.substr(0, 40) +
             "; format it as text and write it again";
    }
    if (cell.kind == CellKind::kNumber && cell.format == CellFormat::kPercent) {
      return "is shown as a percentage, but the file has " + cell.text.substr(0, 40) +
             "; format it as a number and write what it shows, without the sign";
    }
    if (column == "indicator" && cell.kind == CellKind::kNumber && catalogue_.find(cell.text + "0") != nullptr) {
      return "is the number " + cell.text + ", which may have been " + cell.text +
             "0; format it as text and write the code again";
    }
    return unfit_cell(cell.text, options_.limits);
  }

  // With an announced decimal comma numbers get one, as the same table saved as CSV would have.
  std::string read_number(std::size_t row, const std::string& column, const SheetCell& cell) {
    const auto number = read_sheet_number(trimmed(cell.text));
    if (!number) return trimmed(cell.text);
    if (!is_number_column(column)) return number->decimal;
    if (number->shortened) {
      remark(row, column,
             "the file has " + cell.text + ", which is how a spreadsheet program keeps " + number->decimal + "; " +
                 number->decimal + " is read");
    }
    std::string text = number->decimal;
    if (options_.decimal_comma) std::replace(text.begin(), text.end(), '.', ',');
    return text;
  }

  const Sheet& sheet_;
  const attest::Catalogue& catalogue_;
  const ImportOptions& options_;
  SheetTables& out_;
  CsvTable table_;
  std::map<std::size_t, std::size_t> places_;  // column of the sheet -> place in the header
  std::size_t formulas_ = 0;
};

}  // namespace

SheetTables tables_of(const Workbook& workbook, const attest::Catalogue& catalogue, const ImportOptions& options) {
  SheetTables out;
  for (const auto& sheet : workbook.sheets) {
    if (const SheetRow* header = header_of(sheet)) {
      SheetReader(sheet, catalogue, options, out).read(*header);
    } else {
      out.remarks.push_back({0, {}, "the sheet has no heading \"indicator\" and is not read", sheet.name});
    }
  }
  return out;
}

ImportTable import_workbook(const Workbook& workbook, const attest::Catalogue& catalogue,
                            const ImportOptions& options) {
  SheetTables sheets = tables_of(workbook, catalogue, options);
  if (sheets.tables.empty()) {
    ImportTable table;
    table.problems.push_back(
        {0, {}, "no sheet has a heading \"indicator\" in its first " + std::to_string(kHeaderRowMax) + " rows"});
    return table;
  }
  ImportTable table = import_tables(std::move(sheets.tables), catalogue, options);
  table.remarks = std::move(sheets.remarks);
  return table;
}

}  // namespace cityledger
