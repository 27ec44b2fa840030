// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Our own time-stamp authority (RFC 3161, 5816). It proves to others only what they believe of our clock: beside the
// ledger's own time, or an outside authority, it is what makes a PDF's seal outlive its certificate.
#pragma once

#include <string_view>
#include <vector>

#include "certs/pki.hpp"
#include "certs/timestamp_client.hpp"

namespace certs {

// The policy under which it stamps: an OID made from a UUID (2.25, ITU-T X.667), which claims nobody's audit.
inline constexpr std::string_view kTimestampPolicy = "2.25.8160978388699295150179707093289742997";

struct TimestampKey {
  PkiKey key;
  Bytes certificate;
  std::vector<Bytes> chain;  // from the issuing authority to the root
};

// In: a TimeStampReq. Out: a TimeStampResp; a question that is refused is answered too, with status and reason.
// The time is `now` in whole seconds, accuracy one second, the serial number 128 random bits, so none comes twice.
// Errors: kTooLarge (request), kInvalid (no certificate of an authority), kKey.
[[nodiscard]] Result<Bytes> answer_timestamp(const TimestampKey& authority, ByteView request, UnixMillis now);

// The authority as one to ask; it must outlive the service. `now` is the clock that it stamps with.
[[nodiscard]] TimestampService own_timestamp_service(const TimestampKey& authority, std::function<UnixMillis()> now);

}  // namespace certs
