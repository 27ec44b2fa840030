// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/period.hpp"

#include <algorithm>
#include <optional>

#include "attest/date.hpp"

namespace certs {

namespace {

constexpr int kYearMin = 1900;
constexpr int kYearMax = 2100;
constexpr std::string_view kExamples =
    "write it like 2016, 2016 (June Qtr), 2015/16, FY 2015/16, 2016-06-30 or 2015-07-01/2016-06-30";

// Digits alone, `count` of them.
std::optional<int> digits(std::string_view text, std::size_t count) {
  if (text.size() != count) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<int> calendar_year(std::string_view text) {
  const auto year = digits(text, 4);
  return year && *year >= kYearMin && *year <= kYearMax ? year : std::nullopt;
}

// `2015/16` -> 2016.
std::optional<int> year_pair(std::string_view text) {
  if (text.size() != 7 || text[4] != '/') return std::nullopt;
  const auto first = calendar_year(text.substr(0, 4));
  const auto second = digits(text.substr(5), 2);
  if (!first || !second || (*first + 1) % 100 != *second || *first + 1 > kYearMax) return std::nullopt;
  return *first + 1;
}

// `2016-06-30` -> 2016.
std::optional<int> day(std::string_view text) {
  if (text.size() != 10 || !attest::parse_day(text)) return std::nullopt;
  return calendar_year(text.substr(0, 4));
}

// `2016 (June Qtr)` -> 2016: a year and words in one pair of brackets.
std::optional<int> year_with_words(std::string_view text) {
  if (text.size() < 8 || text.substr(4, 2) != " (" || text.back() != ')') return std::nullopt;
  const auto words = text.substr(6, text.size() - 7);
  if (words.find_first_of("()") != std::string_view::npos) return std::nullopt;
  return calendar_year(text.substr(0, 4));
}

std::optional<int> span_of_days(std::string_view text) {
  if (text.size() != 21 || text[10] != '/') return std::nullopt;
  const auto from = day(text.substr(0, 10));
  const auto until = day(text.substr(11));
  if (!from || !until || text.substr(0, 10) > text.substr(11)) return std::nullopt;
  return until;
}

std::optional<int> ending_year(std::string_view text) {
  if (const auto year = calendar_year(text)) return year;
  if (const auto year = year_with_words(text)) return year;
  if (const auto year = year_pair(text)) return year;
  if (const auto year = text.starts_with("FY ") ? year_pair(text.substr(3)) : std::nullopt) return year;
  if (const auto year = day(text)) return year;
  return span_of_days(text);
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x20U; });
}

}  // namespace

ledger::Result<Period> read_period(std::string_view cell) {
  if (cell.size() > kPeriodBytesMax || !is_printable(cell)) {
    return ledger::fail(ledger::Code::kInvalid, "is no period; " + std::string(kExamples));
  }
  if (const auto year = ending_year(cell)) return Period{std::string(cell), *year, {}};
  // A financial year typed onto a "20" that stood there already.
  if (cell.starts_with("FY 20") && cell.size() == 12) {
    if (const auto year = year_pair(cell.substr(5))) {
      return Period{std::string(cell), *year, "FY " + std::string(cell.substr(5))};
    }
  }
  return ledger::fail(ledger::Code::kInvalid, "\"" + std::string(cell) + "\" is no period; " + std::string(kExamples));
}

}  // namespace certs
