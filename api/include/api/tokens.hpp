// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Who asks, when confidential fields are asked for: a party signs a one-time challenge (attest/challenge.hpp) and gets
// a bearer token (RFC 6750) for a quarter of an hour.
//
// A challenge carries a mark of this service's secret, so that none is remembered before it is answered: whoever asks
// for many fills no table. A token is remembered by its SHA-256 alone. Both end with the process.
// Trusted for: a token is its party's while the key that asked for it is in force; that is looked up at every use.
// Threads: any.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "api/limits.hpp"
#include "api/problem.hpp"
#include "api/rate_limit.hpp"
#include "api/request.hpp"
#include "attest/challenge.hpp"
#include "attest/reader.hpp"

namespace api {

class Tokens {
 public:
  // How much is remembered at most.
  struct Places {
    std::size_t tokens = kTokensMax;
    std::size_t answers = kAnswersMax;
  };
  // `audience` is the service's own address; `clock` the machine's. The ledger must outlive this object.
  Tokens(const attest::LedgerFolder& ledger, std::function<ledger::UnixMillis()> clock, std::string audience,
         Places places);
  Tokens(const attest::LedgerFolder& ledger, std::function<ledger::UnixMillis()> clock, std::string audience)
      : Tokens(ledger, std::move(clock), std::move(audience), Places()) {}

  // The payload that this key is to sign within kChallengeSeconds. Whether the key exists makes no difference.
  struct Set {
    std::string payload;  // canonical JSON
    ledger::UnixMillis expires;
  };
  [[nodiscard]] Set challenge(const attest::Digest& kid) const;

  struct Granted {
    std::string token;  // base64url of 256 random bits
    std::string party;
    ledger::UnixMillis expires;
  };
  // Problems: invalid (form), unauthorized (not ours, late, used before, key unknown or not in force, signature wrong),
  // too_many_requests (of this key), busy (all places taken).
  [[nodiscard]] Answered<Granted> exchange(ledger::ByteView answer);

  // Whose token the request carries; none when it carries none. Problems: invalid (several Authorization headers),
  // unauthorized (another scheme; unknown, expired or ended token; key not in force any more), too_many_requests (of
  // this key, with all its tokens: kRequestsOfAKey).
  [[nodiscard]] Answered<std::optional<attest::Reader>> reader(const Request& request);
  // The same for what is nobody's without a token: none is unauthorized too.
  [[nodiscard]] Answered<attest::Reader> known_reader(const Request& request);
  // Ends the token that the request carries. Problems: those of known_reader().
  [[nodiscard]] Answered<void> end(const Request& request);

  // How much is remembered.
  struct Held {
    std::size_t tokens = 0;
    std::size_t answered = 0;  // challenges that may not be answered again
  };
  [[nodiscard]] Held held() const;

 private:
  struct Token {
    attest::Digest kid;
    ledger::UnixMillis expires;
  };
  struct Spent {
    attest::Digest kid;
    ledger::UnixMillis expires;
  };
  [[nodiscard]] std::string mark(attest::Challenge challenge, ledger::ByteView random) const;
  [[nodiscard]] bool is_ours(const attest::Challenge& challenge) const;
  [[nodiscard]] Answered<void> check(const attest::ChallengeAnswer& answer) const;
  [[nodiscard]] Answered<void> spend(const attest::Challenge& challenge);
  [[nodiscard]] Answered<Granted> grant(const attest::ChallengeAnswer& answer);
  [[nodiscard]] std::optional<Token> find(const attest::Digest& hash);
  void forget(const attest::Digest& hash);
  void drop_expired(ledger::UnixMillis now);

  const attest::LedgerFolder& ledger_;
  std::function<ledger::UnixMillis()> clock_;
  std::string audience_;
  Places places_;
  const attest::Digest genesis_;  // of the ledger's configuration, which another thread may change
  const std::string origin_;
  ledger::Bytes secret_;
  RateLimit by_key_;
  mutable std::mutex mutex_;
  std::map<attest::Digest, Token> tokens_;  // by SHA-256 of the token
  std::map<std::string, Spent> spent_;      // by nonce
};

}  // namespace api
