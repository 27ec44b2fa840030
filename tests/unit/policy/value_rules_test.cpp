// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/date.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

using attest::EvidenceRegistered;
using attest::PartyKind;
using attest::ValueDecided;
using attest::ValueSubmitted;
using attest::Verdict;

class ValueRules : public Ready {
 protected:
  Rules violated_value(const std::function<void(ValueSubmitted&)>& change) {
    auto draft = ledger.value("C1");
    change(draft.as<ValueSubmitted>());
    return ledger.violated("submitter", draft);
  }
  void add_sydney() { add(SampleLedger::party("sydney", PartyKind::kCity), "submitter", "sydney-person"); }
};

TEST_F(ValueRules, LetProvidersAndCitiesRegisterEvidence) {
  EXPECT_EQ(ledger.violated("provider", ledger.evidence()), Rules{});
  EXPECT_EQ(ledger.violated("submitter", ledger.evidence()), Rules{});
  EXPECT_EQ(ledger.violated("verifier", ledger.evidence()), Rules{"key.role"});
}

TEST_F(ValueRules, LetACityNameARegisteredProvider) {
  auto draft = ledger.evidence();
  auto& provider = draft.as<EvidenceRegistered>().provider;
  provider = kProvider;
  EXPECT_EQ(ledger.violated("submitter", draft), Rules{});
  EXPECT_EQ(ledger.violated("provider", draft), Rules{});
  provider = "nobody";
  EXPECT_EQ(ledger.violated("submitter", draft), Rules{"party.unknown"});
  provider = kVerifier;
  EXPECT_EQ(ledger.violated("submitter", draft), Rules{"party.kind"});
}

TEST_F(ValueRules, LetAProviderSpeakForItselfOnly) {
  add(SampleLedger::party("second-office", PartyKind::kProvider), "provider", "second-person");
  auto draft = ledger.evidence();
  draft.as<EvidenceRegistered>().provider = "second-office";
  EXPECT_EQ(ledger.violated("provider", draft), Rules{"party.other"});
}

TEST_F(ValueRules, TakeValuesFromSubmittersOnly) {
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C1")), Rules{});
  EXPECT_EQ(ledger.violated("verifier", ledger.value("C1")), (Rules{"key.role", "party.other"}));
}

TEST_F(ValueRules, TakeValuesFromTheCyclesCityOnly) {
  add_sydney();
  EXPECT_EQ(ledger.violated("sydney", ledger.value("C1")), Rules{"party.other"});
}

TEST_F(ValueRules, AskForAnEnrolment) {
  EXPECT_EQ(violated_value([](ValueSubmitted& v) { v.cycle = "melbourne/small-2014/2016"; }), Rules{"cycle.unknown"});
}

TEST_F(ValueRules, AskForAnIndicatorOfTheCatalogue) {
  EXPECT_EQ(violated_value([](ValueSubmitted& v) { v.indicator = "C9"; }), Rules{"indicator.unknown"});
}

TEST_F(ValueRules, AskForTheCataloguesUnit) {
  EXPECT_EQ(violated_value([](ValueSubmitted& v) { v.unit = "number"; }), Rules{"unit.wrong"});
}

TEST_F(ValueRules, AskForAPeriodThatEndsInTheDataYearOrAtMostThreeYearsBefore) {
  const auto ending = [&](int year) { return violated_value([&](ValueSubmitted& v) { v.period->year = year; }); };
  EXPECT_EQ(ending(kDataYear), Rules{});
  EXPECT_EQ(ending(kDataYear + 1), Rules{"period.outside"});
  EXPECT_EQ(ending(kDataYear - 3), Rules{});
  EXPECT_EQ(ending(kDataYear - 4), Rules{"period.outside"});
}

