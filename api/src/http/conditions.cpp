// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "http/conditions.hpp"

#include <algorithm>
#include <charconv>

namespace api {
namespace {

std::string_view without_space(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  return text;
}

std::optional<std::uint64_t> read_digits(std::string_view text) {
  std::uint64_t number = 0;
  if (text.empty() || text.front() == '-' || text.front() == '+') return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

bool names_etag(std::string_view list, std::string_view etag, bool weakly) {
  list = without_space(list);
  if (list == "*") return true;
  while (!list.empty()) {
    const bool weak = list.starts_with("W/");
    if (weak) list.remove_prefix(2);
    if (!list.starts_with('"')) return false;
    const std::size_t end = list.find('"', 1);
    if (end == std::string_view::npos) return false;
    if (list.substr(1, end - 1) == etag && (weakly || !weak)) return true;
    list = without_space(list.substr(end + 1));
    if (list.starts_with(',')) list = without_space(list.substr(1));
  }
  return false;
}

std::variant<WholeFile, Part, NotSatisfiable> read_range(std::string_view range, std::uint64_t size) {
  if (!range.starts_with("bytes=")) return WholeFile{};
  range.remove_prefix(6);
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos || range.find(',') != std::string_view::npos) return WholeFile{};
  const auto first = read_digits(range.substr(0, dash));
  const auto last = read_digits(range.substr(dash + 1));
  if (dash == 0) {  // the last so many bytes
    if (!last) return WholeFile{};
    if (*last == 0 || size == 0) return NotSatisfiable{};
    const std::uint64_t length = std::min(*last, size);
    return Part{size - length, length};
  }
  const bool open = dash + 1 == range.size();
  if (!first || (!last && !open) || (last && *last < *first)) return WholeFile{};
  if (*first >= size) return NotSatisfiable{};
  return Part{*first, (open ? size - 1 : std::min(*last, size - 1)) - *first + 1};
}

}  // namespace api
