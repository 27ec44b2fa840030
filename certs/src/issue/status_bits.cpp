// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The bits of a status list: a pure function of the entries below the size that the list names.
#include "attest/limits.hpp"
#include "attest/records.hpp"
#include "certs/issue.hpp"
#include "verify/names.hpp"

namespace certs {

Result<Bytes> status_bits(const ledger::StateReader& state, std::string_view purpose, ledger::TreeSize size) {
  Bytes bits(attest::kStatusListEntries / 8, 0);
  const auto numbers = attest::list_certificates(state);
  if (!numbers) return tl::unexpected(numbers.error());
  for (const std::string& number : *numbers) {
    const auto record = attest::get_certificate(state, number);
    if (!record) return tl::unexpected(record.error());
    if (!*record || (*record)->entry.index.value >= size.value) continue;
    const auto then = attest::state_below((*record)->history, size);
    const bool set = purpose == kRevocation ? attest::sets_revocation_bit(then) : attest::sets_suspension_bit(then);
    const auto index = static_cast<std::size_t>((*record)->issued.status_index);
    if (set) bits[index / 8] |= static_cast<std::uint8_t>(0x80U >> index % 8);
  }
  return bits;
}

}  // namespace certs
