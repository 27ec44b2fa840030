// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What ends in a cycle: values that a city takes back, days that pass, cities that leave.
#include "attest/date.hpp"
#include "support/small_catalogue.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

using attest::CityEnrolled;
using attest::CityWithdrawn;
using attest::Json;
using attest::PartyKind;
using attest::ValueWithdrawn;
using attest::Verdict;

class WithdrawalRules : public Ready {
 protected:
  Draft withdrawal(const std::string& indicator) {
    return ValueWithdrawn{ledger.cycle(), indicator, ledger.live(indicator).submission};
  }
};

TEST_F(WithdrawalRules, LetTheCitysSubmitterTakeAValueBack) {
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(ledger.violated("submitter", withdrawal("C1")), Rules{});
  add(SampleLedger::party("sydney", PartyKind::kCity), "submitter", "sydney-person");
  EXPECT_EQ(ledger.violated("sydney", withdrawal("C1")), Rules{"party.other"});
  EXPECT_EQ(ledger.violated("verifier", withdrawal("C1")), (Rules{"key.role", "party.other"}));
}

TEST_F(WithdrawalRules, AskForTheLiveSubmission) {
  const auto first = ledger.say("submitter", ledger.value("C1"));
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(ledger.violated("submitter", ValueWithdrawn{ledger.cycle(), "C1", first}), Rules{"withdrawal.live"});
  EXPECT_EQ(ledger.violated("submitter", ValueWithdrawn{ledger.cycle(), "C2", first}), Rules{"withdrawal.live"});
  auto draft = withdrawal("C1");
  draft.as<ValueWithdrawn>().submission.leaf.bytes[0] ^= 1U;
  EXPECT_EQ(ledger.violated("submitter", draft), Rules{"withdrawal.live"});
}

TEST_F(WithdrawalRules, TakeASubmissionBackOnceOnly) {
  ledger.say("submitter", ledger.value("C1"));
  ledger.say("submitter", withdrawal("C1"));
  EXPECT_EQ(ledger.violated("submitter", withdrawal("C1")), Rules{"value.withdrawn"});
}

TEST_F(WithdrawalRules, LetNobodyDecideOnAWithdrawnSubmission) {
  ledger.say("submitter", ledger.value("C1"));
  ledger.say("submitter", withdrawal("C1"));
  EXPECT_EQ(ledger.violated("verifier", ledger.decision("C1")), Rules{"value.withdrawn"});
}

TEST_F(WithdrawalRules, CountAnAcceptedValueNoMoreOnceItIsWithdrawn) {
  ledger.accept("C1");
  ASSERT_EQ(attest::accepted_items(ledger.store(), ledger.cycle(), ledger.catalogue()).value().size(), 1U);
  const auto withdrawn = ledger.say("submitter", withdrawal("C1"));
  EXPECT_TRUE(attest::accepted_items(ledger.store(), ledger.cycle(), ledger.catalogue()).value().empty());
  EXPECT_EQ(ledger.live("C1").withdrawn, withdrawn);
}

TEST_F(WithdrawalRules, LetANewSubmissionReplaceTheWithdrawnOne) {
  const auto first = ledger.say("submitter", ledger.value("C1"));
  ledger.say("submitter", withdrawal("C1"));
  auto draft = ledger.value("C1");
  EXPECT_EQ(draft.as<attest::ValueSubmitted>().replaces, first);
  draft.as<attest::ValueSubmitted>().replaces.reset();
  EXPECT_EQ(ledger.violated("submitter", draft), Rules{"replaces.live"});
  ledger.accept("C1");
  EXPECT_FALSE(ledger.live("C1").withdrawn);
  EXPECT_EQ(attest::accepted_items(ledger.store(), ledger.cycle(), ledger.catalogue()).value().size(), 1U);
}

class DeadlineRules : public testing::Test {
 protected:
  DeadlineRules() {
    Json catalogue = small_catalogue();
    (*(*catalogue.object())["rules"].object())["clarify_days"] = 5;
    ledger.add_certifier_keys();
    ledger.add_parties();
    ledger.adopt(catalogue);
    CityEnrolled body;
    body.city = kCity;
    body.standard = kSmallStandard;
    body.data_year = kDataYear;
    body.cycle = std::string(kCity) + "/" + kSmallStandard + "/" + std::to_string(kDataYear);
    body.submit_until = "2018-11-20";
    body.decide_until = "2018-12-10";
    ledger.say("registrar", body);
    ledger.turn_to(body.cycle);
  }
  void set(const char* moment) { ledger.clock().set(attest::parse_moment(moment).value()); }
  SampleLedger ledger;
};

TEST_F(DeadlineRules, TakeFirstSubmissionsToTheEndOfTheLastDay) {
  set("2018-11-20T23:59:59Z");
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C1")), Rules{});
  set("2018-11-21T00:00:00Z");
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C1")), Rules{"deadline.passed"});
}

TEST_F(DeadlineRules, TakeChangesThatNobodyAskedForAsFirstSubmissions) {
  ledger.say("submitter", ledger.value("C1"));
  ledger.accept("C2");
  set("2018-11-21T00:00:00Z");
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C1")), Rules{"deadline.passed"});
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C2")), Rules{"deadline.passed"});
}

