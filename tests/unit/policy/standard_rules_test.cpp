// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/date.hpp"
#include "ledger/encoding.hpp"
#include "support/small_catalogue.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

using attest::Json;
using attest::PartyKind;

// The small catalogue under another id.
attest::StandardAdopted second_standard() {
  Json catalogue = small_catalogue();
  (*catalogue.object())["id"] = Json("second-2018");
  return {"second-2018", std::move(catalogue)};
}

attest::CityEnrolled enrolment(const std::string& city, const std::string& standard, int year) {
  attest::CityEnrolled body;
  body.cycle = city + "/" + standard + "/" + std::to_string(year);
  body.city = city;
  body.standard = standard;
  body.data_year = year;
  return body;
}

class StandardRules : public Ready {};

TEST_F(StandardRules, LetRegistrarAndRootAdopt) {
  EXPECT_EQ(ledger.violated("registrar", second_standard()), Rules{});
  EXPECT_EQ(ledger.violated("root", second_standard()), Rules{});
  EXPECT_EQ(ledger.violated("reviewer", second_standard()), Rules{"key.role"});
}

TEST_F(StandardRules, AdoptEachStandardOnce) {
  EXPECT_EQ(ledger.violated("registrar", attest::StandardAdopted{kSmallStandard, small_catalogue()}),
            Rules{"standard.taken"});
}

TEST_F(StandardRules, LetTheRegistrarEnrol) {
  EXPECT_EQ(ledger.violated("registrar", enrolment(kCity, kSmallStandard, 2018)), Rules{});
  EXPECT_EQ(ledger.violated("root", enrolment(kCity, kSmallStandard, 2018)), Rules{"key.role"});
}

TEST_F(StandardRules, EnrolKnownCitiesOnly) {
  EXPECT_EQ(ledger.violated("registrar", enrolment("sydney", kSmallStandard, 2018)), Rules{"party.unknown"});
  EXPECT_EQ(ledger.violated("registrar", enrolment(kVerifier, kSmallStandard, 2018)), Rules{"party.kind"});
}

TEST_F(StandardRules, EnrolInAdoptedStandardsOnly) {
  EXPECT_EQ(ledger.violated("registrar", enrolment(kCity, "second-2018", 2018)), Rules{"standard.unknown"});
}

TEST_F(StandardRules, EnrolInEachCycleOnce) {
  EXPECT_EQ(ledger.violated("registrar", enrolment(kCity, kSmallStandard, kDataYear)), Rules{"cycle.taken"});
}

class PublicationRules : public Ready {};

TEST_F(PublicationRules, LetRegistrarAndRootPublishTheDid) {
  ledger.actor("next", kCertifier, "");
  const auto draft = SampleLedger::did_document(kDid, ledger.actor("next").key->public_key());
  EXPECT_EQ(ledger.violated("registrar", draft), Rules{});
  EXPECT_EQ(ledger.violated("root", draft), Rules{});
  EXPECT_EQ(ledger.violated("issuer", draft), Rules{"key.role"});
}

TEST_F(PublicationRules, TakeDidWebOnly) {
  const auto draft = SampleLedger::did_document("did:key:z6Mk", ledger.actor("credentials").key->public_key());
  EXPECT_EQ(ledger.violated("registrar", draft), Rules{"did.issuer"});
}

TEST_F(PublicationRules, LetADocumentBeRenewedWithTheSameKeys) {
  const auto draft = SampleLedger::did_document(kDid, ledger.actor("credentials").key->public_key());
  EXPECT_EQ(ledger.violated("registrar", draft), Rules{});
}

TEST_F(PublicationRules, TakeNoStatementKeyForCredentials) {
  for (const char* name : {"issuer", "root", "ledger"}) {
    const auto draft = SampleLedger::did_document(kDid, ledger.actor(name).key->public_key());
    EXPECT_EQ(ledger.violated("registrar", draft), Rules{"key.taken"}) << name;
  }
}

// RFC 8032 section 7.1, test 1, as a Multikey: the value that the did:key method's documents print for it.
TEST_F(PublicationRules, RecogniseAStatementKeyThatIsWrittenAsMultibase) {
  const auto seed = ledger::hex_decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").value();
  ledger.actor("multibase", kCity, "second-person").key = attest::signer_from_seed(seed).value();
  const Json method = Json::Object{{"publicKeyMultibase", "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw"}};
  const attest::DidPublished body{kDid, Json::Object{{"id", kDid}, {"verificationMethod", Json::Array{method}}}};
  EXPECT_EQ(ledger.violated("registrar", body), Rules{});
  ledger.authorise("multibase", {"submitter"});
  EXPECT_EQ(ledger.violated("registrar", body), Rules{"key.taken"});
}

TEST_F(PublicationRules, LetTheIssuerPublishStatusLists) {
  EXPECT_EQ(ledger.violated("issuer", ledger.status_list("revocation")), Rules{});
  EXPECT_EQ(ledger.violated("registrar", ledger.status_list("revocation")), Rules{"key.role"});
}

TEST_F(PublicationRules, RefuseAStatusListOfEntriesThatDoNotExist) {
  auto draft = ledger.status_list("revocation");
  draft.as<attest::StatusListPublished>().size.value += 1;
  EXPECT_EQ(ledger.violated("issuer", draft), Rules{"status.size"});
}

TEST_F(PublicationRules, LetAStatusListNotGoBack) {
  auto draft = ledger.status_list("revocation");
  ledger.say("issuer", draft);
  EXPECT_EQ(ledger.violated("issuer", draft), Rules{});
  draft.as<attest::StatusListPublished>().size.value -= 1;
  EXPECT_EQ(ledger.violated("issuer", draft), Rules{"status.size"});
}

TEST_F(PublicationRules, KeepTheListAtAnAddressToItsPurpose) {
  ledger.say("issuer", ledger.status_list("revocation"));
  auto draft = ledger.status_list("revocation");
  draft.as<attest::StatusListPublished>().purpose = "suspension";
  EXPECT_EQ(ledger.violated("issuer", draft), Rules{"status.purpose"});
}

}  // namespace
}  // namespace sample
