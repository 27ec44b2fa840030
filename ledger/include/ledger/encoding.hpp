// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Hexadecimal, base64 and base64url (RFC 4648), each with exactly one accepted spelling of a value:
// lower-case hex; base64 with padding; base64url without. Unused trailing bits must be zero.
#pragma once

#include <string>
#include <string_view>

#include "ledger/bytes.hpp"
#include "ledger/result.hpp"

namespace ledger {

[[nodiscard]] std::string hex_encode(ByteView bytes);
[[nodiscard]] std::string base64_encode(ByteView bytes);
[[nodiscard]] std::string base64url_encode(ByteView bytes);

// Errors: kInvalid for any other spelling than the one the encoder writes.
[[nodiscard]] Result<Bytes> hex_decode(std::string_view text);
[[nodiscard]] Result<Bytes> base64_decode(std::string_view text);
[[nodiscard]] Result<Bytes> base64url_decode(std::string_view text);

}  // namespace ledger
