// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// W3C Data Integrity proofs with cryptosuite eddsa-jcs-2022 (VC Data Integrity EdDSA Cryptosuites v1.0,
// section 3.3), as a proof set: each proof signs the document without any proof.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attest/json.hpp"
#include "attest/signer.hpp"
#include "ledger/digest.hpp"

namespace certs {

using attest::Json;
using ledger::Bytes;
using ledger::ByteView;
using ledger::Code;
using ledger::Digest;
using ledger::Result;

// Multikey: 'z' + base58btc(0xed 0x01 || key). Ed25519 only.
[[nodiscard]] std::string multikey_encode(const ledger::Ed25519Key& key);
[[nodiscard]] Result<ledger::Ed25519Key> multikey_decode(std::string_view text);
[[nodiscard]] std::string base58_encode(ByteView bytes);
[[nodiscard]] Result<Bytes> base58_decode(std::string_view text, std::size_t bytes_max);

struct Proof {
  std::string verification_method;  // absolute DID URL
  std::string created;              // moment
  Bytes signature;                  // 64 bytes
};

// Adds a proof to `document` (its "proof" becomes an array). Errors: kKey; kInvalid for a document without @context.
[[nodiscard]] Result<Json> add_proof(const Json& document, std::string_view verification_method,
                                     std::string_view created, const attest::Signer& key);

// The proofs of a document. Strict: each has exactly type, cryptosuite, created, verificationMethod, proofPurpose,
// @context (equal to the document's) and proofValue. Errors: kInvalid; none at all is an error too.
[[nodiscard]] Result<std::vector<Proof>> read_proofs(const Json& document);
[[nodiscard]] bool verify_proof(const Json& document, const Proof& proof, const ledger::Ed25519Key& key);

// The 64 bytes that are signed: SHA-256(JCS(options)) || SHA-256(JCS(document without proof)).
[[nodiscard]] Bytes proof_hash_data(const Json& document, const Proof& proof);

[[nodiscard]] Json without_proof(const Json& document);
// SHA-256 of the canonical form without proof: the *fingerprint*.
[[nodiscard]] Digest fingerprint(const Json& document);
// SHA-256 of the canonical form with the whole proof set.
[[nodiscard]] Digest signed_digest(const Json& document);

}  // namespace certs
