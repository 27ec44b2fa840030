// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/possession.hpp"

#include <gtest/gtest.h>

#include "support.hpp"

namespace attest::test {
namespace {

const char* const kGenesis = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const char* const kOrigin = "ledger.attest.example/demo";

Possession registrar(const char* ledger) {
  return {"registrar-1", "certifier", {"registrar", "reviewer"}, ledger, "AAAAAAAAAAAAAAAAAAAAAA"};
}

Result<void> check(const Bytes& proof, const Signer& key, const Possession& said) {
  return check_possession(proof, key.public_key(), said.party, said.holder, said.roles, said.ledger);
}

TEST(Possession, HoldsForExactlyWhatTheKeySigned) {
  const auto key = seeded_signer(2);
  for (const char* ledger : {kGenesis, kOrigin}) {
    const Possession said = registrar(ledger);
    const auto proof = sign_possession(said, 1'541'757'600, *key);
    ASSERT_TRUE(proof.has_value());
    EXPECT_TRUE(check(*proof, *key, said).has_value());
    EXPECT_FALSE(check(*proof, *seeded_signer(3), said).has_value());
    Possession other = said;
    other.party = "other";
    EXPECT_FALSE(check(*proof, *key, other).has_value());
    other = said;
    other.holder = "other";
    EXPECT_FALSE(check(*proof, *key, other).has_value());
    other = said;
    other.roles = {"registrar"};
    EXPECT_FALSE(check(*proof, *key, other).has_value());
    other = said;
    other.ledger = std::string(64, '0');
    EXPECT_FALSE(check(*proof, *key, other).has_value());
    other.ledger = "another.example";
    EXPECT_FALSE(check(*proof, *key, other).has_value());
  }
}

TEST(Possession, NamesTheLedgerByGenesisOrByOrigin) {
  const auto key = seeded_signer(2);
  const auto by_genesis = parse_cose(*sign_possession(registrar(kGenesis), 0, *key), kPossessionType);
  EXPECT_EQ(ledger::text(by_genesis->payload),
            R"({"holder":"registrar-1","ledger":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",)"
            R"("nonce":"AAAAAAAAAAAAAAAAAAAAAA","party":"certifier","roles":["registrar","reviewer"],)"
            R"("type":"key.possession"})");
  const auto by_origin = parse_cose(*sign_possession(registrar(kOrigin), 0, *key), kPossessionType);
  EXPECT_EQ(ledger::text(by_origin->payload),
            R"({"holder":"registrar-1","nonce":"AAAAAAAAAAAAAAAAAAAAAA","origin":"ledger.attest.example/demo",)"
            R"("party":"certifier","roles":["registrar","reviewer"],"type":"key.possession"})");
  EXPECT_EQ(by_origin->header.issuer, "certifier");
  EXPECT_EQ(by_origin->header.subject, "certifier");
}

TEST(Possession, FailsWhenAnyBitOfTheProofIsChanged) {
  const auto key = seeded_signer(2);
  const Possession said = registrar(kGenesis);
  Bytes proof = *sign_possession(said, 1'541'757'600, *key);
  for (std::size_t bit = 0; bit < proof.size() * 8; ++bit) {
    proof[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    EXPECT_FALSE(check(proof, *key, said).has_value()) << "bit " << bit;
    proof[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
  }
  EXPECT_TRUE(check(proof, *key, said).has_value());
}

// Signs whatever payload, issuer and subject, as someone who holds the key could.
Result<Bytes> sign_freely(std::string_view payload, std::string issuer, std::string subject, const Signer& key,
                          std::string_view content_type = kPossessionType) {
  SignedHeader header;
  header.content_type = content_type;
  header.issuer = std::move(issuer);
  header.subject = std::move(subject);
  return sign_cose(header, ledger::view(payload), key);
}

TEST(Possession, AsksForHeaderNonceAndFormToBeRight) {
  const auto key = seeded_signer(2);
  const Possession said = registrar(kGenesis);
  const std::string payload = ledger::to_string(parse_cose(*sign_possession(said, 0, *key), kPossessionType)->payload);
  const auto fails = [&](const Result<Bytes>& proof) { return proof && !check(*proof, *key, said).has_value(); };
  EXPECT_FALSE(fails(sign_freely(payload, "certifier", "certifier", *key)));
  EXPECT_TRUE(fails(sign_freely(payload, "other", "certifier", *key)));
  EXPECT_TRUE(fails(sign_freely(payload, "certifier", "other", *key)));
  EXPECT_TRUE(fails(sign_freely(payload, "certifier", "certifier", *key, kStatementType)));
  EXPECT_TRUE(fails(sign_freely(payload + " ", "certifier", "certifier", *key)));
  Json json = *parse_json(payload);
  json.object()->at("nonce") = Json("AAAA");
  EXPECT_TRUE(fails(sign_freely(canonical_json(json), "certifier", "certifier", *key)));
  json.object()->at("nonce") = Json("AAAAAAAAAAAAAAAAAAAAAA");
  json.object()->emplace("more", 1);
  EXPECT_TRUE(fails(sign_freely(canonical_json(json), "certifier", "certifier", *key)));
}

}  // namespace
}  // namespace attest::test
