// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Decimal values as text, compared and recomputed exactly: no binary floating point anywhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/result.hpp"

namespace attest {

using ledger::Result;

// `-?(0|[1-9][0-9]*)(\.[0-9]+)?`, at most kDecimalDigitsMax digits, no minus zero. "4.50" stays "4.50".
class Decimal {
 public:
  // Errors: kInvalid, with what is wrong.
  [[nodiscard]] static Result<Decimal> parse(std::string_view text);
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] unsigned places() const;  // digits after the point
  [[nodiscard]] bool is_zero() const;

 private:
  explicit Decimal(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

inline constexpr std::size_t kDecimalDigitsMax = 40;

// -1, 0, 1.
[[nodiscard]] int compare(const Decimal& a, const Decimal& b);
// numerator * factor / denominator, rounded half away from zero to `places`. Errors: kInvalid when the
// denominator is zero.
[[nodiscard]] Result<Decimal> divide(const Decimal& numerator, const Decimal& denominator, std::int64_t factor,
                                     unsigned places);
// Whether `value` is numerator * factor / denominator within half a unit of its own last place, or of the
// rounding that the printed numerator and denominator allow (each within half a unit of its last place).
[[nodiscard]] Result<bool> agrees(const Decimal& value, const Decimal& numerator, const Decimal& denominator,
                                  std::int64_t factor);

}  // namespace attest
