// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The order of NIST P-256 and the low half of it. A signature (r, s) is as good as (r, n - s); we write and accept
// only the one with s <= n/2, so that a signature has one spelling.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "ledger/bytes.hpp"

namespace attest {

using Scalar256 = std::array<std::uint8_t, 32>;  // big-endian

inline constexpr Scalar256 kP256Order = {0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF,
                                         0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17,
                                         0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51};
inline constexpr Scalar256 kP256HalfOrder = {0x7F, 0xFF, 0xFF, 0xFF, 0x80, 0x00, 0x00, 0x00, 0x7F, 0xFF, 0xFF,
                                             0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xDE, 0x73, 0x7D, 0x56, 0xD3, 0x8B,
                                             0xCF, 0x42, 0x79, 0xDC, 0xE5, 0x61, 0x7E, 0x31, 0x92, 0xA8};

// REQUIRES: value has 32 bytes.
inline bool is_over(ledger::ByteView value, const Scalar256& bound) {
  return std::lexicographical_compare(bound.begin(), bound.end(), value.begin(), value.end());
}

// Whether (r, s) is a pair of scalars in [1, n-1] with s <= n/2. REQUIRES: signature has 64 bytes.
inline bool is_low_s(ledger::ByteView signature) {
  const ledger::ByteView r = signature.first(32);
  const ledger::ByteView s = signature.last(32);
  const auto is_zero = [](ledger::ByteView v) {
    return std::all_of(v.begin(), v.end(), [](auto b) { return b == 0; });
  };
  const bool r_in_range = std::lexicographical_compare(r.begin(), r.end(), kP256Order.begin(), kP256Order.end());
  return r_in_range && !is_zero(r) && !is_zero(s) && !is_over(s, kP256HalfOrder);
}

// r || s with s replaced by n - s where that is the smaller one. Empty unless there are 64 bytes and s is below n.
[[nodiscard]] ledger::Bytes with_low_s(ledger::Bytes signature);

}  // namespace attest
