// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/rights.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "attest/date.hpp"
#include "attest/disclosure.hpp"
#include "policy/records_write.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

using attest::PartyKind;
using Fields = std::vector<std::string>;

constexpr const char* kOtherCity = "sydney";
constexpr const char* kOtherVerifier = "not-accredited";
constexpr const char* kAuditor = "watcher";

// Every party of the world below, and an outsider.
const std::vector<std::string> kEverybody = {"",        kCertifier,     kCity,    kOtherCity, kVerifier, kOtherVerifier,
                                             kProvider, "other-office", kAuditor, "citynet"};

// Who may read each field, said once more, by name.
using Readers = std::set<std::string>;
const Readers kCyclesParties = {kCertifier, kCity, kVerifier, kAuditor};
const Readers kEvidences = {kCertifier, kCity, kVerifier, kAuditor, kProvider};
const std::map<std::pair<std::string, std::string>, Readers> kExpected = {
    {{"case.decided", "text"}, {kCertifier, kCity, kAuditor, kOtherCity}},
    {{"case.opened", "text"}, {kCertifier, kAuditor, kOtherCity}},
    {{"certificate.status", "text"}, {kCertifier, kCity, kAuditor}},
    {{"cycle.reviewed", "text"}, kCyclesParties},
    {{"evidence.registered", "digest"}, kEvidences},
    {{"evidence.registered", "source"}, kEvidences},
    {{"evidence.registered", "title"}, kEvidences},
    {{"value.decided", "text"}, kCyclesParties},
    {{"value.submitted", "denominator"}, kCyclesParties},
    {{"value.submitted", "note"}, kCyclesParties},
    {{"value.submitted", "numerator"}, kCyclesParties},
    {{"value.submitted", "value"}, kCyclesParties},
    {{"value.withdrawn", "note"}, kCyclesParties},
};
const std::set<std::pair<std::string, std::string>> kPublished = {{"evidence.registered", "source"},
                                                                  {"value.submitted", "value"}};

class Rights : public Ready {
 protected:
  struct Said {
    ledger::EntryIndex index;
    attest::Body body;
  };
  Rights() {
    ledger.say("registrar", SampleLedger::party(kOtherCity, PartyKind::kCity));
    ledger.say("registrar", SampleLedger::party("other-office", PartyKind::kProvider));
    ledger.say("registrar", SampleLedger::party("citynet", PartyKind::kProgramme));
    ledger.say("registrar", SampleLedger::party(kAuditor, PartyKind::kAuditor));
    auto verifier = SampleLedger::party(kOtherVerifier, PartyKind::kVerifier);
    verifier.accreditation->standards = {"iso37122-2019"};
    ledger.say("registrar", verifier);
    add_complainer();
    // Signed by the city in the provider's name, so that signer and provider are two.
    auto evidence = ledger.evidence();
    evidence.as<attest::EvidenceRegistered>().provider = kProvider;
    say("submitter", evidence);
    auto value = ledger.value("C1");
    value.as<attest::ValueSubmitted>().evidence = {last_};
    say("submitter", value);
    const auto submission = last_;
    // The same signer, and about the same cycle, as if the value had been withdrawn.
    said_["value.withdrawn"] = {submission.index, attest::ValueWithdrawn{ledger.cycle(), "C1", submission}};
    say("verifier", ledger.decision("C1"));
    ledger.accept("C2");
    say("reviewer", ledger.review());
  }
  void add_complainer() {
    ledger.actor("complainer", kOtherCity, "complainer-person");
    ledger.authorise("complainer", {"submitter"});
  }
  void say(const std::string& actor, const Draft& draft) {
    last_ = ledger.say(actor, draft);
    said_[std::string(attest::type_name(draft.body))] = {last_.index, draft.body};
  }
  void certify() {
    ledger.say("issuer", ledger.certificate("A-1", 0));
    attest::CaseOpened opened;
    opened.number = "CASE-1";
    opened.kind = "complaint";
    opened.certificate = "A-1";
    // As if it had been opened by another city: an entry of that city's, and the record that follows.
    const auto own = ledger.say("complainer", ledger.evidence());
    said_["case.opened"] = {own.index, opened};
    attest::put_case(ledger.store().raw_state(), {opened, own, kOtherCity, {}, {}});
    attest::CaseDecided decided;
    decided.number = "CASE-1";
    decided.outcome = "dismissed";
    // As if decided, and a change of status said, at an entry of the certifier's.
    const auto certificate = attest::get_certificate(ledger.store(), "A-1").value()->entry;
    said_["case.decided"] = {certificate.index, decided};
    attest::CertificateStatus status;
    status.number = "A-1";
    said_["certificate.status"] = {certificate.index, status};
  }
  Fields readable(const Said& said, const std::string& party) {
    return attest::readable_fields(ledger.store(), said.index, said.body, party, ledger.clock().now()).value();
  }
  // What the literal table above says.
  static Fields expected(const std::string& type, const std::string& party, bool published) {
    Fields fields;
    for (const auto& [what, readers] : kExpected) {
      if (what.first != type) continue;
      if (readers.contains(party) || (published && kPublished.contains(what))) fields.push_back(what.second);
    }
    return fields;
  }
  void walk(bool published) {
    for (const auto& [type, said] : said_) {
      for (const auto& party : kEverybody) {
        EXPECT_EQ(readable(said, party), expected(type, party, published)) << type << " read by '" << party << "'";
      }
    }
  }
  std::map<std::string, Said> said_;
  attest::EntryRef last_;
};

