// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/tokens.hpp"

#include <algorithm>

#include "api/limits.hpp"
#include "ascii.hpp"
#include "attest/signer.hpp"
#include "hmac.hpp"
#include "ledger/encoding.hpp"

namespace api {

using ledger::UnixMillis;

namespace {

constexpr std::size_t kRandomBytes = 16;
constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kTokenText = 43;  // the same in base64url

UnixMillis whole_second(UnixMillis time) {
  return {time.value / 1000 * 1000};
}
UnixMillis after(UnixMillis time, std::uint64_t seconds) {
  return {time.value + seconds * 1000};
}

std::chrono::steady_clock::time_point steady(UnixMillis time) {
  return std::chrono::steady_clock::time_point(std::chrono::milliseconds(time.value));
}

tl::unexpected<Problem> refuse(std::string_view name, std::string detail, std::string field) {
  return tl::unexpected<Problem>(Problem{name, std::move(detail), std::move(field)});
}

// RFC 6750 section 3: `error` is empty when nothing was shown.
tl::unexpected<Problem> unauthorized(std::string detail, const char* error) {
  Problem problem{"unauthorized", std::move(detail), "authorization"};
  std::string value = "Bearer realm=\"cityledger\"";
  if (*error != '\0') value += std::string(", error=\"") + error + "\"";
  problem.headers.emplace_back("WWW-Authenticate", std::move(value));
  return tl::unexpected<Problem>(std::move(problem));
}

tl::unexpected<Problem> later(std::string_view name, std::string detail, unsigned seconds) {
  Problem problem{name, std::move(detail), {}};
  problem.retry_after_s = seconds;
  return tl::unexpected<Problem>(std::move(problem));
}

// One answer for every way in which a key is no good: it tells nobody which keys there are.
constexpr const char* kNotProven = "the challenge is not signed by a key that is in force";

attest::Digest hash_of(std::string_view token) {
  return ledger::sha256(ledger::view(token));
}

// The hash of the token in the request; none when there is no Authorization.
Answered<std::optional<attest::Digest>> shown_token(const Request& request) {
  const auto of_it = [](const auto& header) { return header.first == "authorization"; };
  const auto count = std::count_if(request.headers.begin(), request.headers.end(), of_it);
  if (count == 0) return std::optional<attest::Digest>{};
  if (count > 1) return refuse("invalid", "there are several Authorization headers; send one", "authorization");
  const std::string_view value = *request.header("authorization");
  const std::size_t space = value.find(' ');
  if (!equals_in_any_case(value.substr(0, space), "bearer")) {
    return unauthorized("this service takes bearer tokens and nothing else", "");
  }
  const std::size_t start = value.find_first_not_of(' ', space);
  const std::string_view token = start == std::string_view::npos ? std::string_view() : value.substr(start);
  const auto bytes = ledger::base64url_decode(token);
  if (token.size() != kTokenText || !bytes) return unauthorized("this is no token of ours", "invalid_token");
  return std::optional(hash_of(token));
}

}  // namespace

Tokens::Tokens(const attest::LedgerFolder& ledger, std::function<UnixMillis()> clock, std::string audience,
               Places places)
    : ledger_(ledger),
      clock_(std::move(clock)),
      audience_(std::move(audience)),
      places_(places),
      genesis_(ledger.config().genesis),
      origin_(ledger.config().origin),
      secret_(attest::random_bytes(kSecretBytes)),
      by_key_({kRequestsOfAKeyPerSecond, kRequestsOfAKeyMax, 2 * places.tokens}, [this] { return steady(clock_()); }) {}

// The nonce is random bytes and behind them the mark over the challenge with these bytes alone as nonce.
std::string Tokens::mark(attest::Challenge challenge, ledger::ByteView random) const {
  challenge.nonce = ledger::base64url_encode(random);
  const attest::Digest mark = hmac_sha256(secret_, ledger::view(attest::encode_challenge(challenge)));
  ledger::Bytes nonce = ledger::to_bytes(random);
  nonce.insert(nonce.end(), mark.bytes.begin(), mark.bytes.end());
  return ledger::base64url_encode(nonce);
}

bool Tokens::is_ours(const attest::Challenge& challenge) const {
  const auto nonce = ledger::base64url_decode(challenge.nonce);
  if (!nonce || nonce->size() != kRandomBytes + sizeof(attest::Digest::bytes)) return false;
  const std::string expected = mark(challenge, ledger::ByteView(*nonce).first(kRandomBytes));
  return same_digest(hash_of(expected), hash_of(challenge.nonce));
}

Tokens::Set Tokens::challenge(const attest::Digest& kid) const {
  attest::Challenge challenge;
  challenge.audience = audience_;
  challenge.issued = whole_second(clock_());
  challenge.expires = after(challenge.issued, kChallengeSeconds);
  challenge.kid = kid;
  challenge.ledger = genesis_;
  challenge.origin = origin_;
  challenge.nonce = mark(challenge, attest::random_bytes(kRandomBytes));
  return {attest::encode_challenge(challenge), challenge.expires};
}

Answered<void> Tokens::check(const attest::ChallengeAnswer& answer) const {
  if (!is_ours(answer.challenge)) {
    return unauthorized("this is no challenge of this service as it was set; get a new one", "");
  }
  const UnixMillis now = clock_();
  if (now < answer.challenge.issued || now >= answer.challenge.expires) {
    return unauthorized("the challenge has expired; get a new one", "");
  }
  const auto key = attest::get_key(ledger_.store(), answer.cose.header.kid);
  if (!key) return tl::unexpected(problem_of(key.error()));
  if (!*key || (*key)->party != answer.cose.header.issuer || !attest::verify_cose(answer.cose, (*key)->key)) {
    return unauthorized(kNotProven, "");
  }
  const auto reader = attest::reader_with_key(ledger_.store(), answer.cose.header.kid, "", ledger_.now());
  if (!reader && reader.error().code == Code::kKey) return unauthorized(kNotProven, "");
  if (!reader) return tl::unexpected(problem_of(reader.error()));
  return {};
}

void Tokens::drop_expired(UnixMillis now) {
  std::erase_if(tokens_, [&](const auto& item) { return now >= item.second.expires; });
  std::erase_if(spent_, [&](const auto& item) { return now >= item.second.expires; });
}

Answered<void> Tokens::spend(const attest::Challenge& challenge) {
  if (spent_.contains(challenge.nonce)) return unauthorized("the challenge was answered before; get a new one", "");
  const auto of_key =
      std::count_if(spent_.begin(), spent_.end(), [&](const auto& item) { return item.second.kid == challenge.kid; });
  if (static_cast<std::size_t>(of_key) >= kAnswersOfAKeyMax) {
    return later("too_many_requests", "this key asked for too many tokens; use the one it has", kChallengeSeconds);
  }
  if (spent_.size() >= places_.answers || tokens_.size() >= places_.tokens) {
    return later("busy", "too many tokens are in use", kChallengeSeconds);
  }
  spent_.emplace(challenge.nonce, Spent{challenge.kid, challenge.expires});
  return {};
}

Answered<Tokens::Granted> Tokens::grant(const attest::ChallengeAnswer& answer) {
  const UnixMillis now = clock_();
  const std::lock_guard lock(mutex_);
  drop_expired(now);
  if (auto spent = spend(answer.challenge); !spent) return tl::unexpected(std::move(spent.error()));
  std::vector<std::map<attest::Digest, Token>::iterator> of_key;
  for (auto at = tokens_.begin(); at != tokens_.end(); ++at) {
    if (at->second.kid == answer.challenge.kid) of_key.push_back(at);
  }
  if (of_key.size() >= kTokensOfAKeyMax) {
    tokens_.erase(*std::min_element(of_key.begin(), of_key.end(), [](const auto& a, const auto& b) {
      return a->second.expires < b->second.expires;
    }));
  }
  Granted granted{ledger::base64url_encode(attest::random_bytes(kTokenBytes)), answer.cose.header.issuer,
                  after(now, kTokenSeconds)};
  tokens_.emplace(hash_of(granted.token), Token{answer.challenge.kid, granted.expires});
  return granted;
}

Answered<Tokens::Granted> Tokens::exchange(ledger::ByteView answer) {
  const auto parsed = attest::parse_challenge_answer(answer);
  if (!parsed) return tl::unexpected(problem_of(parsed.error()));
  if (auto checked = check(*parsed); !checked) return tl::unexpected(std::move(checked.error()));
  return grant(*parsed);
}

// Found by the hash of what was shown: how long that takes tells nothing of a token that was not shown.
std::optional<Tokens::Token> Tokens::find(const attest::Digest& hash) {
  const std::lock_guard lock(mutex_);
  const auto at = tokens_.find(hash);
  if (at == tokens_.end()) return std::nullopt;
  if (clock_() < at->second.expires) return at->second;
  tokens_.erase(at);
  return std::nullopt;
}

void Tokens::forget(const attest::Digest& hash) {
  const std::lock_guard lock(mutex_);
  tokens_.erase(hash);
}

Answered<std::optional<attest::Reader>> Tokens::reader(const Request& request) {
  const auto shown = shown_token(request);
  if (!shown) return tl::unexpected(shown.error());
  if (!*shown) return std::optional<attest::Reader>{};
  const auto token = find(**shown);
  if (!token) return unauthorized("the token is unknown here or has ended", "invalid_token");
  auto reader = attest::reader_with_key(ledger_.store(), token->kid, "", ledger_.now());
  if (!reader && reader.error().code == Code::kKey) {
    forget(**shown);
    return unauthorized("the key that asked for the token is not in force any more", "invalid_token");
  }
  if (!reader) return tl::unexpected(problem_of(reader.error()));
  if (const unsigned wait_s = by_key_.wait_s(ledger::to_hex(token->kid)); wait_s > 0) {
    return later("too_many_requests", "this key asks too often", wait_s);
  }
  return std::optional(std::move(*reader));
}

Answered<attest::Reader> Tokens::known_reader(const Request& request) {
  auto found = reader(request);
  if (!found) return tl::unexpected(std::move(found.error()));
  if (!*found) return unauthorized("this is shown to whom it concerns only; get a token", "");
  return std::move(**found);
}

Answered<void> Tokens::end(const Request& request) {
  const auto found = known_reader(request);
  if (!found) return tl::unexpected(found.error());
  forget(**shown_token(request));
  return {};
}

Tokens::Held Tokens::held() const {
  const std::lock_guard lock(mutex_);
  return {tokens_.size(), spent_.size()};
}

}  // namespace api
