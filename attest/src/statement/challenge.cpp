// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/challenge.hpp"

#include "attest/date.hpp"
#include "attest/json.hpp"
#include "ledger/encoding.hpp"

namespace attest {
namespace {

constexpr std::string_view kMessageType = "access.challenge";
constexpr std::size_t kNonceBytesMin = 16;
constexpr std::size_t kNonceBytesMax = 64;

std::string read_text(Fields& fields, std::string_view name) {
  std::string text = fields.text(name);
  if (text.empty()) fields.wrong(name, "must not be empty");
  return text;
}

Digest read_digest(Fields& fields, std::string_view name) {
  const auto digest = ledger::digest_from_hex(fields.text(name));
  if (!digest) fields.wrong(name, "must be 64 lower-case hexadecimal digits");
  return digest.value_or(Digest{});
}

ledger::UnixMillis read_moment(Fields& fields, std::string_view name) {
  const auto moment = parse_moment(fields.text(name));
  if (!moment) fields.wrong(name, "must be a moment like 2018-11-09T10:00:00Z");
  return moment.value_or(ledger::UnixMillis{});
}

std::string read_nonce(Fields& fields) {
  std::string nonce = fields.text("nonce");
  const auto bytes = ledger::base64url_decode(nonce);
  if (!bytes || bytes->size() < kNonceBytesMin || bytes->size() > kNonceBytesMax) {
    fields.wrong("nonce", "must be base64url of 16 to 64 bytes");
  }
  return nonce;
}

Result<void> other(const char* field, const char* message) {
  return ledger::fail(Code::kInvalid, message, field);
}

}  // namespace

std::string encode_challenge(const Challenge& challenge) {
  return canonical_json(Json::Object{{"audience", challenge.audience},
                                     {"expires", format_moment(challenge.expires)},
                                     {"issued", format_moment(challenge.issued)},
                                     {"kid", ledger::to_hex(challenge.kid)},
                                     {"ledger", ledger::to_hex(challenge.ledger)},
                                     {"nonce", challenge.nonce},
                                     {"origin", challenge.origin},
                                     {"type", kMessageType}});
}

Result<Challenge> parse_challenge(std::string_view payload) {
  const auto json = parse_canonical_json(payload);
  if (!json) return tl::unexpected<Error>(json.error());
  Fields fields(*json);
  Challenge challenge;
  challenge.audience = read_text(fields, "audience");
  challenge.expires = read_moment(fields, "expires");
  challenge.issued = read_moment(fields, "issued");
  challenge.kid = read_digest(fields, "kid");
  challenge.ledger = read_digest(fields, "ledger");
  challenge.nonce = read_nonce(fields);
  challenge.origin = read_text(fields, "origin");
  if (fields.text("type") != kMessageType) fields.wrong("type", "must be access.challenge");
  if (challenge.expires <= challenge.issued) fields.wrong("expires", "must be after issued");
  if (auto finished = fields.finish(); !finished) return tl::unexpected<Error>(finished.error());
  return challenge;
}

Result<void> check_challenge(const Challenge& challenge, const Digest& kid, std::string_view audience,
                             std::string_view origin, const Digest& genesis) {
  if (challenge.kid != kid) return other("kid", "the challenge is for another key");
  if (challenge.audience != audience) return other("audience", "the challenge comes from another service");
  if (challenge.origin != origin) return other("origin", "the challenge is about another ledger");
  if (challenge.ledger != genesis) return other("ledger", "the challenge is about another ledger of that name");
  return {};
}

Result<Bytes> sign_challenge(const Challenge& challenge, std::string_view party, std::int64_t issued_at_s,
                             const Signer& key) {
  SignedHeader header;
  header.content_type = kChallengeType;
  header.issuer = party;
  header.subject = party;
  header.issued_at_s = issued_at_s;
  return sign_cose(header, ledger::view(encode_challenge(challenge)), key);
}

Result<ChallengeAnswer> parse_challenge_answer(ByteView bytes) {
  auto cose = parse_cose(bytes, kChallengeType);
  if (!cose) return tl::unexpected<Error>(cose.error());
  if (cose->header.subject != cose->header.issuer) {
    return ledger::fail(Code::kInvalid, "issuer and subject must be the party that answers", "claims");
  }
  auto challenge = parse_challenge(ledger::text(cose->payload));
  if (!challenge) return tl::unexpected<Error>(challenge.error());
  if (challenge->kid != cose->header.kid) {
    return ledger::fail(Code::kInvalid, "the challenge is for another key than the one that signed", "kid");
  }
  return ChallengeAnswer{std::move(*cose), std::move(*challenge)};
}

}  // namespace attest
