// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/csv.hpp"

#include <utility>

namespace cityledger {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Length of the UTF-8 sequence at the front of `text`; 0 when it is none.
std::size_t utf8_sequence(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80U) return 1;
  const std::size_t length = first >= 0xF0U ? 4 : first >= 0xE0U ? 3 : 2;
  if (first < 0xC2U || first > 0xF4U || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return 0;
  }
  const auto second = static_cast<unsigned char>(text[1]);
  if ((first == 0xE0U && second < 0xA0U) || (first == 0xEDU && second > 0x9FU)) return 0;
  if ((first == 0xF0U && second < 0x90U) || (first == 0xF4U && second > 0x8FU)) return 0;
  return length;
}

// What makes a cell's text unfit to be signed; empty when nothing does.
std::string unfit_text(std::string_view cell) {
  while (!cell.empty()) {
    const std::size_t length = utf8_sequence(cell);
    if (length == 0) return "is not UTF-8 text; save the file as \"CSV UTF-8\"";
    const auto c = static_cast<unsigned char>(cell[0]);
    if (length == 1 && (c < 0x20U || c == 0x7FU) && c != '\n' && c != '\t' && c != '\r') {
      return "holds a control character; remove it";
    }
    cell.remove_prefix(length);
  }
  return {};
}

std::string trim(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(" \t") - from + 1));
}

// One pass over the text; a problem inside a row drops that row, and reading goes on with the next one.
class Reader {
 public:
  Reader(std::string_view text, CsvTable& table, const CsvLimits& limits)
      : rest_(text), table_(table), limits_(limits) {}

  void read_all() {
    std::size_t row = 0;
    while (!rest_.empty()) {
      if (++row > limits_.rows_max) {
        report(row, {}, "the file has more than " + std::to_string(limits_.rows_max) + " rows; split it");
        return;
      }
      read_row(row);
    }
  }

 private:
  void report(std::size_t row, std::string column, std::string message) {
    table_.problems.push_back({row, std::move(column), std::move(message)});
  }
  std::string column_name(std::size_t index) const {
    return index < table_.header.size() ? table_.header[index] : std::to_string(index + 1);
  }
  bool at_line_end() const { return rest_.empty() || rest_[0] == '\n' || rest_.substr(0, 2) == "\r\n"; }
  void skip_line_end() { rest_.remove_prefix(rest_.empty() ? 0 : rest_[0] == '\n' ? 1 : 2); }

  void read_row(std::size_t row) {
    if (at_line_end()) return skip_line_end();
    CsvRow read{row, {}};
    bool sound = true;
    while (true) {
      std::string cell;
      const std::string problem = rest_.starts_with('"') ? read_quoted(cell) : read_plain(cell);
      sound = keep_cell(read, std::move(cell), problem) && sound;
      if (at_line_end()) break;
      rest_.remove_prefix(1);  // the separator
    }
    skip_line_end();
    keep_row(std::move(read), sound);
  }

  bool keep_cell(CsvRow& read, std::string cell, std::string problem) {
    const std::size_t index = read.cells.size();
    if (index >= limits_.columns_max) {
      if (index == limits_.columns_max) {
        report(read.row, {}, "the row has more than " + std::to_string(limits_.columns_max) + " cells");
        read.cells.emplace_back();
      }
      return false;
    }
    if (problem.empty()) problem = unfit_cell(cell, limits_);
    read.cells.push_back(std::move(cell));
    if (problem.empty()) return true;
    report(read.row, column_name(index), "the cell " + problem);
    return false;
  }

  void keep_row(CsvRow read, bool sound) {
    if (table_.header.empty()) {
      // A header with a problem is kept, so that what is wrong below it can be named too.
      table_.header = std::move(read.cells);
      return;
    }
    if (!sound) return;
    if (read.cells.size() != table_.header.size()) {
      return report(read.row, {},
                    "the row has " + std::to_string(read.cells.size()) + " cells, the header has " +
                        std::to_string(table_.header.size()) +
                        "; a cell that contains the separator must stand in double quotes");
    }
    table_.rows.push_back(std::move(read));
  }

  std::string read_plain(std::string& cell) {
    std::size_t end = 0;
    bool quote = false;
    bool bare_return = false;
    for (; end < rest_.size() && rest_[end] != table_.separator && rest_[end] != '\n'; ++end) {
      if (rest_.substr(end, 2) == "\r\n") break;
      quote = quote || rest_[end] == '"';
      bare_return = bare_return || rest_[end] == '\r';
    }
    cell = trim(rest_.substr(0, end));
    rest_.remove_prefix(end);
    if (quote) return "has a quote in its middle; put the whole cell in double quotes and double the inner one";
    if (bare_return) return "holds a carriage return without line feed; save the file with LF or CRLF line ends";
    return {};
  }

  // REQUIRES: rest_ starts with a quote.
  std::string read_quoted(std::string& cell) {
    rest_.remove_prefix(1);
    while (true) {
      const auto quote = rest_.find('"');
      if (quote == std::string_view::npos) {
        rest_ = {};
        return "opens a double quote that is never closed";
      }
      if (cell.size() <= limits_.cell_bytes_max) cell.append(rest_.substr(0, quote));
      rest_.remove_prefix(quote + 1);
      if (!rest_.starts_with('"')) break;
      cell.push_back('"');
      rest_.remove_prefix(1);
    }
    if (at_line_end() || rest_[0] == table_.separator) return {};
    std::string ignored;
    static_cast<void>(read_plain(ignored));
    return "has text after its closing quote";
  }

  std::string_view rest_;
  CsvTable& table_;
  const CsvLimits& limits_;
};

// Of ',' and ';', the one that stands in the header outside quotes; a comma when neither does.
std::optional<char> find_separator(std::string_view text) {
  bool quoted = false;
  bool comma = false;
  bool semicolon = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n') break;
    comma = comma || c == ',';
    semicolon = semicolon || c == ';';
  }
  if (comma && semicolon) return std::nullopt;
  return semicolon ? ';' : ',';
}

}  // namespace

CsvTable read_csv(std::string_view text, std::optional<char> separator, const CsvLimits& limits) {
  CsvTable table;
  if (text.size() > limits.bytes_max) {
    table.problems.push_back({0, {}, "the file is over " + std::to_string(limits.bytes_max) + " bytes; split it"});
    return table;
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (!separator) separator = find_separator(text);
  if (!separator) {
    table.problems.push_back(
        {1, {}, "the header has both ',' and ';'; say which one separates cells with --separator"});
    return table;
  }
  table.separator = *separator;
  Reader(text, table, limits).read_all();
  if (table.header.empty() && table.problems.empty()) {
    table.problems.push_back({1, {}, "the file is empty; its first row must name the columns"});
  }
  return table;
}

std::string unfit_cell(std::string_view cell, const CsvLimits& limits) {
  if (cell.size() <= limits.cell_bytes_max) return unfit_text(cell);
  return "is longer than " + std::to_string(limits.cell_bytes_max) + " bytes; shorten it";
}

std::string describe(const TableProblem& problem) {
  std::string text = problem.sheet.empty() ? "" : "sheet " + problem.sheet;
  if (problem.row != 0) text += (text.empty() ? "row " : ", row ") + std::to_string(problem.row);
  if (!problem.column.empty()) text += (text.empty() ? "column " : ", column ") + problem.column;
  return text.empty() ? problem.message : text + ": " + problem.message;
}

}  // namespace cityledger
