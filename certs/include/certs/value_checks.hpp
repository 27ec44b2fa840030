// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a verifier is shown beside a value before deciding on it. Hints, never refusals: a verifier who has looked
// may accept any of them. Exact decimals throughout.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attest/decimal.hpp"

namespace certs {

// The unit of the few profile indicators whose value is words.
inline constexpr std::string_view kTextUnit = "text";

struct ValueToCheck {
  std::string value;
  std::string unit;
  std::string numerator;  // empty when not given
  std::string denominator;
  std::string period_label;
  int period_year = 0;
  int data_year = 0;
};

// The same indicator of the same city in an earlier data year.
struct EarlierValue {
  int data_year = 0;
  std::string value;
};

// What the same city reports for the same indicator and the same period in another cycle.
struct OtherValue {
  std::string cycle;
  std::string value;
  std::uint64_t entry = 0;
};

struct CheckSettings {
  std::int64_t jump_factor = 3;  // from this ratio to the earlier value on, either way
};

struct ValueFinding {
  std::string check;     // recomputed, swapped, not_recomputed, range, jump, same, old_period, mistyped_period, unit,
                         // other_value
  std::string sentence;  // in words
};

struct CheckedValue {
  std::vector<ValueFinding> findings;  // empty when nothing stands out
  std::string recomputed;              // "3290 / 89855 x 100 = 3.66, as reported"; empty when it could not be done
};

// `earlier` may be in any order. REQUIRES: decimal texts.
[[nodiscard]] CheckedValue check_value(const ValueToCheck& value, const std::vector<EarlierValue>& earlier,
                                       const CheckSettings& settings);

// One for each that says something else. Equal decimals in another spelling are the same value; of one that is not
// known, which is empty, nothing is said.
[[nodiscard]] std::vector<ValueFinding> find_other_values(const std::string& value,
                                                          const std::vector<OtherValue>& others);

}  // namespace certs
