// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Ed25519 (RFC 8032) signatures checked; signing is a callback, because this module holds no keys.
#pragma once

#include <array>
#include <cstdint>
#include <functional>

#include "ledger/bytes.hpp"
#include "ledger/result.hpp"

namespace ledger {

using Ed25519Key = std::array<std::uint8_t, 32>;
using Ed25519Signature = std::array<std::uint8_t, 64>;

// True only for a canonical signature (S < L) over exactly `message`. Any thread.
[[nodiscard]] bool ed25519_verify(const Ed25519Key& key, ByteView message, ByteView signature);

// Signs `message`. Errors: kKey. Must give the same bytes for the same message (Ed25519 does).
using Ed25519Sign = std::function<Result<Ed25519Signature>(ByteView message)>;

}  // namespace ledger
