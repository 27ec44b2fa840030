// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Each member of the JSON lands in the member of the same name: two that changed places would survive reading
// and writing.
#include <gtest/gtest.h>

#include "attest/ids.hpp"
#include "ledger/encoding.hpp"
#include "support.hpp"

namespace attest::test {
namespace {

std::string base64url_digest_of(std::string_view text) {
  return ledger::base64url_encode(digest_of(text).view());
}

constexpr std::string_view kCycle = "melbourne/iso37120-2014/2017";

TEST(StatementMembers, OfLedgerOpened) {
  const Statement statement = parsed_sample("ledger.opened");
  EXPECT_FALSE(statement.common.ledger.has_value());
  const auto& body = std::get<LedgerOpened>(statement.body);
  EXPECT_EQ(body.origin, "ledger.attest.example/demo");
  EXPECT_EQ(body.clock, ClockKind::kSimulated);
  EXPECT_EQ(ledger::hex_encode(body.ledger_key.bytes).substr(0, 8), "d75a9801");
  EXPECT_EQ(body.policy_version, 1);
  EXPECT_EQ(body.certifier, "open-city-certifier");
  EXPECT_EQ(body.certifier_names.at("fr-CA"), "Certificateur Ville ouverte");
  EXPECT_EQ(body.certifier_country, "CA");
  ASSERT_EQ(body.root_keys.size(), 1U);
  EXPECT_EQ(ledger::hex_encode(body.root_keys[0].key.bytes).substr(0, 8), "3d4017c3");
  EXPECT_EQ(body.root_keys[0].holder, "root-holder");
  EXPECT_EQ(ledger::text(body.root_keys[0].proof), "proof of possession");
}

TEST(StatementMembers, OfLedgerSeal) {
  const Statement statement = parsed_sample("ledger.seal");
  EXPECT_EQ(statement.common.ledger, digest_of("genesis"));
  const auto& body = std::get<LedgerSeal>(statement.body);
  EXPECT_EQ(body.size, TreeSize{17});
  EXPECT_EQ(body.chain, digest_of("chain"));
  EXPECT_EQ(body.time, UnixMillis{1'541'757'600'123});
}

TEST(StatementMembers, OfPartyRegistered) {
  const auto body = body_of<PartyRegistered>("party.registered, a verifier");
  EXPECT_EQ(body.party, "north-verifiers");
  EXPECT_EQ(body.kind, PartyKind::kVerifier);
  EXPECT_EQ(body.names.at("de"), "Nordprüfer");
  EXPECT_EQ(body.country, "DE");
  EXPECT_EQ(body.region, "Hamburg");
  EXPECT_EQ(body.population, 12);
  ASSERT_EQ(body.affiliations.size(), 2U);
  EXPECT_EQ(body.affiliations[0].party, "old-partner");
  EXPECT_EQ(body.affiliations[0].from, "2015-01-01");
  EXPECT_EQ(body.affiliations[0].until, "2016-12-31");
  EXPECT_TRUE(body.affiliations[0].ownership);
  EXPECT_FALSE(body.affiliations[1].until.has_value());
  EXPECT_FALSE(body.affiliations[1].ownership);
  ASSERT_TRUE(body.accreditation.has_value());
  EXPECT_EQ(body.accreditation->body, "Example Accreditation");
  EXPECT_EQ(body.accreditation->number, "EA-17");
  EXPECT_EQ(body.accreditation->standards, (std::vector<std::string>{"iso37120-2014", "iso37120-2018"}));
  EXPECT_EQ(body.accreditation->valid_from, "2017-01-01");
  EXPECT_EQ(body.accreditation->valid_until, "2022-01-01");
}

TEST(StatementMembers, OfEveryKindOfParty) {
  const Json city = sample("party.registered, a city");
  for (const char* kind : {"city", "provider", "verifier", "certifier", "programme", "auditor"}) {
    const auto statement = parse_statement(sign_payload(merge(city, Json::Object{{"kind", kind}})));
    ASSERT_TRUE(statement.has_value()) << kind;
    EXPECT_EQ(to_text(std::get<PartyRegistered>(statement->body).kind), kind);
  }
}

TEST(StatementMembers, OfKeyAuthorisedAndKeyRevoked) {
  const auto body = body_of<KeyAuthorised>("key.authorised, P-256");
  EXPECT_EQ(body.party, "open-city-certifier");
  EXPECT_EQ(body.holder, "registrar-1");
  EXPECT_EQ(body.key.algorithm, Algorithm::kEs256);
  EXPECT_EQ(body.roles, (std::vector<std::string>{"registrar", "reviewer"}));
  EXPECT_EQ(body.valid_from, "2018-01-01T00:00:00Z");
  EXPECT_EQ(body.valid_until, "2021-01-01T00:00:00Z");
  EXPECT_EQ(ledger::text(body.proof), "a third proof");
  const auto revoked = body_of<KeyRevoked>("key.revoked");
  EXPECT_EQ(revoked.party, "melbourne");
  EXPECT_EQ(revoked.kid, digest_of("kid"));
  EXPECT_EQ(revoked.reason, "superseded");
}

TEST(StatementMembers, OfStandardAdoptedAndCityEnrolled) {
  const auto adopted = body_of<StandardAdopted>("standard.adopted");
  EXPECT_EQ(adopted.standard, "demo-2020");
  EXPECT_EQ(*adopted.catalogue.find("title")->text(), "Demonstration");
  const auto enrolled = body_of<CityEnrolled>("city.enrolled");
  EXPECT_EQ(enrolled.cycle, kCycle);
  EXPECT_EQ(enrolled.city, "melbourne");
  EXPECT_EQ(enrolled.standard, "iso37120-2014");
  EXPECT_EQ(enrolled.data_year, 2017);
  EXPECT_FALSE(enrolled.notice.has_value());
  EXPECT_EQ(body_of<CityEnrolled>("city.enrolled, with a notice").notice, "Every figure here is made up.");
}

TEST(StatementMembers, OfAnAmendment) {
  const auto amending = body_of<StandardAdopted>("standard.adopted, amending");
  ASSERT_TRUE(amending.amends.has_value());
  const Json sampled = sample("standard.adopted, amending");
  EXPECT_EQ(to_json(*amending.amends), *sampled.find("amends"));
  EXPECT_FALSE(body_of<StandardAdopted>("standard.adopted").amends.has_value());
}

TEST(StatementMembers, OfProgrammeOpenedCityEnrolledInItAndCityWithdrawn) {
  const auto opened = body_of<ProgrammeOpened>("programme.opened");
  const Json sampled = sample("programme.opened");
  EXPECT_EQ(opened.programme, *sampled.find("programme")->text());
  EXPECT_EQ(opened.names.at("en"), *sampled.find("names")->find("en")->text());
  EXPECT_EQ(Json(opened.standards.front()), sampled.find("standards")->array()->front());
  EXPECT_EQ(opened.rate, *sampled.find("terms")->find("rate")->text());
  EXPECT_EQ(opened.years, *sampled.find("terms")->find("years")->integer());
  EXPECT_EQ(opened.from, *sampled.find("from")->text());
  EXPECT_EQ(opened.until, *sampled.find("until")->text());
  const auto enrolled = body_of<CityEnrolled>("city.enrolled, in a programme");
  EXPECT_EQ(enrolled.programme, "citynet/2016");
  EXPECT_EQ(enrolled.submit_until, "2018-06-30");
  EXPECT_EQ(enrolled.decide_until, "2018-09-30");
  const auto withdrawn = body_of<CityWithdrawn>("city.withdrawn");
  EXPECT_EQ(withdrawn.cycle, kCycle);
  EXPECT_EQ(withdrawn.reason, "city_request");
}

TEST(StatementMembers, OfValueWithdrawn) {
  EXPECT_EQ(parsed_sample("value.withdrawn").sd.size(), 1U);
  const auto body = body_of<ValueWithdrawn>("value.withdrawn");
  EXPECT_EQ(body.cycle, kCycle);
  EXPECT_EQ(body.indicator, "5.1");
  EXPECT_EQ(body.submission, (EntryRef{EntryIndex{12}, digest_of("s12")}));
}

TEST(StatementMembers, OfEvidenceRegistered) {
  const Statement statement = parsed_sample("evidence.registered");
  EXPECT_EQ(statement.sd.size(), 3U);
  const auto& body = std::get<EvidenceRegistered>(statement.body);
  EXPECT_EQ(body.provider, "data-house");
  EXPECT_EQ(body.media_type, "text/csv");
  EXPECT_EQ(body.size, 48'213);
  EXPECT_EQ(body.period, "2016-17");
  EXPECT_EQ(body.retention_until, "2027-12-31");
}

TEST(StatementMembers, OfValueSubmitted) {
  const Statement statement = parsed_sample("value.submitted, reported");
  EXPECT_EQ(statement.sd.size(), 4U);
  const auto& body = std::get<ValueSubmitted>(statement.body);
  EXPECT_EQ(body.cycle, kCycle);
  EXPECT_EQ(body.indicator, "5.1");
  EXPECT_EQ(body.state, ValueState::kReported);
  EXPECT_EQ(body.unit, "percent");
  ASSERT_TRUE(body.period.has_value());
  EXPECT_EQ(body.period->label, "June 2017");
  EXPECT_EQ(body.period->year, 2017);
  const std::vector<EntryRef> evidence = {{EntryIndex{7}, digest_of("e7")}, {EntryIndex{9}, digest_of("e9")}};
  EXPECT_EQ(body.evidence, evidence);
  EXPECT_EQ(body.replaces, (EntryRef{EntryIndex{12}, digest_of("s12")}));
  EXPECT_EQ(body.value_digest, base64url_digest_of("value"));
}

TEST(StatementMembers, OfValuesThatAreNotReported) {
  EXPECT_EQ(body_of<ValueSubmitted>("value.submitted, not available").state, ValueState::kNotAvailable);
  const auto body = body_of<ValueSubmitted>("value.submitted, not applicable");
  EXPECT_EQ(body.state, ValueState::kNotApplicable);
  EXPECT_FALSE(body.unit || body.period || body.value_digest || body.replaces);
  EXPECT_EQ(to_text(ValueState::kReported), "reported");
  EXPECT_EQ(to_text(ValueState::kNotAvailable), "not_available");
  EXPECT_EQ(to_text(ValueState::kNotApplicable), "not_applicable");
}

TEST(StatementMembers, OfValueDecided) {
  const auto body = body_of<ValueDecided>("value.decided, with a text");
  EXPECT_EQ(body.cycle, kCycle);
  EXPECT_EQ(body.indicator, "5.1");
  EXPECT_EQ(body.submission, (EntryRef{EntryIndex{12}, digest_of("s12")}));
  EXPECT_EQ(body.verdict, Verdict::kClarification);
  EXPECT_EQ(body.reason, "recomputation_differs");
  EXPECT_EQ(body.round, 2);
  for (const char* verdict : {"accepted", "rejected", "clarification"}) {
    const Json payload = merge(sample("value.decided"), Json::Object{{"verdict", verdict}});
    const auto statement = parse_statement(sign_payload(payload));
    ASSERT_TRUE(statement.has_value());
    EXPECT_EQ(to_text(std::get<ValueDecided>(statement->body).verdict), verdict);
  }
}

TEST(StatementMembers, OfDidPublishedAndCycleReviewed) {
  const auto did = body_of<DidPublished>("did.published");
  EXPECT_EQ(did.did, "did:web:certifier.example");
  EXPECT_NE(did.document.find("verificationMethod"), nullptr);
  const auto review = body_of<CycleReviewed>("cycle.reviewed");
  EXPECT_EQ(review.cycle, kCycle);
  EXPECT_EQ(review.size, TreeSize{120});
  EXPECT_EQ(review.lineage_root, digest_of("lineage"));
  EXPECT_EQ(review.data_root, digest_of("data"));
  EXPECT_TRUE(review.recommends_issue);
  EXPECT_FALSE(body_of<CycleReviewed>("cycle.reviewed, with a text").recommends_issue);
}

TEST(StatementMembers, OfCertificateIssued) {
  const auto body = body_of<CertificateIssued>("certificate.issued");
  EXPECT_EQ(body.number, "37120-2014-2017-000001");
  EXPECT_EQ(body.cycle, kCycle);
  EXPECT_EQ(body.review, (EntryRef{EntryIndex{121}, digest_of("r121")}));
  EXPECT_EQ(body.level, "Gold");
  EXPECT_EQ(body.scheme, "cityledger-demo-iso37120-2014");
  EXPECT_EQ(body.scheme_version, 1);
  EXPECT_EQ(body.counts, (Counts{{{"core", 46}, {"supporting", 33}}, 79}));
  EXPECT_EQ(body.lineage_root, digest_of("lineage"));
  EXPECT_EQ(body.data_root, digest_of("data"));
  EXPECT_EQ(body.valid_from, "2018-11-09T10:00:00Z");
  EXPECT_EQ(body.valid_until, "2019-11-09T10:00:00Z");
  EXPECT_EQ(body.status_index, 131'071);
  EXPECT_EQ(body.fingerprint, digest_of("fingerprint"));
  EXPECT_EQ(body.signed_digest, digest_of("signed"));
}

TEST(StatementMembers, OfACertificateWhoseComputedLevelIsNotPrinted) {
  const auto body = body_of<CertificateIssued>("certificate.issued, Early Adopter");
  EXPECT_EQ(body.level, "Early Adopter");
  EXPECT_EQ(body.computed_level, "");
  EXPECT_EQ(body.counts, (Counts{{{"smart", 12}, {"resilience", 3}}, 15}));
}

TEST(StatementMembers, OfStatusListPublished) {
  const auto body = body_of<StatusListPublished>("status_list.published");
  EXPECT_EQ(body.purpose, "revocation");
  EXPECT_EQ(body.list, "https://certifier.example/status/1");
  EXPECT_EQ(body.size, TreeSize{141});
  EXPECT_EQ(body.valid_from, "2021-05-21T10:00:00Z");
  EXPECT_EQ(body.valid_until, "2021-06-21T10:00:00Z");
  EXPECT_EQ(body.signed_digest, digest_of("list"));
}

}  // namespace
}  // namespace attest::test
