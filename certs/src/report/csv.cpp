// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/csv.hpp"

#include <string_view>

namespace certs {

namespace {

// What a spreadsheet would compute, with addresses that it would ask. A number may begin with its sign.
bool is_formula(std::string_view cell) {
  if (cell.empty() || std::string_view("=+-@\t\r").find(cell.front()) == std::string_view::npos) return false;
  const bool number = (cell.front() == '-' || cell.front() == '+') && cell.size() > 1 &&
                      cell.find_first_not_of("0123456789.", 1) == std::string_view::npos;
  return !number;
}

std::string csv_cell(const std::string& cell) {
  const std::string shown = is_formula(cell) ? "'" + cell : cell;
  if (shown.find_first_of(",;\"\r\n") == std::string::npos) return shown;
  std::string quoted = "\"";
  for (const char c : shown) quoted += c == '"' ? std::string(2, c) : std::string(1, c);
  return quoted + '"';
}

}  // namespace

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i != 0) line += ',';
    line += csv_cell(cells[i]);
  }
  return line + "\r\n";
}

}  // namespace certs
