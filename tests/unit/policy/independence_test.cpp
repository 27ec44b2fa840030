// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/date.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

using attest::Affiliation;
using attest::PartyKind;
using attest::ValueSubmitted;

attest::PartyRegistered affiliated(const std::string& id, PartyKind kind, const Affiliation& affiliation) {
  auto party = SampleLedger::party(id, kind);
  party.affiliations = {affiliation};
  return party;
}

class Independence : public Ready {
 protected:
  // What a verifier with this affiliation to the city violates by deciding.
  Rules with_affiliation(const std::string& from, const std::optional<std::string>& until) {
    const std::string id = "checkers-" + std::to_string(++made_);
    add(affiliated(id, PartyKind::kVerifier, {kCity, from, until}), "verifier", id + "-person");
    return ledger.violated(id, ledger.decision("C1"));
  }
  // C1 with evidence of that provider.
  void submit_with_evidence_of(const std::string& actor) {
    const auto ref = ledger.say(actor, ledger.evidence());
    auto draft = ledger.value("C1");
    draft.as<ValueSubmitted>().evidence = {ref};
    ledger.say("submitter", draft);
  }

 private:
  int made_ = 0;
};

TEST_F(Independence, RefusesAVerifierAffiliatedWithTheCityInTheYearsThatCount) {
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(with_affiliation("2010-01-01", "2014-12-31"), Rules{});
  EXPECT_EQ(with_affiliation("2010-01-01", "2015-01-01"), Rules{"independence.affiliated"});
  EXPECT_EQ(with_affiliation("2016-06-01", "2016-06-02"), Rules{"independence.affiliated"});
  EXPECT_EQ(with_affiliation("2010-01-01", std::nullopt), Rules{"independence.affiliated"});
}

TEST_F(Independence, CountsAffiliationsAfterTheDataYearUntilToday) {
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(with_affiliation("2018-10-01", "2018-10-31"), Rules{"independence.affiliated"});
  EXPECT_EQ(with_affiliation("2018-11-09", std::nullopt), Rules{"independence.affiliated"});
  EXPECT_EQ(with_affiliation("2018-11-10", std::nullopt), Rules{});
}

TEST_F(Independence, ReadsTheAffiliationInTheCitysRecordToo) {
  add(affiliated("sydney", PartyKind::kCity, {kVerifier, "2010-01-01", std::nullopt}), "submitter", "sydney-person");
  attest::CityEnrolled enrolment;
  enrolment.cycle = "sydney/small-2014/2017";
  enrolment.city = "sydney";
  enrolment.standard = "small-2014";
  enrolment.data_year = 2017;
  ledger.say("registrar", enrolment);
  auto value = ledger.value("C1");
  value.as<ValueSubmitted>().cycle = enrolment.cycle;
  const auto submission = ledger.say("sydney", value);
  attest::ValueDecided decision;
  decision.cycle = enrolment.cycle;
  decision.indicator = "C1";
  decision.submission = submission;
  decision.reason = "as_reported";
  EXPECT_EQ(ledger.violated("verifier", decision), Rules{"independence.affiliated"});
}

TEST_F(Independence, RefusesAVerifierAffiliatedWithTheValuesProvider) {
  submit_with_evidence_of("provider");
  add(affiliated("checkers-p", PartyKind::kVerifier, {kProvider, "2016-01-01", std::nullopt}), "verifier", "p-person");
  EXPECT_EQ(ledger.violated("checkers-p", ledger.decision("C1")), Rules{"independence.affiliated"});
  ledger.say("submitter", ledger.value("C2"));
  EXPECT_EQ(ledger.violated("checkers-p", ledger.decision("C2")), Rules{});
}

TEST_F(Independence, RefusesAVerifierAffiliatedWithAProviderThatTheCityNamed) {
  auto evidence = ledger.evidence();
  evidence.as<attest::EvidenceRegistered>().provider = kProvider;
  const auto ref = ledger.say("submitter", evidence);
  auto draft = ledger.value("C1");
  draft.as<ValueSubmitted>().evidence = {ref};
  ledger.say("submitter", draft);
  add(affiliated("checkers-p", PartyKind::kVerifier, {kProvider, "2016-01-01", std::nullopt}), "verifier", "p-person");
  EXPECT_EQ(ledger.violated("checkers-p", ledger.decision("C1")), Rules{"independence.affiliated"});
}

