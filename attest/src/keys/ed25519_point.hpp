// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Whether 32 bytes are a good Ed25519 public key: OpenSSL takes any 32 bytes and only fails later.
#pragma once

#include "ledger/bytes.hpp"

namespace attest {

// True for the one spelling of a point of the curve that is not among the eight of small order, under which
// a signature would say nothing about its message. REQUIRES: 32 bytes.
[[nodiscard]] bool is_good_ed25519_point(ledger::ByteView bytes);

}  // namespace attest
