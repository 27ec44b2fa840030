// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/sheet_number.hpp"

#include <array>
#include <charconv>
#include <cstdlib>

namespace cityledger {
namespace {

constexpr std::size_t kTypedDigitsMax = 15;   // every decimal of so many digits survives a binary double
constexpr std::size_t kStoredDigitsMax = 17;  // every binary double survives so many digits
constexpr int kExponentMax = 60;

// digits * 10^exponent, digits without leading zeros but for zero itself, trailing zeros kept.
struct Parts {
  bool negative = false;
  std::string digits;
  int exponent = 0;
};

std::size_t take_digits(std::string_view& text, std::string& digits) {
  std::size_t count = 0;
  while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
  digits += text.substr(0, count);
  text.remove_prefix(count);
  return count;
}

bool take_exponent(std::string_view& text, int& exponent) {
  if (text.empty()) return true;
  if (text[0] != 'E' && text[0] != 'e') return false;
  text.remove_prefix(text.size() > 1 && text[1] == '+' ? 2 : 1);
  int read = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), read);
  if (error != std::errc() || end != text.data() + text.size() || std::abs(read) > kExponentMax) return false;
  exponent += read;
  text = {};
  return true;
}

std::optional<Parts> parse(std::string_view text) {
  Parts parts;
  if (text.starts_with('-')) {
    parts.negative = true;
    text.remove_prefix(1);
  }
  if (take_digits(text, parts.digits) == 0) return std::nullopt;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    const std::size_t places = take_digits(text, parts.digits);
    if (places == 0 || places > 400) return std::nullopt;
    parts.exponent = -static_cast<int>(places);
  }
  if (!take_exponent(text, parts.exponent)) return std::nullopt;
  parts.digits.erase(0, std::min(parts.digits.find_first_not_of('0'), parts.digits.size() - 1));
  return parts;
}

std::size_t significant_digits(const Parts& parts) {
  return parts.digits.find_last_not_of('0') + 1;
}

std::string plain(Parts parts) {
  const bool zero = parts.digits.find_first_not_of('0') == std::string::npos;
  if (parts.exponent >= 0) {
    if (!zero) parts.digits.append(static_cast<std::size_t>(parts.exponent), '0');
  } else {
    const auto places = static_cast<std::size_t>(-parts.exponent);
    if (parts.digits.size() <= places) parts.digits.insert(0, places + 1 - parts.digits.size(), '0');
    parts.digits.insert(parts.digits.size() - places, ".");
  }
  return (parts.negative && !zero ? "-" : "") + parts.digits;
}

// The shortest decimal with the same binary fraction.
std::optional<Parts> shortest(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  std::array<char, 64> buffer{};
  const auto written =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
  return parse(std::string_view(buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data())));
}

}  // namespace

std::optional<SheetNumber> read_sheet_number(std::string_view text) {
  const auto typed = parse(text);
  if (!typed) return std::nullopt;
  const std::size_t digits = significant_digits(*typed);
  if (digits > kTypedDigitsMax && digits <= kStoredDigitsMax) {
    const auto shorter = shortest(text);
    if (shorter && significant_digits(*shorter) < digits) return SheetNumber{plain(*shorter), true};
  }
  return SheetNumber{plain(*typed), false};
}

}  // namespace cityledger