TEST_F(ValueRules, AskForEvidenceThatIsRegisteredWithThatLeaf) {
  auto ref = ledger.say("provider", ledger.evidence());
  EXPECT_EQ(violated_value([&](ValueSubmitted& v) { v.evidence = {ref}; }), Rules{});
  EXPECT_EQ(violated_value([&](ValueSubmitted& v) { v.evidence = {{{ref.index.value + 1}, ref.leaf}}; }),
            Rules{"evidence.unknown"});
  ref.leaf.bytes[31] ^= 1U;
  EXPECT_EQ(violated_value([&](ValueSubmitted& v) { v.evidence = {ref}; }), Rules{"evidence.unknown"});
}

TEST_F(ValueRules, RefuseEvidenceOfAnotherCity) {
  add_sydney();
  const auto ref = ledger.say("sydney", ledger.evidence());
  EXPECT_EQ(violated_value([&](ValueSubmitted& v) { v.evidence = {ref}; }), Rules{"evidence.unknown"});
}

TEST_F(ValueRules, AskAResubmissionToCiteTheLiveOne) {
  const auto first = ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(violated_value([&](ValueSubmitted& v) { v.replaces = first; }), Rules{});
  EXPECT_EQ(violated_value([](ValueSubmitted& v) { v.replaces.reset(); }), Rules{"replaces.live"});
  EXPECT_EQ(violated_value([](ValueSubmitted& v) { v.replaces->leaf.bytes[0] ^= 1U; }), Rules{"replaces.live"});
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(violated_value([&](ValueSubmitted& v) { v.replaces = first; }), Rules{"replaces.live"});
}

TEST_F(ValueRules, RefuseAFirstSubmissionThatReplacesSomething) {
  const auto other = ledger.say("submitter", ledger.value("C2"));
  EXPECT_EQ(violated_value([&](ValueSubmitted& v) { v.replaces = other; }), Rules{"replaces.live"});
}

TEST_F(ValueRules, TakeAMissingValueWithoutUnitAndPeriod) {
  EXPECT_EQ(ledger.violated("submitter", ledger.missing_value("C1")), Rules{});
}

class DecisionRules : public Ready {
 protected:
  Rules violated_decision(const std::function<void(ValueDecided&)>& change) {
    auto draft = ledger.decision("C1");
    change(draft.as<ValueDecided>());
    return ledger.violated("verifier", draft);
  }
};

TEST_F(DecisionRules, TakeDecisionsFromVerifiersOnly) {
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(ledger.violated("verifier", ledger.decision("C1")), Rules{});
  EXPECT_EQ(ledger.violated("provider", ledger.decision("C1")), (Rules{"accreditation.missing", "key.role"}));
}

TEST_F(DecisionRules, AskForAnEnrolment) {
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(violated_decision([](ValueDecided& d) { d.cycle = "melbourne/small-2014/2016"; }), Rules{"cycle.unknown"});
}

TEST_F(DecisionRules, RefuseADecisionOnAnIndicatorWithoutSubmission) {
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(violated_decision([](ValueDecided& d) { d.indicator = "C2"; }), Rules{"decision.live"});
}

TEST_F(DecisionRules, RefuseADecisionOnAReplacedSubmission) {
  const auto first = ledger.say("submitter", ledger.value("C1"));
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(violated_decision([&](ValueDecided& d) { d.submission = first; }), Rules{"decision.live"});
}

TEST_F(DecisionRules, RefuseADecisionThatCitesAnotherLeaf) {
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(violated_decision([](ValueDecided& d) { d.submission.leaf.bytes[0] ^= 1U; }), Rules{"decision.live"});
}

TEST_F(DecisionRules, RefuseADecisionOnAMissingValue) {
  ledger.say("submitter", ledger.missing_value("C1"));
  EXPECT_EQ(violated_decision([](ValueDecided&) {}), Rules{"decision.state"});
}

