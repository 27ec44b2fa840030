// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "attest/public_key.hpp"
#include "attest/signer.hpp"
#include "ledger/encoding.hpp"
#include "support.hpp"

namespace attest {
namespace {

using test::from_hex;

constexpr const char* kP256Order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

PublicKey rfc9679_example() {
  return {Algorithm::kEs256, from_hex("65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"
                                      "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c")};
}

Json ed25519_jwk(const std::string& hex) {
  return Json::Object{{"crv", "Ed25519"}, {"kty", "OKP"}, {"x", ledger::base64url_encode(from_hex(hex))}};
}

std::string with_s(const std::string& r_hex, const std::string& s_hex) {
  return r_hex + s_hex;
}

TEST(PublicKey, HasTheThumbprintOfRfc9679sExample) {
  EXPECT_EQ(ledger::to_hex(key_thumbprint(rfc9679_example())),
            "496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec");
}

TEST(PublicKey, HasTheThumbprintThatAnotherImplementationComputes) {
  for (const auto* group : {"ed25519", "es256"}) {
    const Bytes bytes = test::vector_bytes(group, "public");
    const PublicKey key{bytes.size() == 32 ? Algorithm::kEdDsa : Algorithm::kEs256, bytes};
    EXPECT_EQ(ledger::to_hex(key_thumbprint(key)), test::vector_text(group, "kid"));
  }
}

TEST(PublicKey, GoesThroughJwkUnchanged) {
  for (const Algorithm algorithm : {Algorithm::kEdDsa, Algorithm::kEs256}) {
    const auto signer = *generate_signer(algorithm);
    EXPECT_EQ(key_from_jwk(to_jwk(signer->public_key()), "key").value(), signer->public_key());
  }
}

TEST(PublicKey, ReadsTheJwkOfRfc8037sExample) {
  // RFC 8037 appendix A.2; the key is that of RFC 8032 section 7.1, test 1.
  const Result<PublicKey> key = key_from_jwk(
      *parse_json(R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})"), "");
  ASSERT_TRUE(key);
  EXPECT_EQ(ledger::hex_encode(key->bytes), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

TEST(PublicKey, RefusesAnythingButTheRequiredMembers) {
  const std::string x = R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")";
  for (const std::string& text :
       {std::string("[]"), std::string("{}"), R"({"kty":"OKP","crv":"Ed25519"})" + std::string(),
        R"({"kty":"OKP","crv":"Ed25519",)" + x + R"(,"kid":"a"})",
        R"({"kty":"OKP","crv":"Ed25519",)" + x + R"(,"d":"a"})", R"({"kty":"OKP","crv":"Ed448",)" + x + "}",
        R"({"kty":"EC","crv":"Ed25519",)" + x + "}", R"({"kty":"EC","crv":"P-256",)" + x + "}",
        R"({"kty":"RSA","crv":"P-256",)" + x + "}",
        R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo="})" + std::string(),
        R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUQ"})" + std::string()}) {
    const Result<PublicKey> key = key_from_jwk(*parse_json(text), "root_keys.0.key");
    ASSERT_FALSE(key) << text;
    EXPECT_TRUE(key.error().field.starts_with("root_keys.0.key")) << key.error().field;
  }
}

TEST(PublicKey, RefusesPointsThatAreNotOnTheCurve) {
  Json jwk = to_jwk(rfc9679_example());
  EXPECT_TRUE(key_from_jwk(jwk, ""));
  jwk.object()->at("y") = Json(std::string(43, 'A'));
  EXPECT_FALSE(key_from_jwk(jwk, ""));
  // Half of all values of y are on no point of Ed25519; 2 is one of them.
  EXPECT_FALSE(key_from_jwk(ed25519_jwk("02" + std::string(62, '0')), ""));
  EXPECT_TRUE(key_from_jwk(ed25519_jwk("03" + std::string(62, '0')), ""));
}

TEST(PublicKey, RefusesEd25519PointsOfSmallOrderAndSecondSpellings) {
  for (const auto* y : {"0100000000000000000000000000000000000000000000000000000000000000",
                        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                        "0000000000000000000000000000000000000000000000000000000000000000",
                        "0000000000000000000000000000000000000000000000000000000000000080",
                        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                        // p and p + 3, second spellings of 0 and 3
                        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
    EXPECT_FALSE(key_from_jwk(ed25519_jwk(y), "")) << y;
  }
}

TEST(Signer, SignsAsTheVectorsOfRfc8032) {
  struct Vector {
    const char* seed;
    const char* key;
    const char* message;
    const char* signature;
  };
  const Vector vectors[] = {
      {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
       "d25bf5f0595bbe24655141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
       "387b2eaeb4302aeeb00d291612bb0c00"},
      {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
       "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
       "4a7c15e9716ed28dc027beceea1ec40a"},
  };
  for (const Vector& vector : vectors) {
    const auto signer = *signer_from_seed(from_hex(vector.seed));
    EXPECT_EQ(ledger::hex_encode(signer->public_key().bytes), vector.key);
    EXPECT_EQ(ledger::hex_encode(*signer->sign(from_hex(vector.message))), vector.signature);
    EXPECT_TRUE(verify_signature(signer->public_key(), from_hex(vector.message), from_hex(vector.signature)));
  }
}

TEST(Signer, WritesLowSOnlyAndRefusesTheOtherHalf) {
  const auto signer = *generate_signer(Algorithm::kEs256);
  const Bytes message = ledger::to_bytes(std::string_view("message"));
  for (int i = 0; i < 200; ++i) {  // half of them come out of OpenSSL with the high one
    const Bytes signature = *signer->sign(message);
    ASSERT_TRUE(verify_signature(signer->public_key(), message, signature));
    Bytes high = signature;
    const Bytes order = from_hex(kP256Order);
    int borrow = 0;
    for (std::size_t at = 32; at-- > 0;) {
      const int difference = order[at] - signature[32 + at] - borrow;
      borrow = difference < 0 ? 1 : 0;
      high[32 + at] = static_cast<std::uint8_t>(difference + 256 * borrow);
    }
    ASSERT_FALSE(verify_signature(signer->public_key(), message, high));
  }
}

TEST(PublicKey, RefusesScalarsOutOfRange) {
  const auto signer = *generate_signer(Algorithm::kEs256);
  const std::string zero(64, '0');
  const std::string one = std::string(63, '0') + "1";
  const std::string half = "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8";
  const std::string over_half = "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9";
  for (const auto& text :
       {with_s(zero, one), with_s(one, zero), with_s(kP256Order, one), with_s(one, kP256Order), with_s(one, over_half),
        with_s(one, half), std::string(), std::string(126, '1'), std::string(130, '1'), std::string(128, 'f')}) {
    EXPECT_FALSE(verify_signature(signer->public_key(), {}, from_hex(text))) << text;
  }
}

TEST(PublicKey, RefusesEveryFlippedBitOfSignatureMessageAndKey) {
  for (const Algorithm algorithm : {Algorithm::kEdDsa, Algorithm::kEs256}) {
    const auto signer = *generate_signer(algorithm);
    const PublicKey key = signer->public_key();
    const Bytes message = ledger::to_bytes(std::string_view("a"));
    const Bytes signature = *signer->sign(message);
    const auto each_flip = [](Bytes bytes, auto check) {
      for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        EXPECT_FALSE(check(bytes)) << bit;
        bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
      }
    };
    each_flip(signature, [&](const Bytes& bytes) { return verify_signature(key, message, bytes); });
    each_flip(message, [&](const Bytes& bytes) { return verify_signature(key, bytes, signature); });
    each_flip(key.bytes, [&](const Bytes& bytes) { return verify_signature({algorithm, bytes}, message, signature); });
    EXPECT_TRUE(verify_signature(key, message, signature));
  }
}

TEST(PublicKey, RefusesASignatureUnderTheOtherAlgorithm) {
  const auto signer = test::fixed_signer();
  const Bytes signature = *signer->sign({});
  EXPECT_FALSE(verify_signature({Algorithm::kEs256, signer->public_key().bytes}, {}, signature));
  EXPECT_FALSE(verify_signature({Algorithm::kEdDsa, rfc9679_example().bytes}, {}, signature));
  EXPECT_FALSE(verify_signature({Algorithm::kEdDsa, {}}, {}, signature));
}

TEST(Signer, TakesSeedsOf32BytesAlone) {
  EXPECT_TRUE(signer_from_seed(Bytes(32, 7)));
  EXPECT_FALSE(signer_from_seed(Bytes(31, 7)));
  EXPECT_FALSE(signer_from_seed(Bytes(33, 7)));
}

TEST(Signer, MakesAnotherKeyEachTime) {
  EXPECT_NE((*generate_signer(Algorithm::kEdDsa))->public_key(), (*generate_signer(Algorithm::kEdDsa))->public_key());
  EXPECT_NE(random_bytes(16), random_bytes(16));
  EXPECT_EQ(random_bytes(16).size(), 16U);
}

}  // namespace
}  // namespace attest
