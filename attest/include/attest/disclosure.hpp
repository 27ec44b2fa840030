// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Confidential fields in the manner of RFC 9901: the statement holds a digest, the disclosure opens it.
// disclosure = base64url(canonical JSON [salt, name, value]); digest = base64url(SHA-256(disclosure's ASCII)).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "attest/json.hpp"
#include "ledger/bytes.hpp"

namespace attest {

struct Disclosure {
  std::string salt;  // 22 characters, base64url of 128 bits
  std::string name;
  std::string value;  // always text
};

[[nodiscard]] std::string encode_disclosure(const Disclosure& disclosure);
// With a fresh random salt.
[[nodiscard]] std::string make_disclosure(std::string_view name, std::string_view value);
// Errors: kInvalid unless it is exactly what encode_disclosure writes.
[[nodiscard]] Result<Disclosure> parse_disclosure(std::string_view encoded);
[[nodiscard]] std::string disclosure_digest(std::string_view encoded);

// A statement with its disclosures, as it travels: CBOR [statement, [disclosure...]], or the bare statement.
struct Submission {
  ledger::Bytes statement;
  std::vector<std::string> disclosures;
};
inline constexpr std::size_t kSubmissionBytesMax = 524'288;  // 8 disclosures of the largest size, each escaped, fit

[[nodiscard]] ledger::Bytes encode_submission(const Submission& submission);
// Judges the container alone. Errors: kTooLarge, kInvalid.
[[nodiscard]] Result<Submission> parse_submission(ledger::ByteView bytes);

}  // namespace attest
