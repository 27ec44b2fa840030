// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Answers about genuine certificates: which day, which lists, which notices.
#include <gtest/gtest.h>

#include <sstream>

#include "support.hpp"
#include "support/sample_bundle.hpp"

namespace certs_test {
namespace {

using certs::CheckState;
using certs::Outcome;
using certs::Verdict;

constexpr const char* kGoodDay = "2018-11-10";

Verdict judge(const Recipe& recipe, std::string_view day = kGoodDay, std::vector<std::string> lists = {}) {
  const Sample sample = make_sample(recipe);
  return certs::verify(sample.file, sample.trust, {moment(day), std::move(lists)});
}

bool has_notice(const Verdict& verdict, std::string_view part) {
  for (const std::string& notice : verdict.notices) {
    if (notice.find(part) != std::string::npos) return true;
  }
  return false;
}

TEST(Verify, FindsAGenuineCertificateInForce) {
  const Verdict verdict = judge({});
  EXPECT_EQ(verdict.sentence, "Genuine and in force on 10 November 2018.");
  EXPECT_EQ(verdict.outcome, Outcome::kInForce) << certs::verdict_text(verdict);
  EXPECT_EQ(failed_checks(verdict), "");
  for (const certs::Check& check : verdict.checks) {
    const CheckState expected = check.id == "cosignatures" ? CheckState::kNotDone : CheckState::kPassed;
    EXPECT_EQ(check.state, expected) << check.id << ": " << check.detail;
  }
  EXPECT_EQ(verdict.entry->value, 19U);
  EXPECT_EQ(verdict.logged_at->value, moment(kIssuedAt).value + 123);
  EXPECT_EQ(*verdict.status_as_of, "2018-11-12T00:00:00Z");
}

TEST(Verify, TakesACatalogueThatWasAmendedAfterTheEnrolment) {
  const Verdict verdict = judge({.amended = true});
  EXPECT_EQ(verdict.outcome, Outcome::kInForce) << certs::verdict_text(verdict);
}

TEST(Verify, ListsTwelveChecksWhateverTheFileIs) {
  const Sample sample = make_sample();
  for (const std::string& file :
       {std::string(), std::string("{}"), std::string("[]"), sample.credential, sample.file}) {
    EXPECT_EQ(certs::verify(file, sample.trust, {moment(kGoodDay), {}}).checks.size(), 12U);
  }
}

TEST(Verify, KnowsTheEdgesOfTheValidity) {
  const std::string late = signed_list("suspension", "2018-11-10T00:00:00Z", "2020-01-01T00:00:00Z", {});
  const std::string later = signed_list("revocation", "2018-11-10T00:00:00Z", "2020-01-01T00:00:00Z", {});
  EXPECT_EQ(judge({}, "2018-11-08T23:59:59Z").sentence, "Genuine, but not in force before 9 November 2018.");
  EXPECT_EQ(judge({}, "2018-11-09T00:00:00Z").outcome, Outcome::kInForce);
  EXPECT_EQ(judge({}, "2019-11-08T23:59:59Z", {late, later}).outcome, Outcome::kInForce);
  EXPECT_EQ(judge({}, "2019-11-09", {late, later}).sentence, "Genuine, but expired on 9 November 2019.");
  for (const char* day : {"2018-11-08", "2019-11-09"})
    EXPECT_EQ(state_of(judge({}, day), "validity"), CheckState::kFailed) << day;
  EXPECT_EQ(judge({}, "2019-11-09").outcome, Outcome::kExpired) << "an old status does not matter any more";
}

TEST(Verify, SaysThatTheStatusIsOldOnceItsListsHaveEnded) {
  EXPECT_EQ(judge({}, "2018-11-11T23:59:59Z").outcome, Outcome::kInForce);
  const Verdict verdict = judge({}, "2018-11-12");
  EXPECT_EQ(verdict.outcome, Outcome::kStatusOld);
  EXPECT_EQ(state_of(verdict, "not_revoked"), CheckState::kNotDone);
  EXPECT_EQ(state_of(verdict, "not_suspended"), CheckState::kNotDone);
}

TEST(Verify, SeesARevocationAndNeverForgetsIt) {
  const Recipe revoked{.revoked_indices = {kStatusIndex}};
  EXPECT_EQ(judge(revoked).outcome, Outcome::kRevoked);
  EXPECT_EQ(judge(revoked, "2019-06-01").outcome, Outcome::kRevoked) << "the list has ended, the revocation has not";
  EXPECT_EQ(judge(revoked, "2019-12-01").outcome, Outcome::kRevoked) << "before expired";
  const std::string forged = signed_list("revocation", "2018-11-10T00:00:00Z", "2018-11-20T00:00:00Z", {});
  EXPECT_EQ(judge(revoked, "2018-11-11", {forged}).outcome, Outcome::kRevoked) << "a later list cannot undo it";
  EXPECT_EQ(judge({.revoked_indices = {kStatusIndex - 1, kStatusIndex + 1}}).outcome, Outcome::kInForce);
}

TEST(Verify, AnswersForAnEarlierDayFromALaterListWithoutARevocation) {
  const std::string clean = signed_list("revocation", "2018-12-01T00:00:00Z", "2018-12-04T00:00:00Z", {});
  const Verdict verdict = judge({}, "2018-11-20", {clean});
  EXPECT_EQ(state_of(verdict, "not_revoked"), CheckState::kPassed) << detail_of(verdict, "not_revoked");
  EXPECT_EQ(state_of(verdict, "not_suspended"), CheckState::kNotDone) << "a suspension can have come and gone";
  EXPECT_EQ(verdict.outcome, Outcome::kStatusOld);
}

TEST(Verify, DoesNotTakeALaterRevocationForAnEarlierOne) {
  const std::string set = signed_list("revocation", "2018-12-01T00:00:00Z", "2018-12-04T00:00:00Z", {kStatusIndex});
  EXPECT_EQ(judge({}, "2018-12-02", {set}).outcome, Outcome::kRevoked);
  const Verdict then = judge({}, kGoodDay, {set});
  EXPECT_EQ(then.outcome, Outcome::kInForce);
  EXPECT_TRUE(has_notice(then, "is revoked"));
  EXPECT_EQ(judge({}, "2018-11-20", {set}).outcome, Outcome::kStatusOld) << "somewhere in between it was revoked";
}

TEST(Verify, SeesASuspensionOnlyWhileItsListHolds) {
  const Recipe suspended{.suspended_indices = {kStatusIndex}};
  EXPECT_EQ(judge(suspended).sentence, "Genuine, but suspended on 10 November 2018.");
  const std::string lifted = signed_list("suspension", "2018-11-11T00:00:00Z", "2018-11-20T00:00:00Z", {});
  EXPECT_EQ(judge(suspended, "2018-11-11", {lifted}).outcome, Outcome::kInForce);
  EXPECT_EQ(judge(suspended, kGoodDay, {lifted}).outcome, Outcome::kSuspended) << "that day it was";
}

TEST(Verify, CountsTheSuspensionWhenTwoListsBeginInOneSecond) {
  const std::string set = signed_list("suspension", "2018-11-10T00:00:00Z", "2018-11-20T00:00:00Z", {kStatusIndex});
  const std::string clean = signed_list("suspension", "2018-11-10T00:00:00Z", "2018-11-20T00:00:00Z", {});
  EXPECT_EQ(judge({}, "2018-11-11", {set, clean}).outcome, Outcome::kSuspended);
  EXPECT_EQ(judge({}, "2018-11-11", {clean, set}).outcome, Outcome::kSuspended);
  const std::string ended = signed_list("suspension", "2018-11-10T00:00:00Z", "2018-11-10T12:00:00Z", {kStatusIndex});
  EXPECT_EQ(judge({}, "2018-11-11", {ended, clean}).outcome, Outcome::kInForce) << "it says nothing of that day";
}

TEST(Verify, ShowsNoWordsOfAnUnprovenFileAsItsOwn) {
  const Sample sample = make_sample({.notice = "made up"});
  std::string forged = sample.credential;
  forged.replace(forged.find("made up"), 7, "Genuine and in force.");
  const Verdict verdict = certs::verify(forged, sample.trust, {moment(kGoodDay), {}});
  EXPECT_EQ(verdict.outcome, Outcome::kNotGenuine);
  EXPECT_FALSE(has_notice(verdict, "Genuine and in force."));
  EXPECT_FALSE(has_notice(verdict, "assumption of scheme"));
  const std::string text = certs::verdict_text(verdict);
  EXPECT_LT(text.find("it is not proven"), text.find("Genuine and in force.")) << text;
}

TEST(Verify, UsesNoStatusFileThatTheIssuerDidNotSign) {
  const auto set = [](std::uint8_t seed) {
    return signed_list("revocation", "2018-11-10T00:00:00Z", "2018-12-04T00:00:00Z", {kStatusIndex}, seed);
  };
  const Verdict foreign = judge({}, kGoodDay, {set(kStrangerSeed)});
  EXPECT_EQ(foreign.outcome, Outcome::kInForce);
  EXPECT_TRUE(has_notice(foreign, "Status file 1 was not used"));
  const std::string other = signed_list("revocation", "2018-11-10T00:00:00Z", "2018-12-04T00:00:00Z", {kStatusIndex},
                                        kCredentialSeed, "did:web:other.example");
  EXPECT_TRUE(has_notice(judge({}, kGoodDay, {other}), "by another issuer"));
  EXPECT_TRUE(has_notice(judge({}, kGoodDay, {"nonsense"}), "Status file 1 was not used"));
  const std::string older = signed_list("suspension", "2018-11-01T00:00:00Z", "2018-12-04T00:00:00Z", {});
  EXPECT_EQ(judge({.suspended_indices = {kStatusIndex}}, kGoodDay, {older}).outcome, Outcome::kSuspended) << "newer";
  const std::string revoked = signed_list("revocation", "2018-11-01T00:00:00Z", "2018-11-04T00:00:00Z", {kStatusIndex});
  EXPECT_EQ(judge({}, kGoodDay, {revoked}).outcome, Outcome::kRevoked) << "an old revocation is one for ever";
  const Recipe revoked_key{
      .trusted_did = [](certs::DidDocument& did) { did.methods[0].revoked = "2018-12-01T00:00:00Z"; }};
  EXPECT_TRUE(has_notice(judge(revoked_key, kGoodDay, {set(kCredentialSeed)}), "its key is revoked"));
}

TEST(Verify, NamesWhatIsMadeUpOrAssumed) {
  const Verdict verdict = judge({.simulated_clock = true, .notice = "Sample data: the figures are made up."});
  EXPECT_EQ(verdict.outcome, Outcome::kInForce) << certs::verdict_text(verdict);
  EXPECT_TRUE(has_notice(verdict, "simulated"));
  EXPECT_TRUE(has_notice(verdict, "Sample data: the figures are made up."));
  EXPECT_TRUE(has_notice(verdict, "assumption of scheme"));
  EXPECT_TRUE(has_notice(verdict, "operator's claim"));
  const Verdict bronze = judge({.accepted = {"5.1", "5.2", "P01"}});
  EXPECT_EQ(bronze.outcome, Outcome::kInForce) << certs::verdict_text(bronze);
  EXPECT_FALSE(has_notice(bronze, "assumption of scheme"));
  EXPECT_FALSE(has_notice(bronze, "simulated"));
}

TEST(Verify, AsksForTheWitnessesOfThePolicy) {
  const std::string two = witness_line(1) + witness_line(2) + "group both 2 w1 w2\nquorum both\n";
  const Verdict seen = judge({.cosigned_by = 2, .policy_more = two});
  EXPECT_EQ(seen.outcome, Outcome::kInForce) << certs::verdict_text(seen);
  EXPECT_EQ(state_of(seen, "cosignatures"), CheckState::kPassed);
  EXPECT_FALSE(has_notice(seen, "operator's claim"));
  const Verdict short_of_one = judge({.cosigned_by = 1, .policy_more = two});
  EXPECT_EQ(short_of_one.outcome, Outcome::kCannotBeTold);
  EXPECT_EQ(state_of(short_of_one, "cosignatures"), CheckState::kNotDone);
}

TEST(Verify, SaysOfACredentialAloneWhatItCan) {
  const Sample sample = make_sample();
  const Verdict verdict = certs::verify(sample.credential, sample.trust, {moment(kGoodDay), {}});
  EXPECT_EQ(verdict.outcome, Outcome::kCannotBeTold);
  for (const char* check : {"well_formed", "schema", "signatures", "validity"})
    EXPECT_EQ(state_of(verdict, check), CheckState::kPassed) << check;
  for (const char* check : {"issuer_key", "as_issued", "in_ledger", "time", "lineage", "not_revoked", "not_suspended"})
    EXPECT_EQ(state_of(verdict, check), CheckState::kNotDone) << check;
  EXPECT_FALSE(verdict.entry);
  const std::string list = signed_list("revocation", "2018-11-01T00:00:00Z", "2018-12-04T00:00:00Z", {});
  const Verdict with_list = certs::verify(sample.credential, sample.trust, {moment(kGoodDay), {list}});
  EXPECT_EQ(state_of(with_list, "not_revoked"), CheckState::kPassed);
}

TEST(Verify, CannotJudgeARetiredKeyWithoutTheLedger) {
  const Recipe retired{.trusted_did = [](certs::DidDocument& did) { did.methods[0].expires = "2018-12-01T00:00:00Z"; }};
  const Sample sample = make_sample(retired);
  const certs::Question question{moment(kGoodDay), {}};
  EXPECT_EQ(state_of(certs::verify(sample.credential, sample.trust, question), "signatures"), CheckState::kNotDone);
  EXPECT_EQ(certs::verify(sample.file, sample.trust, question).outcome, Outcome::kInForce);
}

TEST(Verify, HasItsOwnExitCodeAndNameForEachOutcome) {
  const std::pair<Outcome, int> codes[] = {
      {Outcome::kInForce, 0},     {Outcome::kStatusOld, 10},   {Outcome::kNotYetInForce, 11}, {Outcome::kExpired, 12},
      {Outcome::kSuspended, 13},  {Outcome::kRevoked, 14},     {Outcome::kSuperseded, 15},    {Outcome::kDisputed, 16},
      {Outcome::kNotGenuine, 20}, {Outcome::kCannotBeTold, 21}};
  for (const auto& [outcome, code] : codes) EXPECT_EQ(certs::exit_code(outcome), code);
  EXPECT_EQ(certs::outcome_name(Outcome::kNotYetInForce), "not_yet_in_force");
}

TEST(Verify, WritesTheVerdictForMachines) {
  const certs::Json json = certs::verdict_json(judge({}));
  EXPECT_EQ(*json.find("outcome")->text(), "in_force");
  EXPECT_EQ(*json.find("exit_code")->integer(), 0);
  EXPECT_EQ(*json.find("at")->text(), "2018-11-10T00:00:00Z");
  EXPECT_EQ(*json.find("entry")->integer(), 19);
  EXPECT_EQ(json.find("checks")->array()->size(), 12U);
  EXPECT_EQ(*json.find("certificate")->find("level")->text(), "Silver");
  EXPECT_EQ(*json.find("checks")->array()->at(6).find("state")->text(), "not_done");
}

TEST(Verify, BreaksItsLinesForAScreenOf100Columns) {
  const Sample sample = make_sample();
  const std::string text = certs::verdict_text(certs::verify(sample.file, sample.trust, {}));
  EXPECT_NE(text.find("by the certifier's scheme"), std::string::npos) << text;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100U) << line;
}

TEST(Verify, PrintsNoControlCharactersOfTheFile) {
  const Sample sample = make_sample();
  const Verdict verdict =
      certs::verify("{\"issuer\":\"\\u001b[31m\\u009b\",\"\\u001b]0;x\\u0007\":1}", sample.trust, {});
  const std::string text = certs::verdict_text(verdict);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
  EXPECT_EQ(verdict.outcome, Outcome::kNotGenuine);
}

}  // namespace
}  // namespace certs_test
