// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/disclosure.hpp"

#include <gtest/gtest.h>

#include <set>

#include "attest/limits.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"
#include "support.hpp"

namespace attest {
namespace {

constexpr const char* kSalt = "AAECAwQFBgcICQoLDA0ODw";

std::string encoded(std::string_view json) {
  return ledger::base64url_encode(ledger::view(json));
}

TEST(Disclosure, IsWhatAnotherImplementationWrites) {
  const Disclosure disclosure{kSalt, "value", "31.73"};
  const std::string expected = test::vector_text("disclosure", "encoded");
  EXPECT_EQ(encode_disclosure(disclosure), expected);
  EXPECT_EQ(disclosure_digest(expected), test::vector_text("disclosure", "digest"));
  const Result<Disclosure> back = parse_disclosure(expected);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->salt, kSalt);
  EXPECT_EQ(back->name, "value");
  EXPECT_EQ(back->value, "31.73");
}

TEST(Disclosure, HasTheDigestOfRfc9901sExample) {
  // RFC 9901 section 4.2.3: family_name; that disclosure is spaced, so that ours is never the same text.
  EXPECT_EQ(disclosure_digest("WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"),
            "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0");
  EXPECT_FALSE(parse_disclosure("WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"));
}

TEST(Disclosure, DrawsAnotherSaltEachTime) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(parse_disclosure(make_disclosure("n", "v"))->salt).second);
}

TEST(Disclosure, RefusesEveryOtherForm) {
  const std::string good = R"(["AAECAwQFBgcICQoLDA0ODw","value","31.73"])";
  EXPECT_TRUE(parse_disclosure(encoded(good)));
  EXPECT_FALSE(parse_disclosure(encoded(good) + "="));
  EXPECT_FALSE(parse_disclosure(""));
  for (const auto* json :
       {R"(["AAECAwQFBgcICQoLDA0ODw", "value","31.73"])", R"(["AAECAwQFBgcICQoLDA0ODw","value",31])",
        R"(["AAECAwQFBgcICQoLDA0ODw","31.73"])", R"(["AAECAwQFBgcICQoLDA0ODw","value","31.73","x"])",
        R"(["AAECAwQFBgcICQoLDA0OD","value","31.73"])", R"(["AAECAwQFBgcICQoLDA0ODx","value","31.73"])",
        R"(["AAECAwQFBgcICQoLDA0ODwA","value","31.73"])", R"(["AAECAwQFBgcICQoLDA0ODw","","31.73"])", R"({"a":1})",
        R"("x")"}) {
    EXPECT_FALSE(parse_disclosure(encoded(json))) << json;
  }
}

TEST(Disclosure, TakesValuesAndNamesAtTheirLimitsAndNoneBeyond) {
  const auto fits = [](std::size_t name, std::size_t value) {
    return parse_disclosure(make_disclosure(std::string(name, 'n'), std::string(value, 'v'))).has_value();
  };
  EXPECT_TRUE(fits(kNameBytesMax, kConfidentialTextBytesMax));
  EXPECT_FALSE(fits(kNameBytesMax + 1, 1));
  EXPECT_FALSE(fits(1, kConfidentialTextBytesMax + 1));
}

TEST(Submission, IsTheBareStatementWithoutDisclosures) {
  const Bytes statement = test::vector_bytes("ed25519", "message");
  EXPECT_EQ(encode_submission({statement, {}}), statement);
  const Result<Submission> back = parse_submission(statement);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->statement, statement);
  EXPECT_TRUE(back->disclosures.empty());
}

TEST(Submission, CarriesStatementAndDisclosures) {
  const Submission submission{test::vector_bytes("ed25519", "message"),
                              {make_disclosure("value", "1"), make_disclosure("note", "\u20ac")}};
  const Result<Submission> back = parse_submission(encode_submission(submission));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->statement, submission.statement);
  EXPECT_EQ(back->disclosures, submission.disclosures);
}

TEST(Submission, TakesDisclosuresAndSizesAtTheirLimitsAndNoneBeyond) {
  const Bytes statement = test::vector_bytes("ed25519", "message");
  const auto with = [&](std::size_t count) {
    return parse_submission(encode_submission({statement, std::vector<std::string>(count, "x")})).has_value();
  };
  EXPECT_TRUE(with(kDisclosuresMax));
  EXPECT_FALSE(with(kDisclosuresMax + 1));
  Bytes large(ledger::kEntryBytesMax, 0);
  large.front() = 0xD2;
  EXPECT_TRUE(parse_submission(large));
  EXPECT_TRUE(parse_submission(encode_submission({large, {"x"}})));
  large.push_back(0);
  EXPECT_EQ(parse_submission(large).error().code, Code::kTooLarge);
  EXPECT_EQ(parse_submission(encode_submission({large, {"x"}})).error().code, Code::kTooLarge);
  EXPECT_EQ(parse_submission(Bytes(kSubmissionBytesMax + 1, 0)).error().code, Code::kTooLarge);
}

TEST(Submission, HoldsTheLargestDisclosuresThatAreAllowed) {
  const std::string escaped(kConfidentialTextBytesMax, '\x01');  // six bytes each in JSON
  Bytes statement(ledger::kEntryBytesMax, 0);
  statement.front() = 0xD2;
  const Submission largest{statement, std::vector<std::string>(kDisclosuresMax, make_disclosure("n", escaped))};
  EXPECT_TRUE(parse_submission(encode_submission(largest)));
}

TEST(Submission, RefusesEveryOtherContainer) {
  for (const auto* hex : {"", "80", "8240", "8241d280", "8341d281617800", "8241d2a0", "8241d28141ff", "82418081617a",
                          "8261d281617a", "f6", "8241d281617aff"}) {
    EXPECT_FALSE(parse_submission(test::from_hex(hex))) << hex;
  }
  EXPECT_TRUE(parse_submission(test::from_hex("8241d281617a")));
}

}  // namespace
}  // namespace attest
