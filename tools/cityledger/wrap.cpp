// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/wrap.hpp"

#include <algorithm>

#include "attest/screen_text.hpp"

namespace cityledger {
namespace {

using attest::columns_of;

constexpr std::size_t kLeastRoom = 24;  // columns that a last cell needs to be continued below itself

// Where the text of the last cell begins, as bytes: behind the last two spaces that leave room.
std::size_t hanging_place(std::string_view line, std::size_t columns) {
  const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
  std::size_t place = 0;
  for (std::size_t gap = line.find("  ", begin); gap != std::string_view::npos; gap = line.find("  ", gap)) {
    gap = std::min(line.find_first_not_of(' ', gap), line.size());
    if (columns_of(line.substr(0, gap)) + kLeastRoom > columns) break;
    place = gap;
  }
  return place != 0 ? place : begin;
}

void wrap_line(std::string& out, std::string_view line, std::size_t columns) {
  if (columns == 0 || columns_of(line) <= columns) {
    out += line;
    return;
  }
  const std::size_t place = hanging_place(line, columns);
  const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
  const std::string margin(columns_of(line.substr(0, place)) + (place == begin ? 2 : 0), ' ');
  out += line.substr(0, place);
  std::size_t column = columns_of(line.substr(0, place));
  bool first = true;
  for (std::size_t at = place; at < line.size();) {
    const std::size_t word_begin = std::min(line.find_first_not_of(' ', at), line.size());
    const std::size_t word_end = std::min(line.find(' ', word_begin), line.size());
    const std::string_view gap = line.substr(at, word_begin - at);
    const std::string_view word = line.substr(word_begin, word_end - word_begin);
    if (!first && column + gap.size() + columns_of(word) > columns) {
      out += "\n" + margin;
      column = margin.size();
    } else {
      out += gap;
      column += gap.size();
    }
    out += word;
    column += columns_of(word);
    first = false;
    at = word_end;
  }
}

}  // namespace

std::string wrap(std::string_view text, std::size_t columns) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    wrap_line(out, text.substr(at, end - at), columns);
    if (end < text.size()) out += '\n';
    at = end + 1;
  }
  return out;
}

}  // namespace cityledger
