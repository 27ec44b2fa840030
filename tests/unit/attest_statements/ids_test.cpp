// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/ids.hpp"

#include <gtest/gtest.h>

namespace attest {
namespace {

TEST(Ids, OfPartiesAndStandardsAreLowerCaseWords) {
  for (const char* good : {"a", "0", "mississauga", "iso37120-2014", "a-", "open-city-certifier"}) {
    EXPECT_TRUE(is_party_id(good)) << good;
    EXPECT_TRUE(is_standard_id(good)) << good;
  }
  for (const char* bad : {"", "-a", "A", "a_b", "a b", "a/b", "é", "a.b"}) {
    EXPECT_FALSE(is_party_id(bad)) << bad;
    EXPECT_FALSE(is_standard_id(bad)) << bad;
  }
  EXPECT_TRUE(is_party_id(std::string(63, 'a')));
  EXPECT_FALSE(is_party_id(std::string(64, 'a')));
}

TEST(Ids, OfCyclesHaveExactlyThreeParts) {
  const auto id = parse_cycle_id("mississauga/iso37120-2014/2017");
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(*id, (CycleId{"mississauga", "iso37120-2014", 2017}));
  EXPECT_EQ(format_cycle_id(*id), "mississauga/iso37120-2014/2017");
  for (const char* bad : {"", "/", "//", "a/b", "a/b/", "a/b/17", "a/b/02017", "a/b/201x", "a/b/-201", "a/b/1989",
                          "a/b/2101", "a/b/2017/", "A/b/2017", "a//2017", "/b/2017", "a/b/2017 "}) {
    EXPECT_FALSE(parse_cycle_id(bad).has_value()) << bad;
  }
  EXPECT_TRUE(parse_cycle_id("a/b/1990").has_value());
  EXPECT_TRUE(parse_cycle_id("a/b/2100").has_value());
}

TEST(Ids, OfCertificatesAreCapitalsDigitsAndHyphens) {
  EXPECT_TRUE(is_certificate_number("37120-2014-2017-000001"));
  EXPECT_TRUE(is_certificate_number("ABC"));
  EXPECT_TRUE(is_certificate_number(std::string(40, '1')));
  EXPECT_FALSE(is_certificate_number(std::string(41, '1')));
  for (const char* bad : {"", "12", "-12", "12a", "1 2", "1/2"}) EXPECT_FALSE(is_certificate_number(bad)) << bad;
}

TEST(Ids, OfIndicatorsAreShortCodes) {
  for (const char* good : {"5.1", "21.7", "P01", "5.9.3"}) EXPECT_TRUE(is_indicator_code(good)) << good;
  EXPECT_TRUE(is_indicator_code(std::string(16, '1')));
  EXPECT_FALSE(is_indicator_code(std::string(17, '1')));
  for (const char* bad : {"", ".1", "5 1", "5/1"}) EXPECT_FALSE(is_indicator_code(bad)) << bad;
}

TEST(Ids, OfDidsHaveAMethodAndASpecificPart) {
  for (const char* good : {"did:web:certifier.example", "did:web:a.example%3A3000:path", "did:key:z6Mk"}) {
    EXPECT_TRUE(is_did(good)) << good;
  }
  for (const char* bad : {"", "did:", "did:web", "did:web:", "did::x", "did:Web:x", "DID:web:x", "did:web:a/b",
                          "did:web:a b", "did:web:a:"}) {
    EXPECT_FALSE(is_did(bad)) << bad;
  }
  EXPECT_TRUE(is_did("did:web:" + std::string(248, 'a')));
  EXPECT_FALSE(is_did("did:web:" + std::string(249, 'a')));
}

}  // namespace
}  // namespace attest
