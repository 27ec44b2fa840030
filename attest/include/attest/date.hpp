// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Days and moments of the proleptic Gregorian calendar, UTC only: `2018-11-09`, `2018-11-09T10:00:00Z`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/ids.hpp"
#include "ledger/result.hpp"

namespace attest {

using ledger::Result;
using ledger::UnixMillis;

inline constexpr std::uint64_t kDayMillis = 86'400'000;

// Errors: kInvalid unless exactly that form and a day that exists, 1970 to 9999.
[[nodiscard]] Result<UnixMillis> parse_day(std::string_view text);     // its first moment
[[nodiscard]] Result<UnixMillis> parse_moment(std::string_view text);  // whole seconds, 'Z'
[[nodiscard]] Result<UnixMillis> parse_day_or_moment(std::string_view text);
// For questions about a day: its last second, so that what began on that day has begun.
[[nodiscard]] Result<UnixMillis> parse_end_of_day_or_moment(std::string_view text);
[[nodiscard]] std::string format_day(UnixMillis time);
[[nodiscard]] std::string format_moment(UnixMillis time);          // whole seconds, cut off
[[nodiscard]] std::string format_millis(UnixMillis time);          // 2018-11-09T10:00:00.123Z
[[nodiscard]] std::string format_day_for_people(UnixMillis time);  // "9 November 2018"
// The same day of the month, `months` later; the last day of the month where there is none.
[[nodiscard]] UnixMillis add_months(UnixMillis time, int months);
[[nodiscard]] int year_of(UnixMillis time);

}  // namespace attest
