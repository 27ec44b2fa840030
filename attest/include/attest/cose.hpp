// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// COSE_Sign1 (RFC 9052 section 4.2, tag 18) as we write and read it: deterministic CBOR, exactly the header
// parameters named here, nothing in the unprotected header but receipts' proofs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "attest/cbor.hpp"
#include "attest/public_key.hpp"
#include "attest/signer.hpp"

namespace attest {

inline constexpr std::string_view kStatementType = "application/vnd.cityledger.statement+json";
inline constexpr std::string_view kPossessionType = "application/vnd.cityledger.possession+json";

// The protected header of everything but receipts.
struct SignedHeader {
  Algorithm algorithm = Algorithm::kEdDsa;
  std::string content_type;
  Digest kid;
  std::string issuer;            // CWT claim 1
  std::string subject;           // CWT claim 2
  std::int64_t issued_at_s = 0;  // CWT claim 6, POSIX seconds
};

struct CoseSign1 {
  SignedHeader header;
  Bytes protected_bytes;
  Bytes payload;
  Bytes signature;  // 64 bytes
};

// The parts of a COSE_Sign1, whatever its header says.
struct Sign1 {
  Bytes protected_bytes;
  Bytes payload;
  Bytes signature;  // 64 bytes
};
[[nodiscard]] Bytes encode_sign1(const Sign1& message);
// Errors: kTooLarge (over ledger::kEntryBytesMax); kInvalid unless tag 18, an empty unprotected header, an attached
// payload and a signature of 64 bytes.
[[nodiscard]] Result<Sign1> parse_sign1(ByteView bytes);

// Sig_structure of RFC 9052 section 4.4 with context "Signature1" and empty external data: what is signed.
[[nodiscard]] Bytes sig_structure(ByteView protected_bytes, ByteView payload);

// Signs; `content_type` is one of ours. Errors: kKey, kTooLarge (result over ledger::kEntryBytesMax).
[[nodiscard]] Result<Bytes> sign_cose(const SignedHeader& header_without_key, ByteView payload, const Signer& signer);

// Errors: kInvalid unless it is a tagged COSE_Sign1 with exactly our header, of `content_type`. Checks no signature.
[[nodiscard]] Result<CoseSign1> parse_cose(ByteView bytes, std::string_view content_type);
[[nodiscard]] bool verify_cose(const CoseSign1& message, const PublicKey& key);

}  // namespace attest