TEST_F(Rights, AreThoseOfTheTableForEveryTypeAndEveryPartyBeforeACertificate) {
  EXPECT_EQ(said_.size(), 5U);
  walk(false);
}

TEST_F(Rights, OpenValueAndSourceToEverybodyOnceACertificateRestsOnThem) {
  certify();
  EXPECT_EQ(said_.size(), 8U) << "every type with confidential fields";
  walk(true);
}

TEST_F(Rights, StayClosedForAValueThatWasReplacedBeforeTheCertificate) {
  const auto first = said_.at("value.submitted");
  say("submitter", ledger.value("C3"));
  const auto replaced = said_.at("value.submitted");
  ledger.say("submitter", ledger.value("C3"));
  certify();
  EXPECT_EQ(readable(replaced, ""), Fields{});
  EXPECT_EQ(readable(first, ""), Fields{"value"});
}

TEST_F(Rights, OfAVerifierEndWithItsAccreditation) {
  const auto& said = said_.at("value.submitted");
  const auto day = [](const char* text) { return attest::parse_day(text).value(); };
  const auto fields_on = [&](const char* text) {
    return attest::readable_fields(ledger.store(), said.index, said.body, kVerifier, day(text)).value().size();
  };
  EXPECT_EQ(fields_on("2017-12-31"), 0U);
  EXPECT_EQ(fields_on("2018-01-01"), 4U);
  EXPECT_EQ(fields_on("2019-12-31"), 4U);
  EXPECT_EQ(fields_on("2020-01-01"), 0U);
}

TEST_F(Rights, ToAProvidersEvidenceComeToACityWithItsFirstAcceptedValueThatCitesIt) {
  say("provider", ledger.evidence());
  const auto& said = said_.at("evidence.registered");
  EXPECT_EQ(readable(said, kCity), Fields{});
  EXPECT_EQ(readable(said, kVerifier), Fields{});
  auto value = ledger.value("C3");
  value.as<attest::ValueSubmitted>().evidence = {last_};
  const Fields all{"digest", "source", "title"};
  ledger.say("submitter", value);
  EXPECT_EQ(readable(said, kCity), Fields{}) << "anybody can cite";
  EXPECT_EQ(readable(said, kVerifier), all);
  ledger.say("verifier", ledger.decision("C3"));
  EXPECT_EQ(readable(said, kCity), all);
  EXPECT_EQ(readable(said, kOtherCity), Fields{});
  auto again = ledger.value("C3");
  again.as<attest::ValueSubmitted>().evidence = {last_};
  ledger.say("submitter", again);
  EXPECT_EQ(readable(said, kCity), Fields{}) << "the new version is undecided";
}

TEST(RightsTable, HasARowForEachConfidentialFieldOfEachTypeAndNoOther) {
  const std::map<std::string, attest::Body> bodies = {{"case.decided", attest::CaseDecided{}},
                                                      {"case.opened", attest::CaseOpened{}},
                                                      {"certificate.status", attest::CertificateStatus{}},
                                                      {"cycle.reviewed", attest::CycleReviewed{}},
                                                      {"evidence.registered", attest::EvidenceRegistered{}},
                                                      {"value.decided", attest::ValueDecided{}},
                                                      {"value.submitted", attest::ValueSubmitted{}},
                                                      {"value.withdrawn", attest::ValueWithdrawn{}}};
  std::set<std::pair<std::string, std::string>> taken;
  for (const auto& [type, body] : bodies) {
    for (const char* name :
         {"denominator", "digest", "note", "numerator", "source", "text", "title", "value", "name"}) {
      attest::Statement statement;
      statement.body = body;
      const std::string disclosure = attest::make_disclosure(name, "1");
      statement.sd = {attest::disclosure_digest(disclosure)};
      bool refused = false;
      for (const auto& violation : attest::check_disclosures(statement, {disclosure})) {
        refused = refused || (violation.rule == "disclosure.name" && violation.field == name);
      }
      if (!refused) taken.insert({type, name});
    }
  }
  std::set<std::pair<std::string, std::string>> rows;
  for (const auto& right : attest::all_rights()) rows.insert({std::string(right.type), std::string(right.field)});
  EXPECT_EQ(rows, taken);
  EXPECT_EQ(rows.size(), attest::all_rights().size()) << "a row is there twice";
}

TEST(RightsTable, IsTheTableInTheDocument) {
  std::string table =
      "<!-- rights -->\n| type | field | who may read it | when a certificate rests on it |\n"
      "| --- | --- | --- | --- |\n";
  for (const auto& right : attest::all_rights()) {
    table += "| `" + std::string(right.type) + "` | `" + std::string(right.field) + "` | ";
    for (std::size_t i = 0; i < right.readers.size(); ++i) {
      table += (i == 0 ? "" : ", ") + std::string(attest::to_text(right.readers[i]));
    }
    table += right.published ? " | everybody |\n" : " | as before |\n";
  }
  table += "<!-- /rights -->\n";
  std::ifstream in(std::filesystem::path(CITYLEDGER_SOURCE_DIR) / "attest" / "STATEMENTS.md");
  std::stringstream document;
  document << in.rdbuf();
  const std::size_t at = document.str().find("<!-- rights -->");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(document.str().substr(at, table.size()), table);
}

}  // namespace
}  // namespace sample
