// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/decimal.hpp"

#include <algorithm>

#include "ledger/bytes.hpp"
#include "require.hpp"

// Input: up to three decimals with a space between them, the last of them the value.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using attest::Decimal;
  const std::string_view text = ledger::text({data, size});
  const std::size_t first = std::min(text.find(' '), size);
  const std::size_t second = std::min(text.find(' ', std::min(first + 1, size)), size);
  const auto numerator = Decimal::parse(text.substr(0, first));
  if (numerator) require(numerator->text() == text.substr(0, first) && compare(*numerator, *numerator) == 0);
  if (!numerator || second == size) return 0;
  const auto denominator = Decimal::parse(text.substr(first + 1, second - first - 1));
  const auto value = Decimal::parse(text.substr(second + 1));
  if (!denominator || !value) return 0;
  require(compare(*numerator, *denominator) == -compare(*denominator, *numerator));
  require(attest::agrees(*value, *numerator, *denominator, 100).has_value() == !denominator->is_zero());
  const auto quotient = attest::divide(*numerator, *denominator, 100, value->places());
  if (quotient) require(*attest::agrees(*quotient, *numerator, *denominator, 100));
  return 0;
}
