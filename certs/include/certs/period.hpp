// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The period that a value is about: kept as its source prints it, with the year in which it ends.
#pragma once

#include <string>
#include <string_view>

#include "ledger/result.hpp"

namespace certs {

struct Period {
  std::string label;    // as printed
  int year = 0;         // in which it ends
  std::string read_as;  // the period that a mistyped label was read as, e.g. FY 2015/16; else empty
};

inline constexpr std::size_t kPeriodBytesMax = 64;

// Understands `2016`, `2016 (June Qtr)`, `2015/16`, `FY 2015/16`, `2016-06-30`, `2015-07-01/2016-06-30`, and
// `FY 202015/16` as a mistyped `FY 2015/16`. Errors: kInvalid, with these examples.
[[nodiscard]] ledger::Result<Period> read_period(std::string_view cell);

}  // namespace certs
