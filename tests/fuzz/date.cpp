// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/date.hpp"

#include "ledger/bytes.hpp"
#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ledger::ByteView bytes(data, size);
  const std::string_view text = ledger::text(bytes);
  if (const auto day = attest::parse_day(text)) require(attest::format_day(*day) == text);
  if (const auto moment = attest::parse_moment(text)) require(attest::format_moment(*moment) == text);
  if (size < 9) return 0;
  const ledger::UnixMillis time{ledger::read_big_endian_64(bytes)};
  require(attest::format_millis(time).size() == 24 && attest::parse_day(attest::format_day(time)).has_value());
  require(attest::parse_moment(attest::format_moment(time)).has_value());
  const ledger::UnixMillis later = attest::add_months(time, bytes[8]);
  require(attest::year_of(later) >= attest::year_of(time) && !attest::format_day_for_people(later).empty());
  return 0;
}
