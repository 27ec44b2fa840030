// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/data_integrity.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/encoding.hpp"
#include "support.hpp"
#include "support/sample_bundle.hpp"

namespace certs_test {
namespace {

using certs::Json;

TEST(Base58, WritesAndReadsTheExamplesOfItsDraft) {
  EXPECT_EQ(certs::base58_encode(ledger::view("Hello World!")), "2NEpo7TZRRrLZSi2U");
  EXPECT_EQ(certs::base58_encode(from_hex("0000287fb4cd")), "11233QC4");
  EXPECT_EQ(certs::base58_encode({}), "");
  EXPECT_EQ(certs::base58_decode("2NEpo7TZRRrLZSi2U", 12).value(), ledger::to_bytes(std::string_view("Hello World!")));
  EXPECT_EQ(certs::base58_decode("11233QC4", 6).value(), from_hex("0000287fb4cd"));
}

TEST(Base58, ReturnsWhatWasWrittenForEveryLength) {
  for (std::size_t length = 0; length <= 80; ++length) {
    for (const int fill : {0x00, 0x01, 0x7f, 0xff}) {
      const ledger::Bytes bytes(length, static_cast<std::uint8_t>(fill));
      EXPECT_EQ(certs::base58_decode(certs::base58_encode(bytes), length).value(), bytes);
    }
  }
}

TEST(Base58, RefusesForeignCharactersAndWhatIsTooLong) {
  for (const char* text : {"0", "O", "I", "l", "a b", "a\n", "+"}) EXPECT_FALSE(certs::base58_decode(text, 64)) << text;
  EXPECT_TRUE(certs::base58_decode(certs::base58_encode(ledger::Bytes(64, 0xff)), 64));
  EXPECT_FALSE(certs::base58_decode(certs::base58_encode(ledger::Bytes(65, 0xff)), 64));
  EXPECT_FALSE(certs::base58_decode(std::string(1'000'000, 'z'), 64));
}

TEST(Multikey, ReadsEd25519AloneAndInOneSpelling) {
  const auto key = attest::as_ed25519(seed_key(1)->public_key());
  const std::string text = certs::multikey_encode(key);
  EXPECT_TRUE(text.starts_with("z6Mk"));
  EXPECT_EQ(certs::multikey_decode(text).value(), key);
  EXPECT_FALSE(certs::multikey_decode(text.substr(1)));
  EXPECT_FALSE(certs::multikey_decode(text + "1"));
  const auto of_hex = [](const std::string& hex) { return "z" + certs::base58_encode(from_hex(hex)); };
  const std::string body(64, '5');
  EXPECT_TRUE(certs::multikey_decode(of_hex("ed01" + body)));
  EXPECT_FALSE(certs::multikey_decode(of_hex("8024" + body))) << "P-256";
  EXPECT_FALSE(certs::multikey_decode(of_hex("8026" + body))) << "a private key";
  EXPECT_FALSE(certs::multikey_decode(of_hex("ed01" + body + "55")));
  EXPECT_FALSE(certs::multikey_decode(of_hex("ed01" + body.substr(2))));
}

// Hashes and signature of W3C's own example.
TEST(DataIntegrity, AgreesWithTheVectorsOfTheRecommendation) {
  const auto vectors = others_vectors("vc-di-eddsa");
  if (!vectors) GTEST_SKIP() << "the vectors of w3c/vc-di-eddsa are not here";
  const auto folder = *vectors / "TestVectors" / "eddsa-jcs-2022";
  Json document = json_of(read_file(folder / "signedJCS.json"));
  ASSERT_NE(document.find("proof"), nullptr);
  const Json only = *document.find("proof");
  document.object()->insert_or_assign("proof", Json::Array{only});  // the example has one proof and no array
  const auto proofs = certs::read_proofs(document);
  ASSERT_TRUE(proofs) << proofs.error().field;
  EXPECT_EQ(attest::canonical_json(certs::without_proof(document)), read_file(folder / "canonDocJCS.txt"));
  EXPECT_EQ(ledger::to_hex(certs::fingerprint(document)), read_file(folder / "docHashJCS.txt"));
  EXPECT_EQ(ledger::hex_encode(certs::proof_hash_data(document, (*proofs)[0])),
            read_file(folder / "combinedHashJCS.txt"));
  EXPECT_EQ(ledger::hex_encode((*proofs)[0].signature), read_file(folder / "sigHexJCS.txt"));
  const Json pair = json_of(read_file(folder / ".." / "keyPair.json"));
  const auto key = certs::multikey_decode(*pair.find("publicKeyMultibase")->text());
  ASSERT_TRUE(key);
  EXPECT_TRUE(certs::verify_proof(document, (*proofs)[0], *key));
  document.object()->insert_or_assign("name", "Another Credential");
  EXPECT_FALSE(certs::verify_proof(document, (*proofs)[0], *key));
}

Json small_document() {
  return json_of(R"({"@context":["https://www.w3.org/ns/credentials/v2"],"id":"urn:x:1"})");
}

TEST(DataIntegrity, SignsADocumentWithoutItsOtherProofs) {
  const auto first = seed_key(1);
  const auto second = seed_key(2);
  const auto once = certs::add_proof(small_document(), "did:web:a.example#1", kIssuedAt, *first);
  ASSERT_TRUE(once);
  const auto twice = certs::add_proof(*once, "did:web:a.example#2", kIssuedAt, *second);
  ASSERT_TRUE(twice);
  const auto proofs = certs::read_proofs(*twice);
  ASSERT_TRUE(proofs);
  ASSERT_EQ(proofs->size(), 2U);
  EXPECT_TRUE(certs::verify_proof(*twice, (*proofs)[0], attest::as_ed25519(first->public_key())));
  EXPECT_TRUE(certs::verify_proof(*twice, (*proofs)[1], attest::as_ed25519(second->public_key())));
  EXPECT_FALSE(certs::verify_proof(*twice, (*proofs)[1], attest::as_ed25519(first->public_key())));
  EXPECT_EQ(certs::fingerprint(*twice), certs::fingerprint(small_document()));
  EXPECT_NE(certs::signed_digest(*twice), certs::signed_digest(*once));
}

TEST(DataIntegrity, SignsNothingWithoutContextMomentOrEd25519) {
  const auto key = seed_key(1);
  EXPECT_FALSE(certs::add_proof(json_of(R"({"id":"urn:x:1"})"), "did:web:a.example#1", kIssuedAt, *key));
  EXPECT_FALSE(certs::add_proof(small_document(), "did:web:a.example#1", "2018-11-09", *key));
  const auto p256 = attest::generate_signer(attest::Algorithm::kEs256);
  const auto refused = certs::add_proof(small_document(), "did:web:a.example#1", kIssuedAt, **p256);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ledger::Code::kKey);
}

// Each of these changes of the one proof must be refused while reading, before any key is looked at.
TEST(DataIntegrity, ReadsProofsOfExactlyOneForm) {
  const Json good = *certs::add_proof(small_document(), "did:web:a.example#1", kIssuedAt, *seed_key(1));
  const auto changed = [&](const std::function<void(Json::Object&)>& change) {
    Json document = good;
    change(*document.object()->at("proof").array()->at(0).object());
    return certs::read_proofs(document).has_value();
  };
  const auto put = [&](const char* name, Json value) {
    return changed([&](Json::Object& proof) { proof.insert_or_assign(name, value); });
  };
  EXPECT_TRUE(changed([](Json::Object&) {}));
  for (const char* name :
       {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "@context", "proofValue"})
    EXPECT_FALSE(changed([&](Json::Object& proof) { proof.erase(name); })) << name;
  EXPECT_FALSE(put("expires", "2030-01-01T00:00:00Z"));
  EXPECT_FALSE(put("type", "DataIntegrityProof2"));
  EXPECT_FALSE(put("cryptosuite", "eddsa-rdfc-2022"));
  EXPECT_FALSE(put("proofPurpose", "authentication"));
  EXPECT_FALSE(put("created", "2018-11-09T10:00:00.000Z"));
  EXPECT_FALSE(put("proofValue", "z123"));
  EXPECT_FALSE(put("proofValue", ""));
  EXPECT_FALSE(put("@context", Json::Array{Json("https://www.w3.org/ns/credentials/v2"), Json("https://x.example")}));
}

TEST(DataIntegrity, RefusesAContextAppendedAfterSigning) {
  Json document = *certs::add_proof(small_document(), "did:web:a.example#1", kIssuedAt, *seed_key(1));
  document.object()->at("@context").array()->emplace_back("https://added.example/context");
  EXPECT_FALSE(certs::read_proofs(document));
}

TEST(DataIntegrity, RefusesNoProofTooManyProofsAndTwoByOneKey) {
  EXPECT_FALSE(certs::read_proofs(small_document()));
  Json document = *certs::add_proof(small_document(), "did:web:a.example#1", kIssuedAt, *seed_key(1));
  EXPECT_FALSE(certs::read_proofs(*certs::add_proof(document, "did:web:a.example#1", kIssuedAt, *seed_key(1))));
  for (int i = 2; i <= 16; ++i)
    document = *certs::add_proof(document, "did:web:a.example#" + std::to_string(i), kIssuedAt, *seed_key(1));
  EXPECT_TRUE(certs::read_proofs(document));
  EXPECT_FALSE(certs::read_proofs(*certs::add_proof(document, "did:web:a.example#17", kIssuedAt, *seed_key(1))));
  document.object()->insert_or_assign("proof", Json::Array{});
  EXPECT_FALSE(certs::read_proofs(document));
}

}  // namespace
}  // namespace certs_test
