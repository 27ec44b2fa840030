// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/xlsx_styles.hpp"

#include <map>

#include "cityledger/xlsx_xml.hpp"

namespace cityledger::xlsx {
namespace {

// Formats that a file need not spell out (ISO/IEC 29500-1, 18.8.30).
CellFormat built_in(std::size_t id) {
  if (id == 9 || id == 10) return CellFormat::kPercent;
  const bool date =
      (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
  return date ? CellFormat::kDate : CellFormat::kPlain;
}

// Takes one piece off the code: what it shows, or nothing for literal text, colours and conditions.
std::string_view take_piece(std::string_view& code) {
  std::size_t length = 1;
  bool literal = false;
  if (code[0] == '"') {
    const auto end = code.find('"', 1);
    length = end == std::string_view::npos ? code.size() : end + 1;
    literal = true;
  } else if (code[0] == '\\' || code[0] == '_' || code[0] == '*') {
    length = code.size() < 2 ? 1 : 2;
    literal = true;
  } else if (code[0] == '[') {
    const auto end = code.find(']');
    length = end == std::string_view::npos ? code.size() : end + 1;
    // Elapsed time is [h], [mm], [ss]; all else in brackets is a colour, condition or language.
    literal = length < 3 || code.substr(1, length - 2).find_first_not_of("hHmMsS") != std::string_view::npos;
  }
  const std::string_view piece = literal ? std::string_view() : code.substr(0, length);
  code.remove_prefix(length);
  return piece;
}

}  // namespace

CellFormat format_of_code(std::string_view code) {
  if (code == "General" || code == "@") return CellFormat::kPlain;
  bool date = false;
  while (!code.empty()) {
    const std::string_view piece = take_piece(code);
    if (piece == "%") return CellFormat::kPercent;
    date = date || piece.find_first_of("yYmMdDhHsS") != std::string_view::npos;
  }
  return date ? CellFormat::kDate : CellFormat::kPlain;
}

std::vector<CellFormat> read_styles(const pugi::xml_node& root) {
  std::map<std::size_t, CellFormat> own;
  for (const auto& format : child(root, "numFmts").children()) {
    const auto id = number_of(attribute(format, "numFmtId"));
    if (id) own[*id] = format_of_code(attribute(format, "formatCode"));
  }
  std::vector<CellFormat> styles;
  for (const auto& style : child(root, "cellXfs").children()) {
    if (local_name(style) != "xf") continue;
    const std::size_t id = number_of(attribute(style, "numFmtId")).value_or(0);
    const auto found = own.find(id);
    styles.push_back(found == own.end() ? built_in(id) : found->second);
  }
  return styles;
}

}  // namespace cityledger::xlsx
