// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A secret's mark on a message: HMAC (RFC 2104) with SHA-256. Any thread.
#pragma once

#include "ledger/digest.hpp"

namespace api {

// `secret` has at most 64 bytes, the hash's block.
[[nodiscard]] ledger::Digest hmac_sha256(ledger::ByteView secret, ledger::ByteView message);
// Takes as long for any two, so that the time tells nothing of where they differ.
[[nodiscard]] bool same_digest(const ledger::Digest& a, const ledger::Digest& b);

}  // namespace api
