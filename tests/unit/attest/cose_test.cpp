// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/cose.hpp"

#include <gtest/gtest.h>

#include "attest/limits.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"
#include "support.hpp"

namespace attest {
namespace {

constexpr const char* kGroups[] = {"ed25519", "es256"};

SignedHeader header() {
  SignedHeader out;
  out.content_type = kStatementType;
  out.issuer = "melbourne";
  out.subject = "melbourne/iso37120-2014/2017";
  out.issued_at_s = 1'541'757'600;
  return out;
}

PublicKey vector_key(std::string_view group) {
  return {group == "ed25519" ? Algorithm::kEdDsa : Algorithm::kEs256, test::vector_bytes(group, "public")};
}

bool verified(ByteView bytes, const PublicKey& key) {
  const Result<CoseSign1> message = parse_cose(bytes, kStatementType);
  return message && verify_cose(*message, key);
}

// A statement with that protected header and unprotected map, signed by the fixed key.
Bytes message_with(const Cbor& protected_map, const Cbor& unprotected = Cbor::map({})) {
  const Bytes protected_bytes = encode_cbor(protected_map);
  const Bytes signature = *test::fixed_signer()->sign(sig_structure(protected_bytes, {}));
  return encode_cbor(Cbor::tagged(
      18, Cbor::array({Cbor::bytes(protected_bytes), unprotected, Cbor::bytes({}), Cbor::bytes(signature)})));
}

Cbor claims(const Cbor& issued_at = Cbor::integer(0)) {
  return Cbor::map(
      {{Cbor::integer(1), Cbor::text("i")}, {Cbor::integer(2), Cbor::text("s")}, {Cbor::integer(6), issued_at}});
}

Cbor::Map protected_map(std::int64_t algorithm = -8) {
  const Digest kid = key_thumbprint(test::fixed_signer()->public_key());
  return {{Cbor::integer(1), Cbor::integer(algorithm)},
          {Cbor::integer(3), Cbor::text(kStatementType)},
          {Cbor::integer(4), Cbor::bytes(kid.view())},
          {Cbor::integer(15), claims()}};
}

Cbor with(Cbor::Map map, std::size_t at, Cbor value) {
  map.at(at).second = std::move(value);
  return Cbor::map(std::move(map));
}

TEST(Cose, SignsByteForByteAsAnotherImplementation) {
  const auto signer = *signer_from_seed(test::vector_bytes("ed25519", "seed"));
  const Result<Bytes> message = sign_cose(header(), ledger::view(test::vector_text("ed25519", "payload")), *signer);
  ASSERT_TRUE(message) << message.error().message;
  EXPECT_EQ(ledger::hex_encode(*message), test::vector_text("ed25519", "message"));
}

TEST(Cose, ReadsAndVerifiesWhatAnotherImplementationSigned) {
  for (const auto* group : kGroups) {
    const Result<CoseSign1> message = parse_cose(test::vector_bytes(group, "message"), kStatementType);
    ASSERT_TRUE(message) << message.error().message;
    EXPECT_EQ(message->header.issuer, "melbourne");
    EXPECT_EQ(message->header.subject, "melbourne/iso37120-2014/2017");
    EXPECT_EQ(message->header.issued_at_s, 1'541'757'600);
    EXPECT_EQ(ledger::to_hex(message->header.kid), test::vector_text(group, "kid"));
    EXPECT_EQ(ledger::text(message->payload), test::vector_text(group, "payload"));
    EXPECT_TRUE(verify_cose(*message, vector_key(group)));
  }
}

TEST(Cose, RefusesEveryFlippedBitOfASignedStatement) {
  for (const auto* group : kGroups) {
    Bytes bytes = test::vector_bytes(group, "message");
    const PublicKey key = vector_key(group);
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      const auto mask = static_cast<std::uint8_t>(1U << bit % 8);
      bytes[bit / 8] ^= mask;
      EXPECT_FALSE(verified(bytes, key)) << group << " bit " << bit;
      bytes[bit / 8] ^= mask;
    }
    EXPECT_TRUE(verified(bytes, key));
  }
}

TEST(Cose, RefusesAnotherKeyThanTheOneNamed) {
  EXPECT_FALSE(verified(test::vector_bytes("ed25519", "message"), vector_key("es256")));
  EXPECT_FALSE(verified(test::vector_bytes("ed25519", "message"), test::fixed_signer()->public_key()));
}

TEST(Cose, RefusesAGoodSignatureUnderAnotherKeyId) {
  const Digest other = key_thumbprint(test::fixed_signer(2)->public_key());
  const Bytes message = message_with(with(protected_map(), 2, Cbor::bytes(other.view())));
  ASSERT_TRUE(parse_cose(message, kStatementType));
  EXPECT_FALSE(verified(message, test::fixed_signer()->public_key()));
}

TEST(Cose, IsVerifiedByTheOpensslProgram) {
  const test::Folder folder;
  for (const Algorithm algorithm : {Algorithm::kEdDsa, Algorithm::kEs256}) {
    const auto signer = *generate_signer(algorithm);
    const CoseSign1 message = *parse_cose(*sign_cose(header(), ledger::view("payload"), *signer), kStatementType);
    Bytes signed_bytes = sig_structure(message.protected_bytes, message.payload);
    Bytes signature = message.signature;
    std::string digest;
    if (algorithm == Algorithm::kEs256) {  // openssl wants the DER form: both integers with a zero byte in front
      const ByteView raw(message.signature);
      signature = {0x30, 0, 0x02, 0};
      for (const ByteView half : {raw.first(32), raw.last(32)}) {
        Bytes integer(half.begin(), half.end());
        while (integer.front() == 0) integer.erase(integer.begin());
        if (integer.front() >= 0x80) integer.insert(integer.begin(), 0);
        if (signature.size() > 4) ledger::append(signature, Bytes{0x02, 0});
        signature.at(signature.size() - 1) = static_cast<std::uint8_t>(integer.size());
        ledger::append(signature, integer);
      }
      signature.at(1) = static_cast<std::uint8_t>(signature.size() - 2);
      digest = " -digest sha256";
    }
    test::write_public_pem(folder / "key.pem", signer->public_key());
    test::write_file(folder / "signature", signature);
    const auto accepted = [&] {
      test::write_file(folder / "message", signed_bytes);
      return test::openssl("pkeyutl -verify -pubin -inkey " + (folder / "key.pem").string() + " -rawin" + digest +
                           " -in " + (folder / "message").string() + " -sigfile " + (folder / "signature").string());
    };
    EXPECT_TRUE(accepted());
    signed_bytes.back() ^= 1U;
    EXPECT_FALSE(accepted());
  }
}

TEST(Cose, ReadsBothNamesOfEd25519AndNoOtherAlgorithm) {
  const PublicKey key = test::fixed_signer()->public_key();
  EXPECT_TRUE(verified(message_with(Cbor::map(protected_map(-8))), key));
  EXPECT_TRUE(verified(message_with(Cbor::map(protected_map(-19))), key));
  EXPECT_FALSE(verified(message_with(Cbor::map(protected_map(-7))), key));  // right form, but no signature of that kind
  for (const std::int64_t other : {-35, -37, -9, 0, 5}) {
    EXPECT_FALSE(parse_cose(message_with(Cbor::map(protected_map(other))), kStatementType)) << other;
  }
}

TEST(Cose, RefusesEveryOtherHeader) {
  const auto parsed = [](const Cbor& map) { return parse_cose(message_with(map), kStatementType).has_value(); };
  ASSERT_TRUE(parsed(Cbor::map(protected_map())));
  EXPECT_FALSE(parsed(with(protected_map(), 1, Cbor::text("application/json"))));
  EXPECT_FALSE(parsed(with(protected_map(), 1, Cbor::text(kPossessionType))));
  EXPECT_FALSE(parsed(with(protected_map(), 1, Cbor::integer(50))));
  EXPECT_FALSE(parsed(with(protected_map(), 2, Cbor::bytes(Bytes(31)))));
  EXPECT_FALSE(parsed(with(protected_map(), 2, Cbor::text("kid"))));
  EXPECT_FALSE(parsed(with(protected_map(), 3, Cbor::map({}))));
  EXPECT_FALSE(parsed(with(protected_map(), 3, claims(Cbor::integer(-1)))));
  EXPECT_FALSE(parsed(with(protected_map(), 3, claims(Cbor::text("0")))));
  EXPECT_FALSE(parsed(with(protected_map(), 3, claims(Cbor::integer(kJsonIntegerMax + 1)))));
  EXPECT_TRUE(parsed(with(protected_map(), 3, claims(Cbor::integer(kJsonIntegerMax)))));
  Cbor::Map more = protected_map();
  more.emplace_back(Cbor::integer(2), Cbor::array({Cbor::integer(1)}));
  EXPECT_FALSE(parsed(Cbor::map(more)));
  Cbor::Map fewer = protected_map();
  fewer.pop_back();
  EXPECT_FALSE(parsed(Cbor::map(fewer)));
  EXPECT_FALSE(parsed(Cbor::array({})));
}

TEST(Cose, RefusesEveryOtherStructure) {
  const Cbor bytes = Cbor::bytes(encode_cbor(Cbor::map(protected_map())));
  const Cbor signature = Cbor::bytes(Bytes(64));
  const auto parsed = [](const Cbor& value) { return parse_cose(encode_cbor(value), kStatementType).has_value(); };
  const auto tagged = [](Cbor::Array parts) { return Cbor::tagged(18, Cbor::array(std::move(parts))); };
  ASSERT_TRUE(parsed(tagged({bytes, Cbor::map({}), Cbor::bytes({}), signature})));
  EXPECT_FALSE(parsed(Cbor::array({bytes, Cbor::map({}), Cbor::bytes({}), signature})));
  EXPECT_FALSE(parsed(Cbor::tagged(17, Cbor::array({bytes, Cbor::map({}), Cbor::bytes({}), signature}))));
  EXPECT_FALSE(parsed(Cbor::tagged(18, tagged({bytes, Cbor::map({}), Cbor::bytes({}), signature}))));
  EXPECT_FALSE(parsed(tagged({bytes, Cbor::map({}), Cbor(), signature})));
  EXPECT_FALSE(parsed(tagged({bytes, Cbor::map({}), Cbor::bytes({}), Cbor::bytes(Bytes(63))})));
  EXPECT_FALSE(parsed(tagged({bytes, Cbor::map({}), Cbor::bytes({}), Cbor::bytes(Bytes(65))})));
  EXPECT_FALSE(parsed(tagged({bytes, Cbor::map({}), Cbor::bytes({})})));
  EXPECT_FALSE(parsed(tagged({bytes, Cbor::map({}), Cbor::bytes({}), signature, Cbor()})));
  EXPECT_FALSE(parsed(tagged({Cbor::map(protected_map()), Cbor::map({}), Cbor::bytes({}), signature})));
  EXPECT_FALSE(parsed(tagged({bytes, Cbor::map({{Cbor::integer(4), Cbor::bytes({})}}), Cbor::bytes({}), signature})));
}

TEST(Cose, RefusesAStatementWhereAPossessionIsAskedForAndTheOtherWay) {
  SignedHeader possession = header();
  possession.content_type = kPossessionType;
  const Bytes message = *sign_cose(possession, {}, *test::fixed_signer());
  EXPECT_TRUE(parse_cose(message, kPossessionType));
  EXPECT_FALSE(parse_cose(message, kStatementType));
  EXPECT_FALSE(parse_cose(test::vector_bytes("ed25519", "message"), kPossessionType));
}

TEST(Cose, TakesTheLargestStatementAndNoneBeyond) {
  const auto signer = test::fixed_signer();
  const std::size_t around = sign_cose(header(), Bytes(60'000, 'x'), *signer)->size() - 60'000;
  const Result<Bytes> largest = sign_cose(header(), Bytes(ledger::kEntryBytesMax - around, 'x'), *signer);
  ASSERT_TRUE(largest);
  EXPECT_EQ(largest->size(), ledger::kEntryBytesMax);
  EXPECT_TRUE(verified(*largest, signer->public_key()));
  const Result<Bytes> larger = sign_cose(header(), Bytes(ledger::kEntryBytesMax - around + 1, 'x'), *signer);
  ASSERT_FALSE(larger);
  EXPECT_EQ(larger.error().code, Code::kTooLarge);
}

TEST(Cose, TakesNamesAtTheirLimitAndNoneBeyond) {
  SignedHeader named = header();
  named.issuer = std::string(kNameBytesMax, 'i');
  named.subject = std::string(kNameBytesMax, 's');
  EXPECT_TRUE(sign_cose(named, {}, *test::fixed_signer()));
  named.issuer += 'i';
  EXPECT_FALSE(sign_cose(named, {}, *test::fixed_signer()));
  named.issuer.clear();
  EXPECT_FALSE(sign_cose(named, {}, *test::fixed_signer()));
}

}  // namespace
}  // namespace attest
