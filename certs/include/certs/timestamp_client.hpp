// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The asking side of RFC 3161: question, answer judged, several authorities in order.
//
// How the question travels is the caller's matter (an HTTP POST of application/timestamp-query, or our own authority in
// this process); nothing here opens a connection or reads a clock.
// Threads: any.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "certs/timestamp.hpp"
#include "ledger/ids.hpp"

namespace certs {

inline constexpr std::size_t kTimestampAnswerBytesMax = 65'536;
inline constexpr std::size_t kTimestampRequestBytesMax = 4'096;

// TimeStampReq, DER: version 1, SHA-256 imprint, 64-bit nonce, certReq; a policy's OID where one is asked for.
// Errors: kInvalid (policy).
[[nodiscard]] ledger::Result<ledger::Bytes> make_timestamp_request(const ledger::Digest& digest, std::uint64_t nonce,
                                                                   const std::optional<std::string>& policy = {});

// In: the request as sent, TimeStampResp (DER) as answered, the roots trusted for that authority (DER), the moment at
// which its certificates must be valid. Out: the TimeStampToken. Checked: granted; version, imprint, nonce and policy
// are the asked ones; the signature, its certificate's purpose (critical time-stamping alone) and the path to a root.
// Revocation is not looked at here. Errors: kTooLarge; kBusy (the authority says that it cannot just now); kInvalid.
[[nodiscard]] ledger::Result<ledger::Bytes> check_timestamp_response(ledger::ByteView request,
                                                                     ledger::ByteView response,
                                                                     const std::vector<ledger::Bytes>& roots,
                                                                     ledger::UnixMillis at);

// What a token says; its signature is not verified here.
struct TimestampFacts {
  ledger::UnixMillis time;  // whole milliseconds, cut
  std::string serial;       // hexadecimal
  std::string policy;       // OID in digits
  ledger::Digest imprint;
  std::string authority;  // subject of the certificate in the token that signed it; empty when it is not in there
};
// Errors: kInvalid unless exactly one DER token over SHA-256; kTooLarge.
[[nodiscard]] ledger::Result<TimestampFacts> timestamp_facts(ledger::ByteView token);

// Sends a TimeStampReq and brings the TimeStampResp. Errors: kBusy when the authority does not answer.
using TimestampExchange = std::function<ledger::Result<ledger::Bytes>(ledger::ByteView request)>;

struct TimestampService {
  std::string name;  // for messages: an address, "own authority"
  TimestampExchange exchange;
  std::vector<ledger::Bytes> roots;
  std::optional<std::string> policy;
  std::function<ledger::UnixMillis()> now;  // when its certificates must be valid
};

// Asks one after the other until one answers well. Errors: kBusy when all are away, else the last one's, naming it.
[[nodiscard]] TimestampSource timestamp_source(std::vector<TimestampService> services);

}  // namespace certs
