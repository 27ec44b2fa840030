// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/date.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

namespace attest {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::uint64_t kLastMoment = 253'402'300'799'999;  // 9999-12-31T23:59:59.999Z

// Later moments have no form of ours; they are written as the last one that has.
std::uint64_t in_range(UnixMillis time) {
  return std::min(time.value, kLastMoment);
}

year_month_day day_of(UnixMillis time) {
  return sys_days(days(static_cast<int>(in_range(time) / kDayMillis)));
}

std::string digits(std::uint64_t value, std::size_t width) {
  std::string out = std::to_string(value);
  return out.size() < width ? std::string(width - out.size(), '0') + out : out;
}

// `pattern` holds '0' where a digit must stand, else the character itself.
bool has_form(std::string_view text, std::string_view pattern) {
  return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(),
                    [](char have, char want) { return want == '0' ? have >= '0' && have <= '9' : have == want; });
}

unsigned number_at(std::string_view text, std::size_t at, std::size_t count) {
  unsigned value = 0;
  for (const char c : text.substr(at, count)) value = value * 10 + static_cast<unsigned>(c - '0');
  return value;
}

constexpr std::string_view kDayForm = "0000-00-00";
constexpr std::string_view kMomentForm = "0000-00-00T00:00:00Z";

// REQUIRES: text begins in the form of a day.
std::optional<std::uint64_t> millis_of_day(std::string_view text) {
  const year_month_day day{std::chrono::year(static_cast<int>(number_at(text, 0, 4))),
                           std::chrono::month(number_at(text, 5, 2)), std::chrono::day(number_at(text, 8, 2))};
  if (!day.ok() || day.year() < std::chrono::year(1970)) return std::nullopt;
  return static_cast<std::uint64_t>(sys_days(day).time_since_epoch().count()) * kDayMillis;
}

}  // namespace

Result<UnixMillis> parse_day(std::string_view text) {
  if (has_form(text, kDayForm)) {
    if (const auto millis = millis_of_day(text)) return UnixMillis{*millis};
  }
  return ledger::fail(ledger::Code::kInvalid, "not a day from 1970 to 9999 like 2018-11-09");
}

Result<UnixMillis> parse_moment(std::string_view text) {
  if (has_form(text, kMomentForm)) {
    const std::uint64_t hour = number_at(text, 11, 2);
    const std::uint64_t minute = number_at(text, 14, 2);
    const std::uint64_t second = number_at(text, 17, 2);
    const auto millis = millis_of_day(text);
    if (millis && hour < 24 && minute < 60 && second < 60) {
      return UnixMillis{*millis + ((hour * 60 + minute) * 60 + second) * 1000};
    }
  }
  return ledger::fail(ledger::Code::kInvalid, "not a moment from 1970 to 9999 like 2018-11-09T10:00:00Z");
}

Result<UnixMillis> parse_day_or_moment(std::string_view text) {
  return text.size() == kDayForm.size() ? parse_day(text) : parse_moment(text);
}

Result<UnixMillis> parse_end_of_day_or_moment(std::string_view text) {
  constexpr std::uint64_t kLastSecondMillis = 86'399'000;
  auto time = parse_day_or_moment(text);
  if (time && text.size() == kDayForm.size()) time->value += kLastSecondMillis;
  return time;
}

std::string format_day(UnixMillis time) {
  const year_month_day day = day_of(time);
  return digits(static_cast<unsigned>(static_cast<int>(day.year())), 4) + "-" +
         digits(static_cast<unsigned>(day.month()), 2) + "-" + digits(static_cast<unsigned>(day.day()), 2);
}

namespace {

std::string day_and_second(UnixMillis time) {
  const std::uint64_t second = in_range(time) / 1000 % 86'400;
  return format_day(time) + "T" + digits(second / 3600, 2) + ":" + digits(second / 60 % 60, 2) + ":" +
         digits(second % 60, 2);
}

}  // namespace

std::string format_moment(UnixMillis time) {
  return day_and_second(time) + "Z";
}

std::string format_millis(UnixMillis time) {
  return day_and_second(time) + "." + digits(in_range(time) % 1000, 3) + "Z";
}

std::string format_day_for_people(UnixMillis time) {
  constexpr std::array<const char*, 12> kMonths = {"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
  const year_month_day day = day_of(time);
  return std::to_string(static_cast<unsigned>(day.day())) + " " + kMonths.at(static_cast<unsigned>(day.month()) - 1) +
         " " + std::to_string(static_cast<int>(day.year()));
}

UnixMillis add_months(UnixMillis time, int months) {
  year_month_day day = day_of(time) + std::chrono::months(months);
  if (!day.ok()) day = day.year() / day.month() / std::chrono::last;
  const auto count = std::max(sys_days(day).time_since_epoch(), days(0)).count();
  return UnixMillis{static_cast<std::uint64_t>(count) * kDayMillis + in_range(time) % kDayMillis};
}

int year_of(UnixMillis time) {
  return static_cast<int>(day_of(time).year());
}

}  // namespace attest
