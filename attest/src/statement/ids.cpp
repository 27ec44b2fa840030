// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/ids.hpp"

#include <algorithm>
#include <charconv>

#include "attest/limits.hpp"

namespace attest {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

// A first character and then any number of `others`, `size_min` to `size_max` in all.
bool is_word(std::string_view text, std::size_t size_min, std::size_t size_max, bool (*first)(char),
             bool (*others)(char)) {
  return text.size() >= size_min && text.size() <= size_max && first(text.front()) &&
         std::all_of(text.begin() + 1, text.end(), others);
}

bool is_plain_id(std::string_view text) {
  return is_word(
      text, 1, kIdBytesMax, [](char c) { return is_lower(c) || is_digit(c); },
      [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

std::optional<int> parse_year(std::string_view text) {
  int year = 0;
  if (text.size() != 4 || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), year);
  if (year < kDataYearMin || year > kDataYearMax) return std::nullopt;
  return year;
}

}  // namespace

bool is_party_id(std::string_view text) {
  return is_plain_id(text);
}

bool is_standard_id(std::string_view text) {
  return is_plain_id(text);
}

bool is_programme_id(std::string_view text) {
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && is_party_id(text.substr(0, slash)) && is_party_id(text.substr(slash + 1));
}

bool is_indicator_code(std::string_view text) {
  const auto alphanumeric = [](char c) { return is_lower(c) || is_upper(c) || is_digit(c); };
  return is_word(text, 1, 16, alphanumeric,
                 [](char c) { return is_lower(c) || is_upper(c) || is_digit(c) || c == '.' || c == '-'; });
}

bool is_certificate_number(std::string_view text) {
  return is_word(
      text, 3, 40, [](char c) { return is_upper(c) || is_digit(c); },
      [](char c) { return is_upper(c) || is_digit(c) || c == '-'; });
}

bool is_did(std::string_view text) {
  constexpr std::string_view kScheme = "did:";
  if (text.size() > kNameBytesMax || !text.starts_with(kScheme)) return false;
  text.remove_prefix(kScheme.size());
  const std::size_t colon = text.find(':');
  if (colon == 0 || colon == std::string_view::npos || colon + 1 == text.size()) return false;
  const std::string_view method = text.substr(0, colon);
  const std::string_view specific = text.substr(colon + 1);
  return std::all_of(method.begin(), method.end(), [](char c) { return is_lower(c) || is_digit(c); }) &&
         specific.back() != ':' && std::all_of(specific.begin(), specific.end(), [](char c) {
           constexpr std::string_view kMarks = "._:%-";
           return is_lower(c) || is_upper(c) || is_digit(c) || kMarks.find(c) != std::string_view::npos;
         });
}

std::optional<CycleId> parse_cycle_id(std::string_view text) {
  const std::size_t first = text.find('/');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find('/', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const std::string_view city = text.substr(0, first);
  const std::string_view standard = text.substr(first + 1, second - first - 1);
  const std::optional<int> year = parse_year(text.substr(second + 1));
  if (!is_party_id(city) || !is_standard_id(standard) || !year) return std::nullopt;
  return CycleId{std::string(city), std::string(standard), *year};
}

std::string format_cycle_id(const CycleId& id) {
  return id.city + "/" + id.standard + "/" + std::to_string(id.data_year);
}

}  // namespace attest