TEST_F(DecisionRules, DecideASubmissionOnceOnly) {
  ledger.accept("C1");
  EXPECT_EQ(violated_decision([](ValueDecided& d) { d.verdict = Verdict::kRejected; }), Rules{"decision.done"});
  ledger.say("submitter", ledger.value("C2"));
  ledger.say("verifier", ledger.decision("C2", Verdict::kRejected));
  EXPECT_EQ(ledger.violated("verifier", ledger.decision("C2")), Rules{"decision.done"});
}

TEST_F(DecisionRules, LetAnyDecisionFollowAClarification) {
  ledger.say("submitter", ledger.value("C1"));
  ledger.say("verifier", ledger.decision("C1", Verdict::kClarification));
  for (const Verdict verdict : {Verdict::kAccepted, Verdict::kRejected, Verdict::kClarification}) {
    EXPECT_EQ(violated_decision([&](ValueDecided& d) { d.verdict = verdict; }), Rules{});
  }
}

TEST_F(DecisionRules, CountRoundsAcrossResubmissions) {
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(violated_decision([](ValueDecided& d) { d.round = 2; }), Rules{"decision.rounds"});
  ledger.say("verifier", ledger.decision("C1", Verdict::kRejected));
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(violated_decision([](ValueDecided& d) { d.round = 1; }), Rules{"decision.rounds"});
  ledger.say("verifier", ledger.decision("C1", Verdict::kRejected));
  ledger.say("submitter", ledger.value("C1"));
  ledger.say("verifier", ledger.decision("C1", Verdict::kClarification));
  EXPECT_EQ(violated_decision([](ValueDecided& d) { d.round = 4; }), Rules{"decision.rounds"});
}

TEST_F(DecisionRules, MakeAnAcceptedValueUndecidedWhenItIsResubmitted) {
  ledger.accept("C1");
  ledger.say("submitter", ledger.value("C1"));
  const auto live = ledger.live("C1");
  EXPECT_FALSE(live.verdict);
  EXPECT_FALSE(live.decision);
  EXPECT_EQ(live.replaced.size(), 1U);
  EXPECT_EQ(live.decisions.size(), 1U);
  EXPECT_EQ(live.deciders, std::vector<std::string>{"verifier-person"});
  EXPECT_TRUE(attest::accepted_items(ledger.store(), ledger.cycle(), ledger.catalogue()).value().empty());
}

TEST_F(DecisionRules, AskForAnAccreditationOfThisStandard) {
  auto party = SampleLedger::party("other-checkers", PartyKind::kVerifier);
  party.accreditation->standards = {"iso37120-2014"};
  add(party, "verifier", "other-person");
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(ledger.violated("other-checkers", ledger.decision("C1")), Rules{"accreditation.missing"});
  auto none = SampleLedger::party("no-checkers", PartyKind::kVerifier);
  none.accreditation.reset();
  add(none, "verifier", "third-person");
  EXPECT_EQ(ledger.violated("no-checkers", ledger.decision("C1")), Rules{"accreditation.missing"});
}

TEST_F(DecisionRules, AskForAnAccreditationOnTheDayOfTheDecision) {
  auto party = SampleLedger::party("other-checkers", PartyKind::kVerifier);
  party.accreditation->valid_from = "2018-11-20";
  party.accreditation->valid_until = "2018-11-30";
  add(party, "verifier", "other-person");
  ledger.say("submitter", ledger.value("C1"));
  const auto at = [&](const char* moment) {
    ledger.clock().set(attest::parse_moment(moment).value());
    return ledger.violated("other-checkers", ledger.decision("C1"));
  };
  EXPECT_EQ(at("2018-11-19T23:59:59Z"), Rules{"accreditation.missing"});
  EXPECT_EQ(at("2018-11-20T00:00:00Z"), Rules{});
  EXPECT_EQ(at("2018-11-30T23:59:59Z"), Rules{});
  EXPECT_EQ(at("2018-12-01T00:00:00Z"), Rules{"accreditation.missing"});
}

}  // namespace
}  // namespace sample
