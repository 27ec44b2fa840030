// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>

#include "certs/verify_timestamp.hpp"
#include "support/sample_bundle.hpp"
#include "support/test_pki.hpp"

namespace certs_test {
namespace {

using certs::verify_timestamp_token;
using ledger::Code;

constexpr const char* kAt = "2018-11-09T10:00:31Z";

struct World {
  TestPki pki;
  ledger::Digest digest = ledger::sha256(ledger::view("what is stamped"));
  ledger::Bytes token = *pki.timestamps(kAt)(digest);
  [[nodiscard]] auto verify(const ledger::Bytes& other) const {
    return verify_timestamp_token(other, digest, {pki.root()});
  }
};

TEST(TimestampToken, SaysWhenAndWho) {
  const World world;
  const auto stamp = world.verify(world.token);
  ASSERT_TRUE(stamp) << stamp.error().message;
  EXPECT_EQ(stamp->at, moment(kAt));
  EXPECT_EQ(stamp->authority, "CN=Test Time-Stamps");
  EXPECT_EQ(stamp->path.size(), 3U);
  EXPECT_EQ(stamp->path.back(), world.pki.root());
}

TEST(TimestampToken, IsRefusedForAnotherDigestRootOrMoment) {
  const World world;
  EXPECT_EQ(verify_timestamp_token(world.token, ledger::Digest{}, {world.pki.root()}).error().code, Code::kInvalid);
  EXPECT_EQ(verify_timestamp_token(world.token, world.digest, {TestPki().root()}).error().code, Code::kNotFound);
  EXPECT_EQ(verify_timestamp_token(world.token, world.digest, {}).error().code, Code::kNotFound);
  const auto late = moment("2046-01-01T00:00:00Z");
  EXPECT_EQ(verify_timestamp_token(world.token, world.digest, {world.pki.root()}, late).error().code, Code::kRefused);
}

TEST(TimestampToken, HasALimit) {
  const World world;
  EXPECT_EQ(world.verify(ledger::Bytes(certs::kTimestampTokenBytesMax)).error().code, Code::kInvalid);
  EXPECT_EQ(world.verify(ledger::Bytes(certs::kTimestampTokenBytesMax + 1)).error().code, Code::kTooLarge);
}

// The signer is named outside of everything signed, and names are compared without case elsewhere.
TEST(TimestampToken, NamesItsAuthorityInTheCertificatesOwnBytes) {
  const World world;
  const std::string text(ledger::text(world.token));
  const std::size_t name = text.rfind("Test Issuing");
  ASSERT_NE(name, std::string::npos);
  ledger::Bytes changed = world.token;
  changed[name] = 't';
  const auto stamp = world.verify(changed);
  ASSERT_FALSE(stamp);
  EXPECT_NE(stamp.error().message.find("in another way"), std::string::npos) << stamp.error().message;
}

TEST(TimestampToken, ShowsEveryChangedBit) {
  const World world;
  const std::size_t step = std::getenv("CITYLEDGER_ALL_BITS") != nullptr ? 1 : 5;
  for (std::size_t bit = 0; bit < world.token.size() * 8; bit += step) {
    ledger::Bytes changed = world.token;
    changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << bit % 8));
    EXPECT_FALSE(world.verify(changed)) << "bit " << bit;
  }
}

TEST(TimestampToken, IsRefusedFromACertificateOfAnotherUse) {
  const World world;
  const auto by = [&](const CertificateRecipe& recipe) {
    return world.verify(*world.pki.timestamps(kAt, recipe)(world.digest));
  };
  CertificateRecipe good{
      .name = "A", .key_usage = "critical,digitalSignature", .extended_usage = "critical,timeStamping"};
  EXPECT_TRUE(by(good));
  CertificateRecipe early = good;
  early.from = "2018-11-10T00:00:00Z";
  EXPECT_EQ(by(early).error().code, Code::kRefused);
  CertificateRecipe weak = good;
  weak.sha1 = true;
  EXPECT_EQ(by(weak).error().code, Code::kRefused);
}

}  // namespace
}  // namespace certs_test
