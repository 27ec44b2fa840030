// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// How a party proves to a service who it is, once: the service sets a challenge, the party signs it with a key of its
// own. STATEMENTS.md, "Challenge", has the bytes. The answer has a content type of its own, so that no other signed
// thing passes for it, and it passes for no statement. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "attest/cose.hpp"
#include "ledger/ids.hpp"

namespace attest {

inline constexpr std::string_view kChallengeType = "application/vnd.cityledger.challenge+json";

struct Challenge {
  std::string audience;  // the service's base address: "https://ledger.example"
  ledger::UnixMillis expires;
  Digest kid;  // of the key that is to sign
  ledger::UnixMillis issued;
  Digest ledger;       // genesis
  std::string nonce;   // base64url of 16 to 64 bytes, the service's choice
  std::string origin;  // the ledger's name
  friend bool operator==(const Challenge&, const Challenge&) = default;
};

// Canonical JSON; times in whole seconds.
[[nodiscard]] std::string encode_challenge(const Challenge& challenge);
// Errors: kInvalid, with the field, unless it is exactly what encode_challenge writes.
[[nodiscard]] Result<Challenge> parse_challenge(std::string_view payload);

// For the party, before it signs: whoever else relays a service's challenge gets no signature. Errors: kInvalid with
// the field unless the challenge is for this key, from the service that was asked and about this ledger.
[[nodiscard]] Result<void> check_challenge(const Challenge& challenge, const Digest& kid, std::string_view audience,
                                           std::string_view origin, const Digest& genesis);

// The answer: a COSE_Sign1 over the challenge, issuer and subject are the party. Errors: kKey.
[[nodiscard]] Result<Bytes> sign_challenge(const Challenge& challenge, std::string_view party, std::int64_t issued_at_s,
                                           const Signer& key);
struct ChallengeAnswer {
  CoseSign1 cose;
  Challenge challenge;
};
// Form alone; checks no signature. Errors: kInvalid with the field, kTooLarge.
[[nodiscard]] Result<ChallengeAnswer> parse_challenge_answer(ByteView bytes);

}  // namespace attest
