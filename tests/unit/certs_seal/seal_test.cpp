// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/seal.hpp"

#include <gtest/gtest.h>

#include "attest/date.hpp"
#include "pdf/check_seal.hpp"
#include "support/sample_pdf.hpp"
#include "support/test_pki.hpp"

namespace certs_test {
namespace {

using ledger::Code;

const std::string kSealedAt = "2018-11-10T00:00:00Z";

ledger::UnixMillis at(const std::string& moment) {
  return *attest::parse_moment(moment);
}

const TestPki& pki() {
  static const TestPki world;
  return world;
}

TEST(Seal, FillsTheHoleAndMovesNothing) {
  const std::string unsealed = unsealed_pdf();
  const auto sealed = certs::seal_pdf(unsealed, pki().seal_key(), at(kSealedAt));
  ASSERT_TRUE(sealed) << sealed.error().message;
  ASSERT_EQ(sealed->size(), unsealed.size());
  const auto revisions = certs::read_revisions(*sealed);
  ASSERT_TRUE(revisions) << revisions.error().message;
  ASSERT_EQ(revisions->size(), 1U);
  const auto seal = certs::find_seal(*sealed, revisions->front());
  ASSERT_TRUE(seal) << seal.error().message;
  EXPECT_EQ(seal->claimed, at(kSealedAt));
  EXPECT_EQ(seal->signature.end, sealed->size());
  const auto cms = certs::read_seal(seal->signature);
  ASSERT_TRUE(cms);
  EXPECT_EQ(cms->certificates.front(), pki().seal_certificate());
  EXPECT_FALSE(cms->token);
}

TEST(Seal, HasATimeStampOfItsSignatureWhenASourceIsGiven) {
  const auto sealed =
      certs::seal_pdf(unsealed_pdf(), pki().seal_key(), at(kSealedAt), pki().timestamps("2018-11-10T00:00:05Z"));
  ASSERT_TRUE(sealed) << sealed.error().message;
  const auto revisions = certs::read_revisions(*sealed);
  const auto cms = certs::read_seal(certs::find_seal(*sealed, revisions->front())->signature);
  ASSERT_TRUE(cms) << cms.error().message;
  const auto stamp = certs::seal_timestamp(*cms, {pki().root()});
  ASSERT_TRUE(stamp) << stamp.error().message;
  ASSERT_TRUE(*stamp);
  EXPECT_EQ((*stamp)->at, at("2018-11-10T00:00:05Z"));
  EXPECT_EQ((*stamp)->authority, "CN=Test Time-Stamps");
}

TEST(Seal, IsRefusedWithoutItsPlaceAndASecondTime) {
  const auto key = pki().seal_key();
  EXPECT_EQ(certs::seal_pdf("%PDF-1.7\n", key, at(kSealedAt)).error().field, "Contents");
  const auto sealed = certs::seal_pdf(unsealed_pdf(), key, at(kSealedAt));
  EXPECT_EQ(certs::seal_pdf(*sealed, key, at(kSealedAt)).error().field, "Contents");
}

TEST(Seal, IsRefusedWithACertificateThatIsNotForIt) {
  const auto error = [](const CertificateRecipe& recipe) {
    const auto sealed = certs::seal_pdf(unsealed_pdf(), pki().seal_key(recipe), at(kSealedAt));
    return sealed ? std::string() : sealed.error().message;
  };
  EXPECT_EQ(error({.name = "Good"}), "");
  EXPECT_NE(error({.name = "Mail", .extended_usage = "emailProtection"}).find("not for signing documents"),
            std::string::npos);
  EXPECT_NE(error({.name = "None", .extended_usage = ""}).find("not for signing documents"), std::string::npos);
  EXPECT_NE(error({.name = "Usage", .key_usage = "critical,digitalSignature"}).find("cannot be denied"),
            std::string::npos);
  EXPECT_NE(error({.name = "Old", .until = "2018-11-09T00:00:00Z"}).find("expired"), std::string::npos);
  EXPECT_NE(error({.name = "New", .from = "2018-11-11T00:00:00Z"}).find("not yet valid"), std::string::npos);
  EXPECT_NE(error({.name = "Authority",
                   .basic = "critical,CA:TRUE",
                   .key_usage = "critical,digitalSignature,nonRepudiation,keyCertSign"})
                .find("authority's own"),
            std::string::npos);
  EXPECT_NE(error({.name = "Weak", .sha1 = true}).find("not good"), std::string::npos);
}

TEST(Seal, IsRefusedWithAnotherKeyOrAChainThatDoesNotFit) {
  const auto other = *attest::generate_signer(attest::Algorithm::kEs256);
  auto key = pki().seal_key();
  key.key = other.get();
  EXPECT_EQ(certs::seal_pdf(unsealed_pdf(), key, at(kSealedAt)).error().field, "certificate");
  key = pki().seal_key();
  key.chain.clear();
  EXPECT_EQ(certs::seal_pdf(unsealed_pdf(), key, at(kSealedAt)).error().field, "chain");
  key = pki().seal_key();
  key.chain.insert(key.chain.begin(), TestPki().root());
  EXPECT_EQ(certs::seal_pdf(unsealed_pdf(), key, at(kSealedAt)).error().field, "chain");
  key.key = nullptr;
  EXPECT_EQ(certs::seal_pdf(unsealed_pdf(), key, at(kSealedAt)).error().code, Code::kKey);
}

// A token of just the size that fills the hole, and one byte more.
TEST(Seal, FillsTheHoleToItsLastByteAndNoFurther) {
  const auto size_with = [](std::size_t token) {
    certs::SealCms cms{{pki().seal_certificate(), pki().issuing(), pki().root()}, {}, Bytes(64, 0x01), Bytes(token)};
    return certs::encode_seal_cms(cms)->size();
  };
  // Signatures differ by a byte or two in length: a fixed one.
  class Fixed final : public attest::Signer {
   public:
    const attest::PublicKey& public_key() const override { return pki().seal_signer().public_key(); }
    ledger::Result<Bytes> sign(ledger::ByteView message) const override {
      for (;;) {
        auto signature = pki().seal_signer().sign(message);
        if (certs::signature_value(*signature).size() == certs::signature_value(Bytes(64, 0x01)).size())
          return signature;
      }
    }
  } const fixed;
  std::size_t token = 12'000;
  while (size_with(token) < 16'384) ++token;
  ASSERT_EQ(size_with(token), 16'384U);
  auto key = pki().seal_key();
  key.key = &fixed;
  const auto seal = [&](std::size_t bytes) {
    return certs::seal_pdf(unsealed_pdf(), key, at(kSealedAt), [=](const ledger::Digest&) -> ledger::Result<Bytes> {
      return certs::der::element(certs::der::kSequence, certs::ByteView(Bytes(bytes - 4)));
    });
  };
  const auto full = seal(token);
  EXPECT_TRUE(full) << full.error().message;
  EXPECT_EQ(seal(token + 1).error().code, Code::kTooLarge);
}

TEST(Seal, IsMadeByASignerThatFailsOrASourceThatDoesNotAnswerNotAtAll) {
  const auto busy = [](const ledger::Digest&) -> ledger::Result<Bytes> {
    return ledger::fail(Code::kBusy, "no answer");
  };
  EXPECT_EQ(certs::seal_pdf(unsealed_pdf(), pki().seal_key(), at(kSealedAt), busy).error().code, Code::kBusy);
}

}  // namespace
}  // namespace certs_test
