// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The seal on a certificate's PDF: PAdES B-B and B-T when it is made, B-LT and B-LTA later (ETSI EN 319 142-1).
// All functions here are pure but for the signer and the time-stamp source that they are given. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attest/signer.hpp"
#include "certs/timestamp.hpp"
#include "ledger/ids.hpp"

namespace certs {

using ledger::Bytes;
using ledger::Result;

// Who seals. The certificate is of the profile in CERTIFICATE.md, "The seal"; the signer may be on a token.
struct SealKey {
  const attest::Signer* key = nullptr;  // P-256; must outlive the call
  Bytes certificate;                    // DER, of that key
  std::vector<Bytes> chain;             // DER, from the issuing authority to the root
};

// In: a PDF with the field of add_seal_field, as QPDFWriter wrote it. Out: the same with its three placeholders filled:
// ByteRange, M (`moment`, the claimed time, whole seconds) and the CMS; nothing moves. With `timestamps` the CMS has a
// time-stamp over its signature. What was made is read again and checked before it is given out.
// Errors: kInvalid (no such field, more than one, a certificate that is not of the key, not now valid or not for
// seals),
//         kTooLarge (the CMS does not fit the hole: shorten the chain), kKey (the signer), and those of the source.
[[nodiscard]] Result<std::string> seal_pdf(std::string_view unsealed, const SealKey& key, ledger::UnixMillis moment,
                                           const TimestampSource& timestamps = {});

// What proves a seal when its keys are gone.
struct ValidationData {
  std::vector<Bytes> roots;  // DER; the trusted ones
  std::vector<Bytes> crls;   // DER: of the authorities on the paths of signer and time-stamps
};

// Appends a revision with a document security store: the certificates of the paths of the seal and of every time-stamp,
// and their revocation lists, as far as the file has them not yet (B-LT); then, with `timestamps`, one with a document
// time-stamp over all of it (B-LTA). May be called again, each time with newer lists; nothing that is there is changed.
// A list counts if it was made after the time-stamp whose certificates it speaks of.
// Errors: kInvalid (no good sealed PDF), kRefused (no time-stamp in the seal, no list that is new enough, a
//         certificate that was revoked), kNotFound (a path leads to no root), kTooLarge, and those of the source.
[[nodiscard]] Result<std::string> extend_pdf(std::string_view sealed, const ValidationData& data,
                                             const TimestampSource& timestamps = {});

}  // namespace certs
