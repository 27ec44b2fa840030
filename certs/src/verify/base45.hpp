// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Base45 (RFC 9285): bytes in the alphabet of a QR code's alphanumeric mode; two bytes are three characters, a last
// single byte is two.
#pragma once

#include <string>
#include <string_view>

#include "ledger/bytes.hpp"
#include "ledger/result.hpp"

namespace certs {

[[nodiscard]] std::string base45_encode(ledger::ByteView bytes);
// Errors: kInvalid for another character, for a length that no bytes have, for a group over its largest value
// (RFC 9285, section 6); kTooLarge for more than `bytes_max` bytes.
[[nodiscard]] ledger::Result<ledger::Bytes> base45_decode(std::string_view text, std::size_t bytes_max);

}  // namespace certs
