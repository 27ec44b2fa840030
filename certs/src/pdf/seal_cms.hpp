// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The CMS of a seal (RFC 5652, PAdES B-B and B-T of ETSI EN 319 142-1): what varies, and the one way to write it.
// A reader takes what varies and asks that the bytes are those that the writer makes of it, so nothing else can
// stand in a seal: one signer, SHA-256, ECDSA P-256, three signed attributes, no signing-time.
#pragma once

#include <optional>
#include <vector>

#include "der.hpp"
#include "ledger/digest.hpp"
#include "ledger/result.hpp"

namespace certs {

using ledger::Digest;
using ledger::Result;

inline constexpr std::size_t kSealCertificatesMax = 8;

struct SealCms {
  std::vector<Bytes> certificates;  // DER; the signer's first, the others in the order of their encodings
  Digest digest;                    // SHA-256 of the two byte ranges
  Bytes signature;                  // r || s, low S
  std::optional<Bytes> token;       // RFC 3161, over the signature value as DER
};

// The bytes that the signer signs: the DER SET OF the three attributes.
[[nodiscard]] Bytes seal_attributes(const Digest& digest, ByteView signer_certificate);
// Ecdsa-Sig-Value of RFC 3279: what stands in the SignerInfo and what a time-stamp is of. REQUIRES: 64 bytes.
[[nodiscard]] Bytes signature_value(ByteView signature);
// Errors: kInvalid when the signer's certificate is no DER certificate; there are none or too many.
[[nodiscard]] Result<Bytes> encode_seal_cms(const SealCms& cms);
// The DER element at the beginning of a hole that is otherwise zeros. Errors: kInvalid.
[[nodiscard]] Result<ByteView> element_in_hole(ByteView hole);
// `hole`: the CMS and then zeros alone. Errors: kInvalid unless it is what encode_seal_cms writes.
[[nodiscard]] Result<SealCms> parse_seal_cms(ByteView hole);

}  // namespace certs
