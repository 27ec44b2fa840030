// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Textual encoding of certificates and revocation lists (RFC 7468).
#pragma once

#include <string_view>
#include <vector>

#include "ledger/bytes.hpp"
#include "ledger/result.hpp"

namespace certs {

inline constexpr std::size_t kPemItemsMax = 64;

// Every "-----BEGIN label-----" … "-----END label-----" of the text, decoded; words outside of them are passed over.
// Errors: kInvalid (none, another label, not base64), kTooLarge (more than 64).
[[nodiscard]] ledger::Result<std::vector<ledger::Bytes>> parse_pem(std::string_view text, std::string_view label);
// One item as it stands, when it begins like DER, or those of a PEM text. Errors: as parse_pem.
[[nodiscard]] ledger::Result<std::vector<ledger::Bytes>> parse_pem_or_der(std::string_view file,
                                                                          std::string_view label);

}  // namespace certs
