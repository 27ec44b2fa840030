// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Is this RFC 3161 time-stamp token good, and of what moment? Pure: no clock, no network.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/bytes.hpp"
#include "ledger/digest.hpp"
#include "ledger/ids.hpp"
#include "ledger/result.hpp"

namespace certs {

inline constexpr std::size_t kTimestampTokenBytesMax = 16'384;

struct Timestamp {
  ledger::UnixMillis at;            // genTime, whole seconds
  std::string authority;            // subject of its certificate, for people
  std::vector<ledger::Bytes> path;  // DER: the authority's certificate to the root
};

// `token`: a TimeStampToken, DER. `roots`: DER certificates. The authority's path is judged at `path_at`, or at the
// token's own moment. Asked for: SHA-256 imprint equal to `digest`; one signer, whose certificate has timeStamping as
// its only and critical extended usage and is named by a signed ESS certificate id; no SHA-1 and nothing else below 112
// bits; no certificate that is not of the path, no unsigned attribute, no list: each bit of it is checked.
// Errors: kInvalid (malformed, another digest, wrong signature), kNotFound (its path leads to none of `roots`),
//         kRefused (a certificate of the path is expired or not for that use), kTooLarge.
[[nodiscard]] ledger::Result<Timestamp> verify_timestamp_token(ledger::ByteView token, const ledger::Digest& digest,
                                                               const std::vector<ledger::Bytes>& roots,
                                                               std::optional<ledger::UnixMillis> path_at = {});

}  // namespace certs
