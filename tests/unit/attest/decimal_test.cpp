// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/decimal.hpp"

#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <random>

namespace attest {
namespace {

using Rational = boost::multiprecision::cpp_rational;
using Integer = boost::multiprecision::cpp_int;

Decimal decimal(std::string_view text) {
  return *Decimal::parse(text);
}

std::string quotient(std::string_view a, std::string_view b, std::int64_t factor, unsigned places) {
  const Result<Decimal> result = divide(decimal(a), decimal(b), factor, places);
  return result ? result->text() : "refused";
}

bool agree(std::string_view value, std::string_view a, std::string_view b, std::int64_t factor) {
  return *agrees(decimal(value), decimal(a), decimal(b), factor);
}

TEST(Decimal, KeepsItsTextAsItIs) {
  for (const auto* text : {"0", "0.0", "0.00", "4.50", "31.73", "-4", "-0.01", "100000", "10.000"}) {
    const Result<Decimal> value = Decimal::parse(text);
    ASSERT_TRUE(value) << text;
    EXPECT_EQ(value->text(), text);
  }
  EXPECT_EQ(decimal("4.50").places(), 2U);
  EXPECT_EQ(decimal("450").places(), 0U);
  EXPECT_TRUE(decimal("0.00").is_zero());
  EXPECT_FALSE(decimal("-0.01").is_zero());
}

TEST(Decimal, RefusesEveryOtherForm) {
  for (const auto* text :
       {"",    "-",  "+1", "01",    "00", "-01",  "00.1", ".5",  "5.",  "-.5", "1.2.3", "1,5",    "1e3",
        "1E3", " 1", "1 ", "1 000", "-0", "-0.0", "0x1",  "NaN", "inf", "--1", "1-",    "\u0661", "1.-1"}) {
    const Result<Decimal> value = Decimal::parse(text);
    ASSERT_FALSE(value) << text;
    EXPECT_EQ(value.error().code, ledger::Code::kInvalid);
  }
}

TEST(Decimal, TakesTheMostDigitsAndNoneMore) {
  const std::string most(kDecimalDigitsMax, '9');
  EXPECT_TRUE(Decimal::parse(most));
  EXPECT_TRUE(Decimal::parse("-" + most));
  EXPECT_TRUE(Decimal::parse(most.substr(1) + ".9"));
  EXPECT_FALSE(Decimal::parse(most + "9"));
  EXPECT_FALSE(Decimal::parse(most + ".9"));
  EXPECT_FALSE(Decimal::parse("0." + most));
}

TEST(Decimal, ComparesByValueAndNotByText) {
  EXPECT_EQ(compare(decimal("4.50"), decimal("4.5")), 0);
  EXPECT_EQ(compare(decimal("0"), decimal("0.00")), 0);
  EXPECT_EQ(compare(decimal("10"), decimal("9.99")), 1);
  EXPECT_EQ(compare(decimal("-10"), decimal("-9.99")), -1);
  EXPECT_EQ(compare(decimal("-1"), decimal("1")), -1);
}

TEST(Decimal, RoundsHalfAwayFromZero) {
  EXPECT_EQ(quotient("1", "8", 1, 2), "0.13");
  EXPECT_EQ(quotient("-1", "8", 1, 2), "-0.13");
  EXPECT_EQ(quotient("1", "-8", 1, 2), "-0.13");
  EXPECT_EQ(quotient("5", "2", 1, 0), "3");
  EXPECT_EQ(quotient("1", "3", 100, 2), "33.33");
  EXPECT_EQ(quotient("2", "3", 100'000, 1), "66666.7");
  EXPECT_EQ(quotient("0", "3", 100, 2), "0.00");
  EXPECT_EQ(quotient("-1", "1000", 1, 2), "0.00");
  EXPECT_EQ(quotient("0.5", "0.25", 1, 0), "2");
  EXPECT_EQ(quotient("1", "1", -100, 0), "-100");
}

TEST(Decimal, RefusesToDivideByZero) {
  EXPECT_FALSE(divide(decimal("1"), decimal("0.00"), 1, 2));
  EXPECT_FALSE(agrees(decimal("1"), decimal("1"), decimal("0"), 1));
}

TEST(Decimal, RefusesResultsOfTooManyDigits) {
  EXPECT_EQ(quotient("1", "1", 1, 39), "1." + std::string(39, '0'));
  EXPECT_EQ(quotient("1", "1", 1, 40), "refused");
  EXPECT_EQ(quotient("1", "1", 1, 4'000'000'000U), "refused");
  EXPECT_EQ(quotient(std::string(40, '9'), "0.1", 1, 0), "refused");
}

TEST(Decimal, AgreesWithinTheRoundingThatIsPrinted) {
  EXPECT_TRUE(agree("33.33", "1000", "3000", 100));
  EXPECT_TRUE(agree("33.3", "1000", "3000", 100));
  EXPECT_FALSE(agree("34.33", "1000", "3000", 100));
  EXPECT_TRUE(agree("2.00", "2.00", "1.00", 1));
  EXPECT_FALSE(agree("2.04", "2.00", "1.00", 1));
  // 10.05/0.995 is 10.1005: that far a printed 10.0 and 1.00 may be from what they were rounded from.
  EXPECT_TRUE(agree("10.10", "10.0", "1.00", 1));
  EXPECT_FALSE(agree("10.11", "10.0", "1.00", 1));
  EXPECT_TRUE(agree("-33.33", "-1000", "3000", 100));
  EXPECT_FALSE(agree("33.33", "-1000", "3000", 100));
}

// Random decimals of up to 12 digits and 6 places.
class Source {
 public:
  Decimal any() {
    const auto places = static_cast<std::size_t>(below(7));
    std::string digits = std::to_string(below(1) + random_() % power(1 + below(12)));
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    if (places > 0) digits.insert(digits.size() - places, 1, '.');
    const Result<Decimal> negative = Decimal::parse("-" + digits);
    return below(2) == 0 && negative ? *negative : decimal(digits);
  }
  std::uint64_t below(std::uint64_t limit) { return limit <= 1 ? 0 : random_() % limit; }

 private:
  static std::uint64_t power(std::uint64_t exponent) {
    std::uint64_t out = 1;
    while (exponent-- > 0) out *= 10;
    return out;
  }
  std::mt19937_64 random_{20'181'109};
};

Rational power_of_ten(unsigned exponent) {
  return boost::multiprecision::pow(Integer(10), exponent);
}

Rational exact(const Decimal& value) {
  std::string digits = value.text();
  std::erase(digits, '.');
  const bool negative = digits.front() == '-';
  digits.erase(0, negative ? 1 : 0);
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  const Rational magnitude = Rational(Integer(digits)) / power_of_ten(value.places());
  return negative ? Rational(-magnitude) : magnitude;
}

Rational half_unit(const Decimal& value) {
  return Rational(1, 2) / power_of_ten(value.places());
}

TEST(Decimal, DividesAndComparesAsExactRationalsDo) {
  Source source;
  for (int i = 0; i < 20'000; ++i) {
    const Decimal a = source.any();
    const Decimal b = source.any();
    const Rational left = exact(a);
    const Rational right = exact(b);
    ASSERT_EQ(compare(a, b), left < right ? -1 : left > right ? 1 : 0) << a.text() << ' ' << b.text();
    if (b.is_zero()) continue;
    const auto factor = static_cast<std::int64_t>(source.below(100'001));
    const auto places = static_cast<unsigned>(source.below(8));
    const Result<Decimal> result = divide(a, b, factor, places);
    ASSERT_TRUE(result);
    ASSERT_EQ(result->places(), places);
    const Rational true_value = left * factor / right;
    const Rational error = exact(*result) - true_value;
    const Rational half = Rational(1, 2) / power_of_ten(places);
    ASSERT_LE(abs(error), half) << a.text() << " * " << factor << " / " << b.text();
    if (abs(error) == half) {
      ASSERT_GT(abs(exact(*result)), abs(true_value));
    }
  }
}

TEST(Decimal, AgreesWithEveryValueInTheBoxAndWithNoneOutside) {
  Source source;
  int agreed = 0;
  for (int i = 0; i < 20'000; ++i) {
    const Decimal a = source.any();
    const Decimal b = source.any();
    if (b.is_zero()) continue;
    const std::int64_t factor = 1 + static_cast<std::int64_t>(source.below(1000));
    // A value near the quotient, now and then moved by a few units of its last place.
    const auto places = static_cast<unsigned>(source.below(6));
    const Decimal near = *divide(a, b, factor, places);
    ASSERT_TRUE(*agrees(near, a, b, factor)) << near.text();
    const Rational moved = exact(near) + (Rational(source.below(9)) - 4) / power_of_ten(places);
    const Integer units = numerator(Rational(moved * power_of_ten(places)));
    const Decimal value = *divide(decimal(units.str()), decimal("1" + std::string(places, '0')), 1, places);
    ASSERT_EQ(exact(value), moved);
    const Rational corners[] = {
        (exact(a) - half_unit(a)) / (exact(b) - half_unit(b)), (exact(a) - half_unit(a)) / (exact(b) + half_unit(b)),
        (exact(a) + half_unit(a)) / (exact(b) - half_unit(b)), (exact(a) + half_unit(a)) / (exact(b) + half_unit(b))};
    const Rational least = *std::ranges::min_element(corners) * factor;
    const Rational greatest = *std::ranges::max_element(corners) * factor;
    const bool expected = least <= moved + half_unit(value) && moved - half_unit(value) <= greatest;
    ASSERT_EQ(*agrees(value, a, b, factor), expected) << value.text() << ' ' << a.text() << ' ' << b.text();
    agreed += expected ? 1 : 0;
  }
  EXPECT_GT(agreed, 1000);
  EXPECT_LT(agreed, 19'000);
}

}  // namespace
}  // namespace attest
