// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/challenge.hpp"

#include <gtest/gtest.h>

#include "attest/possession.hpp"
#include "attest/receipt.hpp"
#include "ledger/encoding.hpp"
#include "support.hpp"

namespace attest::test {
namespace {

const std::string kAudience = "https://ledger.attest.example";
const std::string kOrigin = "ledger.attest.example/demo";

Challenge for_key(const Signer& key) {
  Challenge challenge;
  challenge.audience = kAudience;
  challenge.expires = {1'541'757'660'000};
  challenge.issued = {1'541'757'600'000};
  challenge.kid = key_thumbprint(key.public_key());
  challenge.ledger = ledger::sha256(ByteView());
  challenge.nonce = "AAAAAAAAAAAAAAAAAAAAAA";
  challenge.origin = kOrigin;
  return challenge;
}

Bytes answer_to(const Challenge& challenge, const Signer& key) {
  return *sign_challenge(challenge, "melbourne", 1'541'757'601, key);
}

Result<Challenge> parsed_with(const Challenge& challenge, const char* name, const Json& value) {
  Json json = *parse_json(encode_challenge(challenge));
  (*json.object())[name] = value;
  return parse_challenge(canonical_json(json));
}

TEST(Challenge, IsReadBackAsItWasWrittenAndInNoOtherForm) {
  const auto key = seeded_signer(2);
  const Challenge challenge = for_key(*key);
  const std::string text = encode_challenge(challenge);
  const auto read = parse_challenge(text);
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(*read, challenge);
  EXPECT_FALSE(parse_challenge(text + "\n").has_value());
  EXPECT_FALSE(parse_challenge("{}").has_value());
  EXPECT_FALSE(parse_challenge("").has_value());
}

TEST(Challenge, NamesTheMemberThatIsWrong) {
  const Challenge challenge = for_key(*seeded_signer(2));
  const std::vector<std::pair<const char*, Json>> wrong = {{"audience", ""},
                                                           {"audience", std::string(257, 'a')},
                                                           {"expires", "2018-11-09"},
                                                           {"issued", 5},
                                                           {"kid", "AA"},
                                                           {"ledger", std::string(63, '0')},
                                                           {"nonce", "short"},
                                                           {"nonce", std::string(20, 'A')},
                                                           {"nonce", std::string(87, 'A')},
                                                           {"origin", ""},
                                                           {"expires", "2018-11-09T10:00:00Z"},
                                                           {"type", "key.possession"},
                                                           {"more", 1}};
  for (const auto& [name, value] : wrong) {
    const auto read = parsed_with(challenge, name, value);
    ASSERT_FALSE(read.has_value()) << name << " " << canonical_json(value);
    EXPECT_EQ(read.error().code, Code::kInvalid);
    EXPECT_EQ(read.error().field, name);
  }
  EXPECT_TRUE(parsed_with(challenge, "nonce", ledger::base64url_encode(Bytes(16))).has_value());
  EXPECT_TRUE(parsed_with(challenge, "nonce", ledger::base64url_encode(Bytes(64))).has_value());
  EXPECT_FALSE(parsed_with(challenge, "nonce", ledger::base64url_encode(Bytes(15))).has_value());
  EXPECT_FALSE(parsed_with(challenge, "nonce", ledger::base64url_encode(Bytes(65))).has_value());
}

TEST(Challenge, IsSignedOnlyForTheServiceLedgerAndKeyThatWereMeant) {
  const auto key = seeded_signer(2);
  const Challenge challenge = for_key(*key);
  EXPECT_TRUE(check_challenge(challenge, challenge.kid, kAudience, kOrigin, challenge.ledger).has_value());
  const auto field = [](const Result<void>& checked) { return checked ? std::string() : checked.error().field; };
  EXPECT_EQ(field(check_challenge(challenge, digest_of("x"), kAudience, kOrigin, challenge.ledger)), "kid");
  EXPECT_EQ(field(check_challenge(challenge, challenge.kid, "https://x.example", kOrigin, challenge.ledger)),
            "audience");
  EXPECT_EQ(field(check_challenge(challenge, challenge.kid, kAudience, "x.example", challenge.ledger)), "origin");
  EXPECT_EQ(field(check_challenge(challenge, challenge.kid, kAudience, kOrigin, digest_of("x"))), "ledger");
}

TEST(ChallengeAnswer, CarriesTheChallengeAndFailsWhenAnyBitIsChanged) {
  const auto key = seeded_signer(2);
  const Challenge challenge = for_key(*key);
  Bytes bytes = answer_to(challenge, *key);
  const auto holds = [&] {
    const auto answer = parse_challenge_answer(bytes);
    return answer && answer->challenge == challenge && answer->cose.header.issuer == "melbourne" &&
           verify_cose(answer->cose, key->public_key());
  };
  ASSERT_TRUE(holds());
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    EXPECT_FALSE(holds()) << "bit " << bit;
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
  }
}

// Whatever payload under that content type, as someone who holds the key could sign it.
Bytes sign_freely(std::string_view payload, std::string_view content_type, std::string subject, const Signer& key) {
  SignedHeader header;
  header.content_type = content_type;
  header.issuer = "melbourne";
  header.subject = std::move(subject);
  return *sign_cose(header, ledger::view(payload), key);
}

TEST(ChallengeAnswer, IsNothingElseThatIsSignedAndNothingElseIsIt) {
  const auto key = seeded_signer(2);
  const std::string payload = encode_challenge(for_key(*key));
  EXPECT_TRUE(parse_challenge_answer(sign_freely(payload, kChallengeType, "melbourne", *key)).has_value());
  EXPECT_FALSE(parse_challenge_answer(sign_freely(payload, kStatementType, "melbourne", *key)).has_value());
  EXPECT_FALSE(parse_challenge_answer(sign_freely(payload, kPossessionType, "melbourne", *key)).has_value());
  EXPECT_FALSE(parse_challenge_answer(sign_freely(payload, kChallengeType, "sydney", *key)).has_value());
  EXPECT_FALSE(parse_challenge_answer(sign_freely("{}", kChallengeType, "melbourne", *key)).has_value());
  // A challenge for another key than the one that signs.
  const std::string others = encode_challenge(for_key(*seeded_signer(3)));
  EXPECT_FALSE(parse_challenge_answer(sign_freely(others, kChallengeType, "melbourne", *key)).has_value());

  const Bytes answer = answer_to(for_key(*key), *key);
  EXPECT_FALSE(parse_statement(answer).has_value());
  EXPECT_FALSE(parse_receipt(answer).has_value());
  EXPECT_FALSE(check_possession(answer, key->public_key(), "melbourne", "h", {"submitter"}, kOrigin).has_value());
  const auto statement = sign_payload(sample("party.registered, a city"));
  EXPECT_FALSE(parse_challenge_answer(statement).has_value());
}

}  // namespace
}  // namespace attest::test
