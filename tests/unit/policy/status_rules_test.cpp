// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "attest/certificate_state.hpp"
#include "attest/date.hpp"
#include "ledger/fsck.hpp"
#include "policy/rules_shared.hpp"
#include "support/small_catalogue.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

using attest::CertificateState;
using attest::CertificateStatus;
using attest::StatusChange;

// Certificate A-1 of the first cycle.
class Issued : public Reviewed {
 protected:
  Issued() { ledger.say("issuer", ledger.certificate("A-1", 0)); }

  [[nodiscard]] attest::CertificateRecord record(const std::string& number = "A-1") {
    return attest::get_certificate(ledger.store(), number).value().value();
  }
  [[nodiscard]] CertificateState state(const std::string& number = "A-1") { return record(number).state; }
  void change(StatusChange change, const std::string& by = {}) {
    ledger.say("issuer", ledger.status("A-1", change, by));
  }
  Rules violated_change(StatusChange change, const std::string& by = {}) {
    return ledger.violated("issuer", ledger.status("A-1", change, by));
  }
  Rules violated_status(const std::function<void(CertificateStatus&)>& edit) {
    auto draft = ledger.status("A-1", StatusChange::kSuspended);
    edit(draft.as<CertificateStatus>());
    return ledger.violated("issuer", draft);
  }
  // Another certificate of the city, of another data year, with C1 and C2 accepted.
  void certify(int data_year, const std::string& number, std::int64_t status_index) {
    ledger.enrol(data_year);
    for (const char* code : {"C1", "C2"}) {
      auto draft = ledger.value(code);
      draft.as<attest::ValueSubmitted>().period->year = data_year;
      ledger.say("submitter", draft);
      ledger.say("verifier", ledger.decision(code));
    }
    ledger.say("reviewer", ledger.review());
    ledger.say("issuer", ledger.certificate(number, status_index));
  }
  [[nodiscard]] std::string moment(std::int64_t seconds_from_now) {
    const auto now = static_cast<std::int64_t>(ledger.clock().now().value);
    return attest::format_moment({static_cast<std::uint64_t>(now + seconds_from_now * 1'000)});
  }
};

// What the table of the document allows; every other change is refused.
TEST(CertificateStates, AllowExactlyTheseChanges) {
  using S = CertificateState;
  using C = StatusChange;
  const std::set<std::pair<S, C>> allowed = {
      {S::kValid, C::kSuspended},      {S::kValid, C::kRevoked},        {S::kValid, C::kSuperseded},
      {S::kValid, C::kCorrected},      {S::kSuspended, C::kReinstated}, {S::kSuspended, C::kRevoked},
      {S::kSuspended, C::kSuperseded}, {S::kDisputed, C::kReinstated},  {S::kDisputed, C::kRevoked}};
  for (const S state : {S::kValid, S::kSuspended, S::kDisputed, S::kRevoked, S::kSuperseded}) {
    for (const C change : {C::kSuspended, C::kReinstated, C::kRevoked, C::kSuperseded, C::kCorrected}) {
      EXPECT_EQ(attest::may_follow(state, change), allowed.contains({state, change}))
          << attest::to_text(state) << ", " << attest::to_text(change);
    }
  }
}

TEST(CertificateStates, AreToldBySizeAndByDay) {
  const std::vector<attest::StatusEvent> history = {{CertificateState::kSuspended, {2'000}, {{10}, {}}, {}, {}, {}},
                                                    {CertificateState::kValid, {3'000}, {{20}, {}}, {}, {}, {}}};
  EXPECT_EQ(attest::state_below(history, {10}), CertificateState::kValid);
  EXPECT_EQ(attest::state_below(history, {11}), CertificateState::kSuspended);
  EXPECT_EQ(attest::state_below(history, {21}), CertificateState::kValid);
  EXPECT_EQ(attest::state_at(history, {1'999}), CertificateState::kValid);
  EXPECT_EQ(attest::state_at(history, {2'000}), CertificateState::kSuspended);
  EXPECT_EQ(attest::state_at(history, {3'000}), CertificateState::kValid);
}

TEST_F(Issued, IsSuspendedAndReinstatedAndSuspendedAgain) {
  change(StatusChange::kSuspended);
  EXPECT_EQ(state(), CertificateState::kSuspended);
  change(StatusChange::kReinstated);
  EXPECT_EQ(state(), CertificateState::kValid);
  change(StatusChange::kSuspended);
  ASSERT_EQ(record().history.size(), 3U);
  EXPECT_EQ(record().history[1].change, "reinstated");
  EXPECT_EQ(record().history[1].reason, "other");
}

TEST_F(Issued, TakesChangesFromIssuersOnly) {
  EXPECT_EQ(ledger.violated("reviewer", ledger.status("A-1", StatusChange::kSuspended)), Rules{"key.role"});
}

TEST_F(Issued, AsksForACertificateThatExists) {
  EXPECT_EQ(ledger.violated("issuer", ledger.status("A-2", StatusChange::kSuspended)), Rules{"certificate.unknown"});
}

TEST_F(Issued, StaysRevokedForEver) {
  change(StatusChange::kRevoked);
  EXPECT_EQ(state(), CertificateState::kRevoked);
  for (const auto next :
       {StatusChange::kSuspended, StatusChange::kReinstated, StatusChange::kRevoked, StatusChange::kCorrected}) {
    EXPECT_EQ(violated_change(next), Rules{"status.change"}) << attest::to_text(next);
  }
}

TEST_F(Issued, IsNotReinstatedWhenItIsValid) {
  EXPECT_EQ(violated_change(StatusChange::kReinstated), Rules{"status.change"});
}

TEST_F(Issued, ChangesNeitherBeforeItsIssueNorAhead) {
  const auto from = [&](const std::string& text) {
    return violated_status([&](CertificateStatus& s) { s.from = text; });
  };
  EXPECT_EQ(from(record().issued.valid_from), Rules{});
  const auto before = attest::parse_moment(record().issued.valid_from).value().value - 1'000;
  EXPECT_EQ(from(attest::format_moment({before})), Rules{"status.from"});
  EXPECT_EQ(from(moment(300)), Rules{});
  EXPECT_EQ(from(moment(303)), Rules{"status.from"});
}

TEST_F(Issued, DoesNotChangeBeforeItsLastChange) {
  change(StatusChange::kSuspended);
  auto draft = ledger.status("A-1", StatusChange::kReinstated);
  EXPECT_EQ(ledger.violated("issuer", draft), Rules{});
  draft.as<CertificateStatus>().from = moment(-3'600);
  EXPECT_EQ(ledger.violated("issuer", draft), Rules{"status.from"});
}

// Else a mistake found on the day after the issue would have to wait for the first day of validity.
TEST_F(Reviewed, CanRevokeACertificateBeforeItsFirstDay) {
  auto draft = ledger.certificate("A-1", 0);
  auto& body = draft.as<attest::CertificateIssued>();
  body.valid_from = "2018-12-01T00:00:00Z";
  body.valid_until = "2019-12-01T00:00:00Z";
  ledger.say("issuer", draft);
  EXPECT_EQ(ledger.violated("issuer", ledger.status("A-1", StatusChange::kRevoked)), Rules{});
}

TEST_F(Issued, IsNotChangedByWhoDecidedOrWorksForTheCity) {
  ledger.actor("lent-decider", kCertifier, "verifier-person");
  ledger.actor("lent-city", kCertifier, "submitter-person");
  for (const char* name : {"lent-decider", "lent-city"}) {
    ledger.authorise(name, {"issuer"});
    EXPECT_EQ(ledger.violated(name, ledger.status("A-1", StatusChange::kSuspended)), Rules{"independence.holder"});
  }
}

TEST_F(Issued, IsSupersededByALaterCertificateOfTheCity) {
  EXPECT_EQ(violated_change(StatusChange::kSuperseded, "A-9"), Rules{"certificate.unknown"});
  EXPECT_EQ(violated_change(StatusChange::kSuperseded, "A-1"), Rules{"status.by"});
  certify(kDataYear - 1, "A-2", 1);
  EXPECT_EQ(ledger.violated("issuer", ledger.status("A-2", StatusChange::kSuperseded, "A-1")), Rules{"status.by"})
      << "A-1 is the earlier one";
  change(StatusChange::kSuperseded, "A-2");
  EXPECT_EQ(state(), CertificateState::kSuperseded);
  EXPECT_EQ(record().history.back().by, "A-2");
  EXPECT_EQ(violated_change(StatusChange::kRevoked), Rules{"status.change"}) << "it is final";
}

TEST_F(Issued, IsNotSupersededByARevokedOne) {
  certify(kDataYear - 1, "A-2", 1);
  ledger.say("issuer", ledger.status("A-2", StatusChange::kRevoked));
  EXPECT_EQ(violated_change(StatusChange::kSuperseded, "A-2"), Rules{"status.by"});
}

TEST_F(Issued, OpensItsCycleAgainForItsCorrection) {
  const auto first = ledger.review();
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C3")), Rules{"cycle.closed"});
  change(StatusChange::kCorrected);
  EXPECT_EQ(state(), CertificateState::kValid) << "in force until it is superseded";
  EXPECT_TRUE(record().correction_open);
  EXPECT_EQ(violated_change(StatusChange::kCorrected), Rules{"status.change"}) << "once";
  EXPECT_EQ(ledger.violated("issuer", ledger.certificate("A-2", 1)), Rules{"review.missing"});
  ledger.accept("C1", "12.6");
  EXPECT_EQ(ledger.live("C1").rounds, 1) << "the rounds begin anew";
  ledger.say("reviewer", ledger.review());
  auto draft = ledger.certificate("A-2", 1);
  EXPECT_EQ(draft.as<attest::CertificateIssued>().supersedes, "A-1");
  draft.as<attest::CertificateIssued>().supersedes.reset();
  EXPECT_EQ(ledger.violated("issuer", draft), Rules{"certificate.supersedes"});
  draft.as<attest::CertificateIssued>().supersedes = "A-9";
  EXPECT_EQ(ledger.violated("issuer", draft), Rules{"certificate.supersedes"});
  const auto entry = ledger.say("issuer", ledger.certificate("A-2", 1));
  EXPECT_EQ(state("A-1"), CertificateState::kSuperseded);
  EXPECT_EQ(record("A-1").history.back().by, "A-2");
  EXPECT_EQ(record("A-1").history.back().entry, entry);
  EXPECT_FALSE(record("A-1").correction_open);
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C3")), Rules{"cycle.closed"});
}

TEST_F(Issued, SupersedesNothingWhereNoCorrectionIsOpen) {
  ledger.enrol(kDataYear - 1);
  auto draft = ledger.certificate("A-2", 1);
  draft.as<attest::CertificateIssued>().supersedes = "A-1";
  const auto rules = ledger.violated("issuer", draft);
  EXPECT_NE(std::find(rules.begin(), rules.end(), "certificate.supersedes"), rules.end());
}

TEST_F(Issued, ClosesItsCycleAgainWhenItIsRevokedInstead) {
  change(StatusChange::kCorrected);
  change(StatusChange::kRevoked);
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C3")), Rules{"cycle.closed"});
  EXPECT_FALSE(record().correction_open);
}

TEST_F(Issued, KeepsWhatItRestsOnWhateverIsSaidLater) {
  const auto before = attest::get_basis(ledger.store(), "A-1").value().value();
  EXPECT_EQ(attest::lineage_root(before.lineage), record().issued.lineage_root);
  change(StatusChange::kCorrected);
  ledger.accept("C1", "12.6");
  EXPECT_EQ(attest::get_basis(ledger.store(), "A-1").value().value().lineage, before.lineage);
  EXPECT_EQ(record().adoption, attest::get_standard(ledger.store(), ledger.standard()).value()->entry);
}

// What a key.revoked with `since` brings about.
class Disputes : public Issued {
 protected:
  using Numbers = std::set<std::string>;

  // The certificates that are disputed when that actor's key is compromised since then. Nothing is appended.
  Numbers disputed(const std::string& actor, attest::UnixMillis since) {
    ledger::StateOverlay state(&ledger.store());
    dispute(state, actor, since);
    Numbers out;
    const auto numbers = attest::list_certificates(state).value();
    for (const auto& number : numbers) {
      if (attest::get_certificate(state, number).value()->state == CertificateState::kDisputed) out.insert(number);
    }
    return out;
  }
  void dispute(ledger::State& state, const std::string& actor, attest::UnixMillis since) {
    const auto revocation = attest::parse_statement(
        ledger.sign("root", attest::KeyRevoked{ledger.actor(actor).party, ledger.kid(actor), "compromised", {}}));
    const ledger::Place place{{ledger.store().head().value().size.value}, ledger.clock().now(), {}};
    attest::Context context(*revocation, place, {place.index, {}}, state);
    attest::dispute_certificates(context, ledger.kid(actor), since);
    ASSERT_FALSE(context.error());
  }
  [[nodiscard]] attest::UnixMillis time_of(const attest::EntryRef& entry) {
    return attest::get_entry_facts(ledger.store(), entry.index).value()->time;
  }
};

TEST_F(Disputes, ReachEveryCertificateThatRestsOnTheKey) {
  for (const char* actor : {"submitter", "verifier", "reviewer", "issuer", "registrar"}) {
    EXPECT_EQ(disputed(actor, {0}), Numbers{"A-1"}) << actor;
  }
}

TEST_F(Disputes, ReachBackToWhatAuthorisedAKey) {
  // The registrar's key did nothing after the enrolment, but root's authorised it.
  EXPECT_EQ(disputed("root", {0}), Numbers{"A-1"});
}

TEST_F(Disputes, LeaveAloneWhatTheKeyDidNotSign) {
  EXPECT_EQ(disputed("provider", {0}), Numbers{});
  ledger.say("provider", ledger.evidence());
  EXPECT_EQ(disputed("provider", {0}), Numbers{}) << "evidence that no value of the certificate rests on";
}

TEST_F(Disputes, CountFromTheMomentOn) {
  const auto decided = time_of(*ledger.live("C2").decision);
  EXPECT_EQ(disputed("verifier", decided), Numbers{"A-1"});
  EXPECT_EQ(disputed("verifier", {decided.value + 1}), Numbers{});
  EXPECT_EQ(disputed("issuer", record().time), Numbers{"A-1"});
  EXPECT_EQ(disputed("issuer", {record().time.value + 1}), Numbers{});
}

TEST_F(Disputes, ReachProvidersOfTheEvidence) {
  const auto piece = ledger.say("provider", ledger.evidence());
  ledger.enrol(kDataYear - 1);
  for (const char* code : {"C1", "C2"}) {
    auto draft = ledger.value(code);
    draft.as<attest::ValueSubmitted>().period->year = kDataYear - 1;
    draft.as<attest::ValueSubmitted>().evidence = {piece};
    ledger.say("submitter", draft);
    ledger.say("verifier", ledger.decision(code));
  }
  ledger.say("reviewer", ledger.review());
  ledger.say("issuer", ledger.certificate("A-2", 1));
  EXPECT_EQ(disputed("provider", {0}), Numbers{"A-2"});
  EXPECT_EQ(attest::get_basis(ledger.store(), "A-2").value()->evidence, std::vector<attest::EntryRef>{piece});
}

TEST_F(Disputes, EndWhenTheCertifierReinstatesOrRevokes) {
  ledger::StateOverlay state(&ledger.store());
  dispute(state, "verifier", {0});
  const auto event = attest::get_certificate(state, "A-1").value()->history.back();
  EXPECT_EQ(event.change, "disputed");
  EXPECT_EQ(event.entry.index.value, ledger.store().head().value().size.value);
  const auto violated = [&](StatusChange next) {
    const ledger::Place place{{event.entry.index.value + 1}, ledger.clock().now(), {}};
    const auto admission = attest::admit(ledger.sign("issuer", ledger.status("A-1", next)), place, state).value();
    return std::holds_alternative<ledger::Refuse>(admission);
  };
  EXPECT_TRUE(violated(StatusChange::kSuspended));
  EXPECT_TRUE(violated(StatusChange::kCorrected));
  EXPECT_FALSE(violated(StatusChange::kReinstated));
  EXPECT_EQ(attest::get_certificate(state, "A-1").value()->state, CertificateState::kValid);
  dispute(state, "verifier", {0});
  EXPECT_FALSE(violated(StatusChange::kRevoked));
  dispute(state, "issuer", {0});
  EXPECT_EQ(attest::get_certificate(state, "A-1").value()->state, CertificateState::kRevoked) << "it is final";
}

TEST_F(Disputes, KeepACorrectionFromBeingIssued) {
  change(StatusChange::kCorrected);
  ledger.accept("C1", "12.6");
  ledger.say("reviewer", ledger.review());
  ledger::StateOverlay state(&ledger.store());
  dispute(state, "verifier", {0});
  const ledger::Place place{{ledger.store().head().value().size.value + 1}, ledger.clock().now(), {}};
  const auto admission = attest::admit(ledger.sign("issuer", ledger.certificate("A-2", 1)), place, state).value();
  ASSERT_TRUE(std::holds_alternative<ledger::Refuse>(admission));
  EXPECT_EQ(std::get<ledger::Refuse>(admission).violations.front().rule, "certificate.supersedes");
}

class Renderings : public Issued {
 protected:
  Renderings() {
    attest::TemplatePublished page;
    page.id = "certificate-a4";
    page.digest = ledger::sha256(ledger::view("a template"));
    page.fonts = {{"Serif", page.digest}};
    page.libraries = {{"renderer", "1.0"}};
    published = ledger.say("registrar", page);
  }
  [[nodiscard]] attest::CertificateRendered rendered(const std::string& number = "A-1",
                                                     const std::string& pdf = "a PDF") const {
    return {number, ledger::sha256(ledger::view(pdf)), published, "cityledger 0.1.0"};
  }
  attest::EntryRef published;
};

TEST_F(Renderings, AreOfACertificateWithAPublishedTemplateByAnIssuer) {
  EXPECT_EQ(ledger.violated("issuer", rendered()), Rules{});
  EXPECT_EQ(ledger.violated("reviewer", rendered()), Rules{"key.role"});
  EXPECT_EQ(ledger.violated("issuer", rendered("A-9")), Rules{"certificate.unknown"});
  auto other = rendered();
  other.rendered_with = record().entry;
  EXPECT_EQ(ledger.violated("issuer", other), Rules{"template.unknown"});
  other = rendered();
  other.rendered_with.leaf.bytes[0] ^= 1U;
  EXPECT_EQ(ledger.violated("issuer", other), Rules{"template.unknown"});
}

TEST_F(Renderings, RecordEachPdfOnce) {
  ledger.say("issuer", rendered());
  EXPECT_EQ(ledger.violated("issuer", rendered()), Rules{"certificate.rendered"});
  EXPECT_EQ(ledger.violated("issuer", rendered("A-1", "drawn again")), Rules{});
  ASSERT_EQ(record().renderings.size(), 1U);
  EXPECT_EQ(attest::get_certificate_of_pdf(ledger.store(), rendered().pdf).value(), "A-1");
}

// Through the statement itself, as the keys' own rules let it in.
TEST_F(Disputes, FollowFromAKeyRevokedSinceAMoment) {
  attest::KeyRevoked revoked{kVerifier, ledger.kid("verifier"), "compromised",
                             attest::format_moment(time_of(ledger.live("C2").submission))};
  const auto entry = ledger.say("registrar", revoked);
  ASSERT_EQ(state(), CertificateState::kDisputed);
  EXPECT_EQ(record().history.back().entry, entry);
  ledger.say("issuer", ledger.status("A-1", StatusChange::kReinstated));
  EXPECT_EQ(state(), CertificateState::kValid);
}

TEST_F(Issued, IsTheSameWhenTheStateIsBuiltAgain) {
  change(StatusChange::kSuspended);
  change(StatusChange::kReinstated);
  change(StatusChange::kCorrected);
  ledger.accept("C1", "12.6");
  ledger.say("reviewer", ledger.review());
  ledger.say("issuer", ledger.certificate("A-2", 1));
  const auto before = ledger.store().raw_state().records();
  ASSERT_TRUE(ledger::rebuild(ledger.store(), attest::admit, {}));
  EXPECT_EQ(ledger.store().raw_state().records(), before);
  EXPECT_TRUE(ledger.audit().findings.empty());
}

// Early Adopter and prerequisite, as the catalogues of ISO 37122 and 37123 have them.
attest::Json catalogue_with(const std::string& name, attest::Json::Object more) {
  attest::Json catalogue = small_catalogue();
  auto& members = *catalogue.object();
  members["id"] = "other-2014";
  members["standard"] = name;
  auto& rules = *members["rules"].object();
  for (auto& [key, value] : more) rules[key] = value;
  return catalogue;
}

class FollowUps : public Reviewed {
 protected:
  void adopt(attest::Json::Object rules, const std::string& name = "Other") {
    ledger.adopt(catalogue_with(name, std::move(rules)));
  }
  // C1 and C2 accepted and reviewed in a new cycle of the standard adopted last.
  void prepare(int data_year) {
    ledger.enrol(data_year);
    for (const char* code : {"C1", "C2"}) {
      auto draft = ledger.value(code);
      draft.as<attest::ValueSubmitted>().period->year = data_year;
      ledger.say("submitter", draft);
      ledger.say("other-verifier", ledger.decision(code));
    }
    ledger.say("reviewer", ledger.review());
  }
  FollowUps() {
    auto party = SampleLedger::party("other-verifier", attest::PartyKind::kVerifier);
    party.accreditation->standards = {"other-2014"};
    add(party, "verifier", "other-verifier-person");
    first = ledger.cycle();
  }
  Rules violated_enrolment() {
    attest::CityEnrolled body;
    body.city = kCity;
    body.standard = ledger.standard();
    body.data_year = kDataYear;
    body.cycle = std::string(kCity) + "/" + body.standard + "/" + std::to_string(kDataYear);
    return ledger.violated("registrar", body);
  }
  std::string first;
  const attest::Json::Object early_adopter = {{"early_adopter", attest::Json::Object{{"label", "Early Adopter"}}}};
};

TEST_F(FollowUps, ShowTheLabelOfAFirstCertificateBesideTheComputedLevel) {
  adopt(early_adopter);
  prepare(kDataYear);
  auto draft = ledger.certificate("B-1", 5);
  auto& body = draft.as<attest::CertificateIssued>();
  EXPECT_EQ(body.level, "Early Adopter");
  EXPECT_EQ(body.computed_level, "Base");
  EXPECT_EQ(ledger.violated("issuer", draft), Rules{});
  body.level = "Base";
  EXPECT_EQ(ledger.violated("issuer", draft), Rules{"certificate.level"});
  body.level = body.computed_level = "Early Adopter";
  EXPECT_EQ(ledger.violated("issuer", draft), Rules{"certificate.computed"});
}

TEST_F(FollowUps, ShowTheLevelFromTheSecondYearOn) {
  adopt(early_adopter);
  prepare(kDataYear - 1);
  ledger.say("issuer", ledger.certificate("B-1", 5));
  prepare(kDataYear);
  auto draft = ledger.certificate("B-2", 6);
  EXPECT_EQ(draft.as<attest::CertificateIssued>().level, "Base");
  EXPECT_EQ(ledger.violated("issuer", draft), Rules{});
  draft.as<attest::CertificateIssued>().level = "Early Adopter";
  EXPECT_EQ(ledger.violated("issuer", draft), Rules{"certificate.level"});
  ledger.say("issuer", ledger.status("B-1", StatusChange::kRevoked));
  EXPECT_EQ(ledger.certificate("B-2", 6).as<attest::CertificateIssued>().level, "Early Adopter")
      << "a revoked one was none";
}

TEST_F(FollowUps, ShowTheLabelAgainOnACorrectionOfTheFirst) {
  adopt(early_adopter);
  prepare(kDataYear);
  ledger.say("issuer", ledger.certificate("B-1", 5));
  ledger.say("issuer", ledger.status("B-1", StatusChange::kCorrected));
  ledger.say("reviewer", ledger.review());
  auto draft = ledger.certificate("B-2", 6);
  EXPECT_EQ(draft.as<attest::CertificateIssued>().level, "Early Adopter");
  EXPECT_EQ(ledger.violated("issuer", draft), Rules{});
}

TEST_F(FollowUps, GiveNoLabelToWhatReachesNoLevel) {
  adopt(early_adopter);
  ledger.enrol();
  ledger.say("reviewer", ledger.review());
  EXPECT_EQ(ledger.violated("issuer", ledger.certificate("B-1", 5)), Rules{"certificate.level"});
}

TEST_F(FollowUps, AskForThePrerequisiteAtTheEnrolment) {
  adopt({{"prerequisite", attest::Json::Object{{"standard", "Small"}}}});
  EXPECT_EQ(violated_enrolment(), Rules{"prerequisite.missing"});
  ledger.turn_to(first);
  ledger.say("issuer", ledger.certificate("A-1", 0));
  EXPECT_EQ(violated_enrolment(), Rules{});
  ledger.say("issuer", ledger.status("A-1", StatusChange::kSuspended));
  EXPECT_EQ(violated_enrolment(), Rules{}) << "it was not revoked";
  ledger.say("issuer", ledger.status("A-1", StatusChange::kRevoked));
  EXPECT_EQ(violated_enrolment(), Rules{"prerequisite.missing"});
}

TEST_F(FollowUps, AskForThePrerequisiteAgainAtTheIssue) {
  ledger.say("issuer", ledger.certificate("A-1", 0));
  adopt({{"prerequisite", attest::Json::Object{{"standard", "Small"}}}});
  prepare(kDataYear);
  EXPECT_EQ(ledger.violated("issuer", ledger.certificate("B-1", 5)), Rules{});
  ledger.say("issuer", ledger.status("A-1", StatusChange::kRevoked));
  EXPECT_EQ(ledger.violated("issuer", ledger.certificate("B-1", 5)), Rules{"prerequisite.missing"});
}

TEST_F(FollowUps, AskForAPrerequisiteInForceWhereTheCatalogueSaysSo) {
  ledger.say("issuer", ledger.certificate("A-1", 0));
  adopt({{"prerequisite", attest::Json::Object{{"standard", "Small"}, {"must_be_valid", true}}}});
  EXPECT_EQ(violated_enrolment(), Rules{});
  ledger.say("issuer", ledger.status("A-1", StatusChange::kSuspended));
  EXPECT_EQ(violated_enrolment(), Rules{"prerequisite.missing"});
  ledger.say("issuer", ledger.status("A-1", StatusChange::kReinstated));
  EXPECT_EQ(violated_enrolment(), Rules{});
  ledger.clock().advance_ms(366ULL * 86'400'000);
  EXPECT_EQ(violated_enrolment(), Rules{"prerequisite.missing"}) << "it has expired";
}

}  // namespace
}  // namespace sample
