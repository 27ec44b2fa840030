// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Characters that a certificate or badge does not print: controls, line separators, and those that turn the direction
// of text around, with which a name could be read as another one.
#pragma once

#include <string_view>

#include "ledger/result.hpp"

namespace certs {

// REQUIRES: UTF-8. Errors: kInvalid, naming `member` and the character.
[[nodiscard]] ledger::Result<void> check_printable(std::string_view text, const char* member);

}  // namespace certs
