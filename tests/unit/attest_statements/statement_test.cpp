// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/statement.hpp"

#include <gtest/gtest.h>

#include "attest/limits.hpp"
#include "attest/policy.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"
#include "support.hpp"

namespace attest::test {
namespace {

Saying saying_of(Body body) {
  Saying saying;
  saying.issuer = "melbourne";
  saying.issued_at_s = 1'541'757'600;
  saying.common = {"AAAAAAAAAAAAAAAAAAAAAA", digest_of("genesis")};
  saying.body = std::move(body);
  return saying;
}

TEST(Statement, IsReadAsItWasSignedByEitherKindOfKey) {
  for (const Algorithm algorithm : {Algorithm::kEdDsa, Algorithm::kEs256}) {
    const auto signer = generate_signer(algorithm);
    ASSERT_TRUE(signer.has_value());
    const Saying saying =
        saying_of(CityEnrolled{"melbourne/iso37120-2014/2017", "melbourne", "iso37120-2014", 2017, {}});
    const auto bytes = sign_statement(saying, **signer);
    ASSERT_TRUE(bytes.has_value());
    const auto statement = parse_statement(*bytes);
    ASSERT_TRUE(statement.has_value()) << statement.error().message;
    EXPECT_EQ(statement->cose.header.issuer, "melbourne");
    EXPECT_EQ(statement->cose.header.subject, "melbourne/iso37120-2014/2017");
    EXPECT_EQ(statement->cose.header.issued_at_s, 1'541'757'600);
    EXPECT_EQ(statement->cose.header.kid, key_thumbprint((*signer)->public_key()));
    EXPECT_EQ(statement->common.nonce, saying.common.nonce);
    EXPECT_EQ(statement->common.ledger, saying.common.ledger);
    EXPECT_TRUE(verify_cose(statement->cose, (*signer)->public_key()));
  }
}

TEST(Statement, SortsTheDigestsOfConfidentialFieldsWhenItIsWritten) {
  const std::string low = ledger::base64url_encode(Bytes(32, 0x01));
  const std::string high = ledger::base64url_encode(Bytes(32, 0x20));
  Saying saying = saying_of(EvidenceRegistered{std::nullopt, "text/csv", 1, "2017", "2027-01-01"});
  saying.sd = {high, low};
  const auto statement = parse_statement(*sign_statement(saying, *seeded_signer(1)));
  ASSERT_TRUE(statement.has_value()) << statement.error().message;
  EXPECT_EQ(statement->sd, (std::vector<std::string>{low, high}));
}

TEST(Statement, HasTheSubjectThatItsTypeFixes) {
  const std::map<std::string, std::string> subjects = {{"ledger.opened", "ledger.attest.example/demo"},
                                                       {"ledger.seal", "issuer"},
                                                       {"party.registered, a city", "melbourne"},
                                                       {"key.authorised, Ed25519", "melbourne"},
                                                       {"key.revoked", "melbourne"},
                                                       {"standard.adopted", "demo-2020"},
                                                       {"city.enrolled", "melbourne/iso37120-2014/2017"},
                                                       {"evidence.registered", "issuer"},
                                                       {"value.submitted, reported", "melbourne/iso37120-2014/2017"},
                                                       {"value.decided", "melbourne/iso37120-2014/2017"},
                                                       {"did.published", "did:web:certifier.example"},
                                                       {"cycle.reviewed", "melbourne/iso37120-2014/2017"},
                                                       {"certificate.issued", "37120-2014-2017-000001"},
                                                       {"ledger.key_rotated", "issuer"},
                                                       {"policy.adopted", "issuer"},
                                                       {"witness_policy.adopted", "issuer"},
                                                       {"template.published", "certificate-a4"},
                                                       {"party.updated", "north-verifiers"},
                                                       {"key.recovered", "melbourne"},
                                                       {"programme.opened", "citynet/2016"},
                                                       {"city.withdrawn", "melbourne/iso37120-2014/2017"},
                                                       {"evidence.expired", "issuer"},
                                                       {"value.withdrawn", "melbourne/iso37120-2014/2017"},
                                                       {"certificate.rendered", "37120-2014-2017-000001"},
                                                       {"certificate.status", "37120-2014-2017-000001"},
                                                       {"case.opened", "CASE-17"},
                                                       {"case.decided", "CASE-17"},
                                                       {"disclosure.erased", "melbourne"},
                                                       {"audit.reported", "issuer"},
                                                       {"status_list.published", "https://certifier.example/status/1"}};
  EXPECT_EQ(subjects.size(), std::variant_size_v<Body>);
  for (const auto& [name, subject] : subjects) EXPECT_EQ(subject_of(parsed_sample(name).body, "issuer"), subject);
}

TEST(Statement, IsNotReadInAnyOtherFormThanTheCanonicalOne) {
  const std::string payload = canonical_json(sample("city.enrolled"));
  EXPECT_TRUE(parse_statement(sign_text(payload)).has_value());
  EXPECT_FALSE(parse_statement(sign_text(payload + "\n")).has_value());
  EXPECT_FALSE(parse_statement(sign_text(" " + payload)).has_value());
  EXPECT_FALSE(parse_statement(sign_text(pretty_json(sample("city.enrolled")))).has_value());
  EXPECT_FALSE(parse_statement(sign_text("[]")).has_value());
  EXPECT_FALSE(parse_statement(sign_text("")).has_value());
}

TEST(Statement, IsNotReadFromAnotherContentType) {
  SignedHeader header;
  header.content_type = kPossessionType;
  header.issuer = "some-party";
  header.subject = "some-subject";
  const std::string payload = canonical_json(sample("city.enrolled"));
  const auto bytes = sign_cose(header, ledger::view(payload), *seeded_signer(1));
  ASSERT_TRUE(bytes.has_value());
  EXPECT_FALSE(parse_statement(*bytes).has_value());
}

// A DID document has room: a statement of 65,535 bytes can be made, one more byte is too much.
TEST(Statement, MayHave65535BytesAndNotOneMore) {
  const auto padded = [](std::size_t bytes) {
    const Json::Object document{{"id", "did:web:a"}, {"pad", std::string(bytes, 'x')}};
    return sign_statement(saying_of(DidPublished{"did:web:a", Json(document)}), *seeded_signer(1));
  };
  const std::size_t frame = padded(60'000)->size() - 60'000;
  const auto largest = padded(ledger::kEntryBytesMax - frame);
  ASSERT_TRUE(largest.has_value());
  EXPECT_EQ(largest->size(), ledger::kEntryBytesMax);
  EXPECT_TRUE(parse_statement(*largest).has_value());
  const auto over = padded(ledger::kEntryBytesMax - frame + 1);
  ASSERT_FALSE(over.has_value());
  EXPECT_EQ(over.error().code, Code::kTooLarge);
  Bytes longer = *largest;
  longer.push_back(0);
  EXPECT_EQ(parse_statement(longer).error().code, Code::kTooLarge);
}

TEST(Statement, IsTheSameStatementWhenHeaderAndPayloadAre) {
  const Statement a = parsed_sample("city.enrolled");
  const Statement b = parsed_sample("city.enrolled");
  const Statement c = parsed_sample("key.revoked");
  EXPECT_EQ(statement_identity(a.cose), statement_identity(b.cose));
  EXPECT_NE(statement_identity(a.cose), statement_identity(c.cose));
  EXPECT_EQ(statement_identity(a.cose), ledger::sha256(sig_structure(a.cose.protected_bytes, a.cose.payload)));
}

TEST(Statement, KnowsTheVersionOfThePolicyThatItIsJudgedBy) {
  EXPECT_EQ(body_of<LedgerOpened>("ledger.opened").policy_version, kPolicyVersion);
}

TEST(Statement, TakesAtMost32LanguagesAnd64AffiliationsAnd8RootKeys) {
  const auto languages = [](int count) {
    Json::Object names{{"en", "x"}};
    for (int i = 1; i < count; ++i) names.emplace("aa-" + std::to_string(i), "x");
    return parse_statement(sign_payload(merge(sample("party.registered, a city"), Json::Object{{"names", names}})));
  };
  EXPECT_TRUE(languages(static_cast<int>(kLanguagesMax)).has_value());
  EXPECT_EQ(languages(static_cast<int>(kLanguagesMax) + 1).error().field, "names");

  const auto affiliations = [](std::size_t count) {
    const Json one = Json::Object{{"party", "x"}, {"from", "2017-01-01"}};
    const Json::Object patch{{"affiliations", Json::Array(count, one)}};
    return parse_statement(sign_payload(merge(sample("party.registered, a city"), patch)));
  };
  EXPECT_TRUE(affiliations(kAffiliationsMax).has_value());
  EXPECT_EQ(affiliations(kAffiliationsMax + 1).error().field, "affiliations");

  const auto root_keys = [](std::size_t count) {
    const Json opened = sample("ledger.opened");
    const Json::Object patch{{"root_keys", Json::Array(count, opened.find("root_keys")->array()->front())}};
    return parse_statement(sign_payload(merge(opened, patch)));
  };
  EXPECT_TRUE(root_keys(kRootKeysMax).has_value());
  EXPECT_EQ(root_keys(kRootKeysMax + 1).error().field, "root_keys");
}

TEST(EntryReference, IsReadAsItWasWritten) {
  const EntryRef ref{EntryIndex{17}, digest_of("leaf")};
  const auto read = entry_ref_from_json(to_json(ref), "submission");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, ref);
  EXPECT_EQ(entry_ref_from_json(Json(1), "submission").error().field, "submission");
  EXPECT_EQ(entry_ref_from_json(Json::Object{{"index", 1}}, "submission").error().field, "submission.leaf");
}

}  // namespace
}  // namespace attest::test
