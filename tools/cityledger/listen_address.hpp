// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Where the service listens, in words: "127.0.0.1:8080", "[::1]:8080".
#pragma once

#include <string>

#include "api/server.hpp"

namespace cityledger {

// Port 0 becomes one that is free now, so that the service knows its own address before it listens. Errors: kInvalid.
[[nodiscard]] ledger::Result<api::Listen> read_listen(const std::string& text, bool tls);
// "http://127.0.0.1:8080"
[[nodiscard]] std::string address_of(const api::Listen& listen);

}  // namespace cityledger
