// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/ed25519.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "unit/ledger/support.hpp"

namespace ledger {
namespace {

using testing::from_hex;

struct Example {  // RFC 8032, section 7.1
  const char* key;
  const char* message;
  const char* signature;
};
constexpr Example kExamples[] = {
    {"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
};

Ed25519Key key_of(const Example& example) {
  Ed25519Key key{};
  const Bytes bytes = from_hex(example.key);
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return key;
}

TEST(Ed25519, AcceptsTheExamplesOfTheStandard) {
  for (const Example& example : kExamples) {
    EXPECT_TRUE(ed25519_verify(key_of(example), from_hex(example.message), from_hex(example.signature)));
  }
}

TEST(Ed25519, RefusesASignatureWithAnyBitFlipped) {
  const Example& example = kExamples[1];
  const std::string signature = to_string(from_hex(example.signature));
  testing::for_each_flipped_bit(signature, [&](const std::string& flipped, std::size_t bit) {
    EXPECT_FALSE(ed25519_verify(key_of(example), from_hex(example.message), view(flipped))) << "bit " << bit;
  });
}

TEST(Ed25519, RefusesAnotherMessageAndAnotherKey) {
  const Bytes signature = from_hex(kExamples[1].signature);
  EXPECT_FALSE(ed25519_verify(key_of(kExamples[1]), from_hex("73"), signature));
  EXPECT_FALSE(ed25519_verify(key_of(kExamples[1]), from_hex("7200"), signature));
  EXPECT_FALSE(ed25519_verify(key_of(kExamples[1]), {}, signature));
  EXPECT_FALSE(ed25519_verify(key_of(kExamples[2]), from_hex("72"), signature));
}

TEST(Ed25519, RefusesTheSecondSpellingOfASignature) {
  // S + L instead of S: the same equation holds, so only the comparison with L refuses it.
  const Bytes order = from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  for (const Example& example : kExamples) {
    Bytes signature = from_hex(example.signature);
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
      const unsigned sum = signature[32 + i] + order[i] + carry;
      signature[32 + i] = static_cast<std::uint8_t>(sum);
      carry = sum >> 8U;
    }
    ASSERT_EQ(carry, 0U);
    EXPECT_FALSE(ed25519_verify(key_of(example), from_hex(example.message), signature));
  }
}

TEST(Ed25519, RefusesASignatureOfAnotherLength) {
  const Bytes signature = from_hex(kExamples[0].signature);
  for (std::size_t size = 0; size < 64; ++size) {
    EXPECT_FALSE(ed25519_verify(key_of(kExamples[0]), {}, ByteView(signature).first(size)));
  }
  Bytes longer = signature;
  longer.push_back(0);
  EXPECT_FALSE(ed25519_verify(key_of(kExamples[0]), {}, longer));
}

TEST(Ed25519, RefusesAKeyThatIsNoPointOfTheCurve) {
  Ed25519Key key{};
  key[0] = 2;  // y = 2 belongs to no x
  EXPECT_FALSE(ed25519_verify(key, {}, from_hex(kExamples[0].signature)));
}

}  // namespace
}  // namespace ledger