TEST_F(Independence, RefusesReviewAndIssueByACertifierAffiliatedWithTheCity) {
  add(affiliated("sydney", PartyKind::kCity, {kCertifier, "2017-01-01", std::nullopt}), "submitter", "sydney-person");
  attest::CityEnrolled enrolment;
  enrolment.cycle = "sydney/small-2014/2017";
  enrolment.city = "sydney";
  enrolment.standard = "small-2014";
  enrolment.data_year = 2017;
  ledger.say("registrar", enrolment);
  auto review = ledger.review();
  review.as<attest::CycleReviewed>().cycle = enrolment.cycle;
  EXPECT_EQ(ledger.violated("reviewer", review), Rules{"independence.affiliated"});
}

TEST_F(Independence, RefusesReviewByACertifierAffiliatedWithAProviderOfAnAcceptedValue) {
  add(affiliated("office", PartyKind::kProvider, {kCertifier, "2017-01-01", std::nullopt}), "provider",
      "office-person");
  submit_with_evidence_of("office");
  EXPECT_EQ(ledger.violated("reviewer", ledger.review()), Rules{});
  ledger.say("verifier", ledger.decision("C1"));
  EXPECT_EQ(ledger.violated("reviewer", ledger.review()), Rules{"independence.affiliated"});
}

// Each row: who says it, about whom, as an ownership or any other tie.
struct Row {
  std::string by;
  Affiliation affiliation;
};

class Ownership : public Independence {
 protected:
  Ownership() { ledger.say("submitter", ledger.value("C1")); }
  // What checkers violates by deciding a value of melbourne, when these parties say this of themselves.
  Rules told(const std::vector<Row>& rows) {
    for (const Row& row : rows) tell(row);
    return ledger.violated("verifier", ledger.decision("C1"));
  }

 private:
  void tell(const Row& row) {
    if (const auto record = attest::get_party(ledger.store(), row.by).value()) {
      auto party = record->party;
      party.affiliations.push_back(row.affiliation);
      ledger.say("registrar", attest::PartyUpdated{party});
    } else {
      ledger.say("registrar", affiliated(row.by, PartyKind::kProvider, row.affiliation));
    }
  }
};

constexpr const char* kSince = "2016-01-01";

TEST_F(Ownership, TiesAVerifierWhoseOwnerIsAffiliatedWithTheCity) {
  EXPECT_EQ(told({{kVerifier, {"holding", kSince, {}, true}}}), Rules{});
  EXPECT_EQ(told({{"holding", {kCity, kSince, {}}}}), Rules{"independence.affiliated"});
}

TEST_F(Ownership, TiesAVerifierThatTheSameOwnerHasAsTheCity) {
  EXPECT_EQ(told({{kVerifier, {"holding", kSince, {}, true}}, {kCity, {"holding", kSince, {}, true}}}),
            Rules{"independence.affiliated"});
}

TEST_F(Ownership, IsFollowedOverManyStepsAndInBothDirections) {
  EXPECT_EQ(told({{"daughter", {kVerifier, kSince, {}, true}},
                  {"daughter", {"aunt", kSince, {}, true}},
                  {"niece", {"aunt", kSince, {}, true}},
                  {"office", {kCity, kSince, {}, true}}}),
            Rules{});
  EXPECT_EQ(told({{"niece", {"office", kSince, {}}}}), Rules{"independence.affiliated"});
}

TEST_F(Ownership, EndsInACircleOfOwners) {
  EXPECT_EQ(
      told({{kVerifier, {"a", kSince, {}, true}}, {"a", {"b", kSince, {}, true}}, {"b", {"a", kSince, {}, true}}}),
      Rules{});
}

