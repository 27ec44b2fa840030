// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/decimal.hpp"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <vector>

namespace attest {
namespace {

using Integer = boost::multiprecision::cpp_int;

tl::unexpected<ledger::Error> refuse(const char* message) {
  return ledger::fail(ledger::Code::kInvalid, message);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Integer power_of_ten(unsigned exponent) {
  return boost::multiprecision::pow(Integer(10), exponent);
}

// The value times 10^places: its digits, read as an integer.
Integer units(const Decimal& value) {
  Integer out = 0;
  for (const char c : value.text()) {
    if (is_digit(c)) out = out * 10 + (c - '0');
  }
  return value.text().starts_with('-') ? Integer(-out) : out;
}

struct Fraction {
  Integer above;
  Integer below;  // over zero
};

Fraction make_fraction(Integer above, Integer below) {
  return below < 0 ? Fraction{-above, -below} : Fraction{std::move(above), std::move(below)};
}

bool less(const Fraction& a, const Fraction& b) {
  return a.above * b.below < b.above * a.below;
}

// above / below, half away from zero. REQUIRES: below over zero.
Integer round_half_away(const Fraction& value) {
  const Integer magnitude = (2 * abs(value.above) + value.below) / (2 * value.below);
  return value.above < 0 ? Integer(-magnitude) : magnitude;
}

std::string write(const Integer& units, unsigned places) {
  std::string digits = Integer(abs(units)).str();
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - places, 1, '.');
  return units < 0 ? "-" + digits : digits;
}

}  // namespace

Result<Decimal> Decimal::parse(std::string_view text) {
  const std::string_view unsigned_text = text.starts_with('-') ? text.substr(1) : text;
  const std::size_t point = std::min(unsigned_text.find('.'), unsigned_text.size());
  const std::string_view whole = unsigned_text.substr(0, point);
  const bool has_point = point < unsigned_text.size();
  const std::string_view fraction = has_point ? unsigned_text.substr(point + 1) : std::string_view();
  if (whole.empty() || !std::ranges::all_of(whole, is_digit)) return refuse("not a decimal like 31.73 or -4");
  if (has_point && (fraction.empty() || !std::ranges::all_of(fraction, is_digit))) {
    return refuse("a decimal needs digits, and nothing else, after its point");
  }
  if (whole.size() > 1 && whole.front() == '0') return refuse("a decimal has no zero before its first digit");
  if (whole.size() + fraction.size() > kDecimalDigitsMax) return refuse("a decimal has at most 40 digits");
  Decimal out{std::string(text)};
  if (text.starts_with('-') && out.is_zero()) return refuse("zero has no minus");
  return out;
}

unsigned Decimal::places() const {
  const std::size_t point = text_.find('.');
  return point == std::string::npos ? 0 : static_cast<unsigned>(text_.size() - point - 1);
}

bool Decimal::is_zero() const {
  return std::ranges::none_of(text_, [](char c) { return c >= '1' && c <= '9'; });
}

int compare(const Decimal& a, const Decimal& b) {
  const Fraction left{units(a), power_of_ten(a.places())};
  const Fraction right{units(b), power_of_ten(b.places())};
  if (less(left, right)) return -1;
  return less(right, left) ? 1 : 0;
}

Result<Decimal> divide(const Decimal& numerator, const Decimal& denominator, std::int64_t factor, unsigned places) {
  if (denominator.is_zero()) return refuse("the denominator is zero");
  if (places > kDecimalDigitsMax) return refuse("a decimal has at most 40 digits");
  const Fraction quotient =
      make_fraction(units(numerator) * power_of_ten(denominator.places()) * factor * power_of_ten(places),
                    units(denominator) * power_of_ten(numerator.places()));
  return Decimal::parse(write(round_half_away(quotient), places));
}

Result<bool> agrees(const Decimal& value, const Decimal& numerator, const Decimal& denominator, std::int64_t factor) {
  if (denominator.is_zero()) return refuse("the denominator is zero");
  // Everything is counted in half units of its last place, so that "half a unit more or less" is one.
  const Integer scale_above = power_of_ten(denominator.places()) * factor;
  const Integer scale_below = power_of_ten(numerator.places());
  const Integer twice_numerator = 2 * units(numerator);
  const Integer twice_denominator = 2 * units(denominator);
  // A denominator that is not zero is at least two half units away from it: its interval holds no zero, and the
  // quotient takes its least and its greatest value at corners.
  std::vector<Fraction> corners;
  for (const int n : {-1, 1}) {
    for (const int d : {-1, 1}) {
      corners.push_back(make_fraction((twice_numerator + n) * scale_above, (twice_denominator + d) * scale_below));
    }
  }
  const auto [least, greatest] = std::ranges::minmax_element(corners, less);
  const Integer value_below = 2 * power_of_ten(value.places());
  const Fraction low{2 * units(value) - 1, value_below};
  const Fraction high{2 * units(value) + 1, value_below};
  return !less(*greatest, low) && !less(high, *least);
}

}  // namespace attest
