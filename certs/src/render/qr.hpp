// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// QR codes (ISO/IEC 18004) as modules. true is dark; the quiet zone is not part of it.
#pragma once

#include <string>
#include <vector>

#include "ledger/result.hpp"

namespace certs {

inline constexpr int kQuietModules = 4;  // ISO/IEC 18004, 9.1

using Modules = std::vector<std::vector<bool>>;

// Bytes at level Q, alphanumerics at level M. Errors: kTooLarge; kInvalid (not of the alphanumeric alphabet).
[[nodiscard]] ledger::Result<Modules> qr_of_address(const std::string& address);
[[nodiscard]] ledger::Result<Modules> qr_of_alphanumerics(const std::string& text);

}  // namespace certs