// A partner's partner is no tie: only ownership makes a group.
TEST_F(Ownership, IsNeededToPassATieOn) {
  EXPECT_EQ(told({{kVerifier, {"partner", kSince, {}}}, {"partner", {kCity, kSince, {}}}}), Rules{});
}

TEST_F(Ownership, CountsInTheYearsThatCountAlone) {
  EXPECT_EQ(told({{"holding", {kCity, kSince, {}}}, {kVerifier, {"holding", "2010-01-01", "2014-12-31", true}}}),
            Rules{});
  EXPECT_EQ(told({{kVerifier, {"holding", "2014-12-31", "2015-01-01", true}}}), Rules{"independence.affiliated"});
}

TEST_F(Ownership, TiesAProviderOfTheEvidenceToo) {
  submit_with_evidence_of("provider");
  EXPECT_EQ(told({{kVerifier, {"holding", kSince, {}, true}}, {kProvider, {"holding", kSince, {}}}}),
            Rules{"independence.affiliated"});
}

class DistinctHolders : public Independence {
 protected:
  // A second key in the role of `actor`, held by the person of another one.
  void lend(const std::string& actor, const std::string& party, const std::string& role, const std::string& person) {
    ledger.actor(actor, party, person);
    ledger.authorise(actor, {role});
  }
};

TEST_F(DistinctHolders, RefuseADecisionByAHolderOfTheCitysKeys) {
  lend("both", kVerifier, "verifier", "submitter-person");
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(ledger.violated("both", ledger.decision("C1")), Rules{"independence.holder"});
}

TEST_F(DistinctHolders, RefuseADecisionByAHolderOfTheProvidersKeys) {
  lend("both", kVerifier, "verifier", "provider-person");
  submit_with_evidence_of("provider");
  EXPECT_EQ(ledger.violated("both", ledger.decision("C1")), Rules{"independence.holder"});
}

TEST_F(DistinctHolders, RefuseADecisionByWhoReviewed) {
  lend("both", kVerifier, "verifier", "reviewer-person");
  ledger.accept("C1");
  ledger.say("submitter", ledger.value("C2"));
  EXPECT_EQ(ledger.violated("both", ledger.decision("C2")), Rules{});
  ledger.say("reviewer", ledger.review());
  EXPECT_EQ(ledger.violated("both", ledger.decision("C2")), Rules{"independence.holder"});
}

TEST_F(DistinctHolders, RefuseAReviewByWhoDecided) {
  lend("both", kCertifier, "reviewer", "verifier-person");
  EXPECT_EQ(ledger.violated("both", ledger.review()), Rules{});
  ledger.accept("C1");
  EXPECT_EQ(ledger.violated("both", ledger.review()), Rules{"independence.holder"});
}

// What was decided on an earlier version still counts.
TEST_F(DistinctHolders, RefuseAReviewByWhoDecidedAReplacedSubmission) {
  lend("both", kCertifier, "reviewer", "verifier-person");
  ledger.accept("C1");
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(ledger.violated("both", ledger.review()), Rules{"independence.holder"});
}

TEST_F(DistinctHolders, RefuseIssueByWhoReviewedOrDecided) {
  lend("reviewer-too", kCertifier, "issuer", "reviewer-person");
  lend("verifier-too", kCertifier, "issuer", "verifier-person");
  lend("submitter-too", kCertifier, "issuer", "submitter-person");
  ledger.accept("C1");
  ledger.accept("C2");
  ledger.say("reviewer", ledger.review());
  EXPECT_EQ(ledger.violated("issuer", ledger.certificate("A-1", 0)), Rules{});
  EXPECT_EQ(ledger.violated("reviewer-too", ledger.certificate("A-1", 0)), Rules{"independence.holder"});
  EXPECT_EQ(ledger.violated("verifier-too", ledger.certificate("A-1", 0)), Rules{"independence.holder"});
  EXPECT_EQ(ledger.violated("submitter-too", ledger.certificate("A-1", 0)), Rules{"independence.holder"});
}

}  // namespace
}  // namespace sample
