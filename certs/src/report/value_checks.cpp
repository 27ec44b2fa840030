// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/value_checks.hpp"

#include <algorithm>

#include "attest/catalogue.hpp"
#include "certs/period.hpp"

namespace certs {

namespace {

using attest::Decimal;

// What the words of a unit say the quotient was multiplied by: "per 100 000 population" -> 100000.
std::int64_t named_factor(std::string_view unit) {
  const auto place = unit.find("per 1");
  if (place == std::string_view::npos) return 1;
  std::int64_t factor = 0;
  for (const char c : unit.substr(place + 4)) {
    if (c == ' ') continue;
    if (c < '0' || c > '9' || factor > 100'000'000) break;
    factor = factor * 10 + (c - '0');
  }
  return factor;
}

std::string times(std::int64_t factor) {
  return factor == 1 ? std::string() : " x " + std::to_string(factor);
}

Decimal absolute(const Decimal& value) {
  const std::string& text = value.text();
  return text.starts_with('-') ? Decimal::parse(text.substr(1)).value_or(value) : value;
}

// factor * |small| <= |large|, exactly.
bool is_at_least(const Decimal& large, const Decimal& small, std::int64_t factor) {
  const auto one = Decimal::parse("1");
  const auto multiple = attest::divide(absolute(small), *one, factor, small.places());
  return multiple && attest::compare(absolute(large), *multiple) >= 0;
}

class Checks {
 public:
  Checks(const ValueToCheck& in, const Decimal& value) : in_(in), value_(value) {}

  void recompute() {
    const auto numerator = Decimal::parse(in_.numerator);
    const auto denominator = Decimal::parse(in_.denominator);
    if (!numerator || !denominator) {
      const std::string missing = !numerator && !denominator ? "numerator and denominator are"
                                  : !numerator               ? "the numerator is"
                                                             : "the denominator is";
      return find("not_recomputed", "It cannot be recomputed: " + missing + " missing.");
    }
    const std::int64_t factor = attest::unit_factor(in_.unit);
    // A denominator may be printed in the unit's own hundreds of thousands, or in persons.
    for (const std::int64_t tried : {factor, named_factor(in_.unit)}) {
      if (agree(*numerator, *denominator, tried)) {
        out_.recomputed = in_.numerator + " / " + in_.denominator + times(tried) + " = " + in_.value + ", as reported";
        return;
      }
    }
    if (!denominator->is_zero() && agree(*denominator, *numerator, factor)) {
      return find("swapped", "Numerator and denominator seem to be swapped: " + in_.denominator + " / " +
                                 in_.numerator + times(factor) + " gives the reported " + in_.value + ".");
    }
    const auto quotient = attest::divide(*numerator, *denominator, factor, std::max(value_.places(), 2U));
    find("recomputed", quotient ? "Recomputed it is " + quotient->text() + ", not " + in_.value + ": " + in_.numerator +
                                      " / " + in_.denominator + times(factor) + "."
                                : "It cannot be recomputed: the denominator is zero.");
  }

  void check_range() {
    if (in_.unit != "percent") return;
    const auto hundred = Decimal::parse("100");
    if (in_.value.starts_with('-')) find("range", "A percentage below 0: " + in_.value + ".");
    if (attest::compare(value_, *hundred) > 0) find("range", "A percentage above 100: " + in_.value + ".");
  }

  void check_period() {
    const auto period = read_period(in_.period_label);
    if (period && !period->read_as.empty()) {
      find("mistyped_period",
           "The period is printed as \"" + in_.period_label + "\" and was read as " + period->read_as + ".");
    }
    const int years = in_.data_year - in_.period_year;
    if (years <= 0) return;
    find("old_period", "The period ends in " + std::to_string(in_.period_year) + ", " + std::to_string(years) +
                           (years == 1 ? " year" : " years") + " before the data year " +
                           std::to_string(in_.data_year) + ".");
  }

  void compare_with(const EarlierValue& earlier, const CheckSettings& settings) {
    const auto before = Decimal::parse(earlier.value);
    if (!before) return;
    const std::string year = std::to_string(earlier.data_year);
    if (attest::compare(value_, *before) == 0) {
      if (earlier.data_year + 1 == in_.data_year) find("same", "The same value as in " + year + ": " + in_.value + ".");
      return;
    }
    const std::string change = "from " + earlier.value + " in " + year + " to " + in_.value;
    if (before->is_zero() || value_.is_zero()) return find("jump", "A jump " + change + ".");
    if (before->text().starts_with('-') != value_.text().starts_with('-')) {
      return find("jump", "A change of sign " + change + ".");
    }
    const std::string factor = std::to_string(settings.jump_factor);
    if (is_at_least(value_, *before, settings.jump_factor)) {
      find("jump", "A jump up " + change + ", " + factor + " times as much or more.");
    } else if (is_at_least(*before, value_, settings.jump_factor)) {
      find("jump", "A jump down " + change + ", a " + factor + "th part or less.");
    }
  }

  [[nodiscard]] CheckedValue take() { return std::move(out_); }

 private:
  void find(std::string check, std::string sentence) {
    out_.findings.push_back({std::move(check), std::move(sentence)});
  }
  [[nodiscard]] bool agree(const Decimal& numerator, const Decimal& denominator, std::int64_t factor) const {
    return attest::agrees(value_, numerator, denominator, factor).value_or(false);
  }

  const ValueToCheck& in_;
  const Decimal& value_;
  CheckedValue out_;
};

}  // namespace

CheckedValue check_value(const ValueToCheck& value, const std::vector<EarlierValue>& earlier,
                         const CheckSettings& settings) {
  if (value.unit == kTextUnit) return {};  // words: nothing to compute
  const auto decimal = Decimal::parse(value.value);
  if (!decimal) return {{{"value", "The value is no decimal number: " + decimal.error().message}}, {}};
  Checks checks(value, *decimal);
  checks.recompute();
  checks.check_range();
  checks.check_period();
  const auto latest = std::max_element(earlier.begin(), earlier.end(),
                                       [](const auto& a, const auto& b) { return a.data_year < b.data_year; });
  if (latest != earlier.end()) checks.compare_with(*latest, settings);
  return checks.take();
}

std::vector<ValueFinding> find_other_values(const std::string& value, const std::vector<OtherValue>& others) {
  std::vector<ValueFinding> findings;
  if (value.empty()) return findings;
  const auto decimal = Decimal::parse(value);
  for (const OtherValue& other : others) {
    const auto same = Decimal::parse(other.value);
    const bool agrees = decimal && same ? attest::compare(*decimal, *same) == 0 : value == other.value;
    if (agrees) continue;
    findings.push_back({"other_value", "For the same period " + other.cycle + " (entry " + std::to_string(other.entry) +
                                           ") reports " + other.value + ", not " + value + "."});
  }
  return findings;
}

}  // namespace certs
