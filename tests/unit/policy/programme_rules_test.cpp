// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/date.hpp"
#include "support/small_catalogue.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

using attest::CityEnrolled;
using attest::CityWithdrawn;
using attest::PartyKind;
using attest::ProgrammeOpened;

constexpr const char* kProgramme = "north-programme";

class ProgrammeRules : public Ready {
 protected:
  ProgrammeRules() {
    add(SampleLedger::party(kProgramme, PartyKind::kProgramme), "programme", "programme-person");
    add(SampleLedger::party("south-programme", PartyKind::kProgramme), "programme", "south-person");
  }
  static ProgrammeOpened round(const std::string& id = "north-programme/2018") {
    ProgrammeOpened body;
    body.programme = id;
    body.names = {{"en", "Northern cities"}};
    body.standards = {kSmallStandard};
    body.rate = "subsidised";
    body.years = 2;
    body.from = "2018-11-10";
    body.until = "2018-11-20";
    return body;
  }
  static CityEnrolled enrolment(int year, const std::string& programme = "north-programme/2018") {
    CityEnrolled body;
    body.cycle = std::string(kCity) + "/" + kSmallStandard + "/" + std::to_string(year);
    body.city = kCity;
    body.standard = kSmallStandard;
    body.data_year = year;
    body.programme = programme;
    return body;
  }
  void open() {
    ledger.say(kProgramme, round());
    set("2018-11-10T00:00:00Z");
  }
  void set(const char* moment) { ledger.clock().set(attest::parse_moment(moment).value()); }
};

TEST_F(ProgrammeRules, LetAProgrammeOrTheRegistrarOpenARound) {
  EXPECT_EQ(ledger.violated(kProgramme, round()), Rules{});
  EXPECT_EQ(ledger.violated("registrar", round()), Rules{});
  EXPECT_EQ(ledger.violated("reviewer", round()), Rules{"key.role"});
  EXPECT_EQ(ledger.violated("south-programme", round()), Rules{"party.other"});
}

TEST_F(ProgrammeRules, OpenRoundsOfProgrammesOnly) {
  EXPECT_EQ(ledger.violated("registrar", round("nobody/2018")), Rules{"party.unknown"});
  EXPECT_EQ(ledger.violated("registrar", round("melbourne/2018")), Rules{"party.kind"});
}

TEST_F(ProgrammeRules, OpenEachRoundOnce) {
  open();
  EXPECT_EQ(ledger.violated("registrar", round()), Rules{"programme.taken"});
  EXPECT_EQ(ledger.violated("registrar", round("north-programme/2019")), Rules{});
}

TEST_F(ProgrammeRules, OpenRoundsForAdoptedStandardsOnly) {
  auto body = round();
  body.standards = {"other-2018", kSmallStandard};
  EXPECT_EQ(ledger.violated("registrar", body), Rules{"standard.unknown"});
}

TEST_F(ProgrammeRules, LetTheProgrammeOrTheRegistrarEnrol) {
  open();
  EXPECT_EQ(ledger.violated(kProgramme, enrolment(2018)), Rules{});
  EXPECT_EQ(ledger.violated("registrar", enrolment(2018)), Rules{});
  EXPECT_EQ(ledger.violated("south-programme", enrolment(2018)), Rules{"party.other"});
  EXPECT_EQ(ledger.violated("submitter", enrolment(2018)), Rules{"key.role"});
}

TEST_F(ProgrammeRules, LetAProgrammeEnrolNobodyOutsideItsProgrammes) {
  open();
  auto body = enrolment(2018);
  body.programme.reset();
  EXPECT_EQ(ledger.violated(kProgramme, body), Rules{"party.other"});
  EXPECT_EQ(ledger.violated("registrar", body), Rules{});
}

TEST_F(ProgrammeRules, EnrolIntoOpenedProgrammesOnly) {
  EXPECT_EQ(ledger.violated("registrar", enrolment(2018)), Rules{"programme.unknown"});
}

TEST_F(ProgrammeRules, EnrolFromTheFirstDayToTheLast) {
  open();
  const auto at = [&](const char* moment) {
    set(moment);
    return ledger.violated("registrar", enrolment(2018));
  };
  EXPECT_EQ(at("2018-11-09T23:59:59Z"), Rules{"programme.closed"});
  EXPECT_EQ(at("2018-11-10T00:00:00Z"), Rules{});
  EXPECT_EQ(at("2018-11-20T23:59:59Z"), Rules{});
  EXPECT_EQ(at("2018-11-21T00:00:00Z"), Rules{"programme.closed"});
}

TEST_F(ProgrammeRules, EnrolForItsStandardsOnly) {
  attest::Json other = small_catalogue();
  (*other.object())["id"] = "other-2018";
  ledger.say("registrar", attest::StandardAdopted{"other-2018", other});
  open();
  auto body = enrolment(2018);
  body.standard = "other-2018";
  body.cycle = "melbourne/other-2018/2018";
  EXPECT_EQ(ledger.violated("registrar", body), Rules{"programme.standard"});
}

TEST_F(ProgrammeRules, EnrolACityForAsManyCyclesAsTheTermsSay) {
  open();
  ledger.say(kProgramme, enrolment(2018));
  EXPECT_EQ(ledger.violated(kProgramme, enrolment(2019)), Rules{});
  ledger.say(kProgramme, enrolment(2019));
  EXPECT_EQ(ledger.violated(kProgramme, enrolment(2020)), Rules{"programme.full"});
  ledger.say("registrar", SampleLedger::party("sydney", PartyKind::kCity));
  auto sydneys = enrolment(2020);
  sydneys.city = "sydney";
  sydneys.cycle = "sydney/small-2014/2020";
  EXPECT_EQ(ledger.violated(kProgramme, sydneys), Rules{}) << "the terms are for each city";
  ledger.say(kProgramme, CityWithdrawn{enrolment(2018).cycle, "city_request"});
  EXPECT_EQ(ledger.violated(kProgramme, enrolment(2020)), Rules{}) << "a withdrawn cycle makes room";
}

TEST_F(ProgrammeRules, LetAProgrammeWithdrawTheCitiesThatItBroughtOnly) {
  open();
  ledger.say(kProgramme, enrolment(2018));
  const CityWithdrawn withdrawal{enrolment(2018).cycle, "programme_ended"};
  EXPECT_EQ(ledger.violated(kProgramme, withdrawal), Rules{});
  EXPECT_EQ(ledger.violated("south-programme", withdrawal), Rules{"party.other"});
  EXPECT_EQ(ledger.violated(kProgramme, CityWithdrawn{ledger.cycle(), "programme_ended"}), Rules{"party.other"});
}

}  // namespace
}  // namespace sample
