// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Public keys of signers: Ed25519 or ECDSA P-256, as JWK (RFC 7517, 8037) and by RFC 9679 thumbprint.
#pragma once

#include <string>

#include "attest/json.hpp"
#include "ledger/digest.hpp"
#include "ledger/ed25519.hpp"

namespace attest {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Digest;

enum class Algorithm : std::uint8_t { kEdDsa, kEs256 };

struct PublicKey {
  Algorithm algorithm = Algorithm::kEdDsa;
  Bytes bytes;  // 32 bytes for Ed25519; x || y, 64 bytes, for P-256
  friend bool operator==(const PublicKey&, const PublicKey&) = default;
};

// RFC 9679: SHA-256 over the deterministic CBOR of the key's required parameters.
[[nodiscard]] Digest key_thumbprint(const PublicKey& key);
[[nodiscard]] Json to_jwk(const PublicKey& key);
// Exactly the required members. Errors: kInvalid, also for a point that is not on the curve.
[[nodiscard]] Result<PublicKey> key_from_jwk(const Json& jwk, std::string_view where);

// Ed25519: strict S. ES256: r || s, 64 bytes, low S only. Any thread.
[[nodiscard]] bool verify_signature(const PublicKey& key, ByteView message, ByteView signature);

// REQUIRES: an Ed25519 key.
[[nodiscard]] ledger::Ed25519Key as_ed25519(const PublicKey& key);

}  // namespace attest
