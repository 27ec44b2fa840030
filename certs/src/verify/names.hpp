// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Names that other people's formats fix and that more than one file here needs.
#pragma once

#include <string>
#include <string_view>

namespace certs {

inline constexpr std::string_view kCredentialsContext = "https://www.w3.org/ns/credentials/v2";
inline constexpr std::string_view kRevocation = "revocation";
inline constexpr std::string_view kSuspension = "suspension";

// Addresses below the issuer's base that a credential names.
[[nodiscard]] std::string context_address(std::string_view base);
[[nodiscard]] std::string schema_address(std::string_view base);

// Text of at most 256 bytes without control characters, as it stands in credentials and short forms.
[[nodiscard]] bool is_plain_text(std::string_view text);
// The same, and not empty.
[[nodiscard]] bool is_name(std::string_view text);

}  // namespace certs