TEST_F(DeadlineRules, TakeDecisionsToTheEndOfTheirLastDay) {
  ledger.say("submitter", ledger.value("C1"));
  set("2018-12-10T23:59:59Z");
  EXPECT_EQ(ledger.violated("verifier", ledger.decision("C1")), Rules{});
  set("2018-12-11T00:00:00Z");
  EXPECT_EQ(ledger.violated("verifier", ledger.decision("C1")), Rules{"deadline.passed"});
}

TEST_F(DeadlineRules, LetAnAnswerComeWithinTheDaysForIt) {
  ledger.say("submitter", ledger.value("C1"));
  ledger.say("submitter", ledger.value("C2"));
  set("2018-11-25T12:00:00Z");
  ledger.say("verifier", ledger.decision("C1", Verdict::kClarification));
  ledger.say("verifier", ledger.decision("C2", Verdict::kRejected));
  for (const char* indicator : {"C1", "C2"}) {
    set("2018-11-30T23:59:59Z");
    EXPECT_EQ(ledger.violated("submitter", ledger.value(indicator)), Rules{});
    set("2018-12-01T00:00:00Z");
    EXPECT_EQ(ledger.violated("submitter", ledger.value(indicator)), Rules{"deadline.passed"});
  }
}

TEST_F(DeadlineRules, TakeNoAnswerAfterTheLastDayForDecisions) {
  ledger.say("submitter", ledger.value("C1"));
  set("2018-12-09T12:00:00Z");
  ledger.say("verifier", ledger.decision("C1", Verdict::kClarification));
  set("2018-12-10T23:59:59Z");
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C1")), Rules{});
  set("2018-12-11T00:00:00Z");
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C1")), Rules{"deadline.passed"});
}

TEST_F(DeadlineRules, BindNoCycleThatIsOpenForACorrection) {
  ledger.accept("C1");
  ledger.accept("C2");
  ledger.say("reviewer", ledger.review());
  ledger.say("issuer", ledger.certificate("A-1", 0));
  set("2019-01-10T00:00:00Z");
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C1")), Rules{"cycle.closed"});
  ledger.say("issuer", ledger.status("A-1", attest::StatusChange::kCorrected));
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C1")), Rules{});
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(ledger.violated("verifier", ledger.decision("C1")), Rules{});
}

class CityWithdrawalRules : public Verified {
 protected:
  Draft withdrawal() { return CityWithdrawn{ledger.cycle(), "city_request"}; }
  CityEnrolled enrolment() {
    CityEnrolled body;
    body.cycle = ledger.cycle();
    body.city = kCity;
    body.standard = kSmallStandard;
    body.data_year = kDataYear;
    return body;
  }
};

TEST_F(CityWithdrawalRules, LetTheRegistrarWithdrawACity) {
  EXPECT_EQ(ledger.violated("registrar", withdrawal()), Rules{});
  EXPECT_EQ(ledger.violated("submitter", withdrawal()), Rules{"key.role"});
  EXPECT_EQ(ledger.violated("registrar", CityWithdrawn{"melbourne/small-2014/2016", "other"}), Rules{"cycle.unknown"});
}

TEST_F(CityWithdrawalRules, CloseTheCycle) {
  ledger.say("registrar", withdrawal());
  EXPECT_EQ(ledger.violated("registrar", withdrawal()), Rules{"cycle.withdrawn"});
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C3")), Rules{"cycle.withdrawn"});
  EXPECT_EQ(ledger.violated("verifier", ledger.decision("C1")), Rules{"cycle.withdrawn"});
  EXPECT_EQ(ledger.violated("reviewer", ledger.review()), Rules{"cycle.withdrawn"});
}

TEST_F(CityWithdrawalRules, LeaveACycleWithACertificateAlone) {
  ledger.say("reviewer", ledger.review());
  ledger.say("issuer", ledger.certificate("A-1", 0));
  EXPECT_EQ(ledger.violated("registrar", withdrawal()), Rules{"cycle.closed"});
  ledger.say("issuer", ledger.status("A-1", attest::StatusChange::kCorrected));
  EXPECT_EQ(ledger.violated("registrar", withdrawal()), Rules{"cycle.closed"}) << "a correction is no withdrawal";
}

TEST_F(CityWithdrawalRules, LetTheCityBeEnrolledAgainWithWhatItHad) {
  ledger.say("reviewer", ledger.review());
  EXPECT_EQ(ledger.violated("registrar", enrolment()), Rules{"cycle.taken"});
  ledger.say("registrar", withdrawal());
  EXPECT_EQ(ledger.violated("registrar", enrolment()), Rules{});
  ledger.say("registrar", enrolment());
  EXPECT_EQ(ledger.violated("registrar", enrolment()), Rules{"cycle.taken"});
  EXPECT_EQ(attest::accepted_items(ledger.store(), ledger.cycle(), ledger.catalogue()).value().size(), 2U);
  EXPECT_FALSE(attest::get_cycle(ledger.store(), ledger.cycle()).value()->review) << "it is reviewed anew";
}

}  // namespace
}  // namespace sample
