// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/date.hpp"
#include "attest/possession.hpp"
#include "ledger/encoding.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

using attest::PartyKind;

class PartyRules : public Ready {};

TEST_F(PartyRules, LetRegistrarAndRootRegister) {
  const auto party = SampleLedger::party("sydney", PartyKind::kCity);
  EXPECT_EQ(ledger.violated("registrar", party), Rules{});
  EXPECT_EQ(ledger.violated("root", party), Rules{});
  EXPECT_EQ(ledger.violated("issuer", party), Rules{"key.role"});
  EXPECT_EQ(ledger.violated("submitter", party), Rules{"key.role"});
}

TEST_F(PartyRules, GiveEachIdOnce) {
  EXPECT_EQ(ledger.violated("registrar", SampleLedger::party(kCity, PartyKind::kProvider)), Rules{"party.taken"});
}

TEST_F(PartyRules, KnowOneCertifierOnly) {
  EXPECT_EQ(ledger.violated("registrar", SampleLedger::party("second", PartyKind::kCertifier)), Rules{"party.kind"});
}

class Updates : public Ready {
 protected:
  Updates() {
    auto party = SampleLedger::party("auditors", PartyKind::kAuditor);
    party.affiliations = {
        {"north", "2016-01-01", {}}, {"south", "2016-01-01", "2017-12-31"}, {"east", "2016-01-01", {}, true}};
    ledger.say("registrar", party);
  }
  attest::PartyRegistered record() { return attest::get_party(ledger.store(), "auditors").value()->party; }
  // What an update with this change violates.
  Rules changed(const std::function<void(attest::PartyRegistered&)>& change) {
    auto party = record();
    change(party);
    return ledger.violated("registrar", attest::PartyUpdated{party});
  }
  static constexpr std::size_t kNorth = 0, kSouth = 1, kEast = 2;
};

TEST_F(Updates, AreSaidByRegistrarAndRootOfRegisteredParties) {
  const attest::PartyUpdated update{record()};
  EXPECT_EQ(ledger.violated("registrar", update), Rules{});
  EXPECT_EQ(ledger.violated("root", update), Rules{});
  EXPECT_EQ(ledger.violated("issuer", update), Rules{"key.role"});
  EXPECT_EQ(ledger.violated("submitter", update), Rules{"key.role"});
  EXPECT_EQ(ledger.violated("registrar", attest::PartyUpdated{SampleLedger::party("sydney", PartyKind::kCity)}),
            Rules{"party.unknown"});
}

TEST_F(Updates, KeepTheKind) {
  EXPECT_EQ(changed([](auto& party) { party.kind = PartyKind::kProvider; }), Rules{"party.kind"});
}

TEST_F(Updates, ReplaceTheRecordAndKeepItsFirstEntry) {
  const auto before = attest::get_party(ledger.store(), "auditors").value().value();
  auto party = record();
  party.names["en"] = "Another name";
  const auto ref = ledger.say("registrar", attest::PartyUpdated{party});
  const auto after = attest::get_party(ledger.store(), "auditors").value().value();
  EXPECT_EQ(after.party.names.at("en"), "Another name");
  EXPECT_EQ(after.entry, before.entry);
  EXPECT_EQ(after.updated, ref);
}

TEST_F(Updates, MayAddAndEndAffiliations) {
  EXPECT_EQ(changed([](auto& party) { party.affiliations.push_back({"west", "2018-01-01", {}}); }), Rules{});
  EXPECT_EQ(changed([](auto& party) { party.affiliations[kNorth].until = "2018-01-01"; }), Rules{});
  EXPECT_EQ(changed([](auto& party) { std::swap(party.affiliations[kNorth], party.affiliations[kEast]); }), Rules{});
}

TEST_F(Updates, UntellNoAffiliation) {
  const Rules dropped{"affiliation.dropped"};
  EXPECT_EQ(changed([](auto& party) { party.affiliations.pop_back(); }), dropped);
  EXPECT_EQ(changed([](auto& party) { party.affiliations[kNorth].party = "west"; }), dropped);
  EXPECT_EQ(changed([](auto& party) { party.affiliations[kNorth].from = "2016-01-02"; }), dropped);
  EXPECT_EQ(changed([](auto& party) { party.affiliations[kSouth].until = "2017-01-01"; }), dropped);
  EXPECT_EQ(changed([](auto& party) { party.affiliations[kSouth].until.reset(); }), dropped);
  EXPECT_EQ(changed([](auto& party) { party.affiliations[kEast].ownership = false; }), dropped);
}

TEST_F(Updates, OfAVerifierCountForIndependenceFromTheirEntryOn) {
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_EQ(ledger.violated("verifier", ledger.decision("C1")), Rules{});
  auto party = attest::get_party(ledger.store(), kVerifier).value()->party;
  party.affiliations = {{kCity, "2017-01-01", {}}};
  ledger.say("registrar", attest::PartyUpdated{party});
  EXPECT_EQ(ledger.violated("verifier", ledger.decision("C1")), Rules{"independence.affiliated"});
}

TEST_F(PartyRules, AuthoriseKeysOfKnownPartiesOnly) {
  ledger.actor("stranger", "sydney", "stranger-person");
  EXPECT_EQ(ledger.violated("registrar", ledger.authorisation("stranger", {"submitter"})), Rules{"party.unknown"});
}

TEST_F(PartyRules, LetRootAloneAuthoriseTheCertifiersOwnKeys) {
  ledger.actor("second-issuer", kCertifier, "second-person");
  EXPECT_EQ(ledger.violated("root", ledger.authorisation("second-issuer", {"issuer"})), Rules{});
  EXPECT_EQ(ledger.violated("registrar", ledger.authorisation("second-issuer", {"issuer"})), Rules{"key.role"});
}

TEST_F(PartyRules, LetRegistrarAndRootAuthoriseOtherPartiesKeys) {
  ledger.actor("second", kCity, "second-person");
  EXPECT_EQ(ledger.violated("registrar", ledger.authorisation("second", {"submitter"})), Rules{});
  EXPECT_EQ(ledger.violated("root", ledger.authorisation("second", {"submitter"})), Rules{});
  EXPECT_EQ(ledger.violated("verifier", ledger.authorisation("second", {"submitter"})), Rules{"key.role"});
  EXPECT_EQ(ledger.violated("reviewer", ledger.authorisation("second", {"submitter"})), Rules{"key.role"});
}

TEST_F(PartyRules, GiveEachKindItsOwnRoles) {
  const std::vector<std::pair<PartyKind, std::vector<std::string>>> table = {
      {PartyKind::kCity, {"submitter"}},  {PartyKind::kVerifier, {"verifier"}}, {PartyKind::kProvider, {"provider"}},
      {PartyKind::kAuditor, {"auditor"}}, {PartyKind::kProgramme, {}},
  };
  const std::vector<std::string> roles = {"auditor",  "issuer", "provider",  "registrar",
                                          "reviewer", "root",   "submitter", "verifier"};
  for (const auto& [kind, fitting] : table) {
    const std::string id = "new-" + std::string(attest::to_text(kind));
    ledger.say("registrar", SampleLedger::party(id, kind));
    ledger.actor(id, id, "new-person");
    for (const std::string& role : roles) {
      const bool fits = std::find(fitting.begin(), fitting.end(), role) != fitting.end();
      EXPECT_EQ(ledger.violated("registrar", ledger.authorisation(id, {role})), fits ? Rules{} : Rules{"party.kind"})
          << id << " " << role;
    }
  }
  ledger.actor("certifiers", kCertifier, "new-person");
  for (const std::string role : {"issuer", "registrar", "reviewer", "root"}) {
    EXPECT_EQ(ledger.violated("root", ledger.authorisation("certifiers", {role})), Rules{}) << role;
  }
  EXPECT_EQ(ledger.violated("root", ledger.authorisation("certifiers", {"verifier"})), Rules{"party.kind"});
}

TEST_F(PartyRules, AskForAProofOfPossessionOfExactlyThisAuthorisation) {
  ledger.actor("second", kCity, "second-person");
  auto draft = ledger.authorisation("second", {"submitter"});
  draft.as<attest::KeyAuthorised>().holder = "another-person";
  EXPECT_EQ(ledger.violated("registrar", draft), Rules{"key.possession"});
}

TEST_F(PartyRules, RefuseAProofOfPossessionForAnotherLedger) {
  const Actor& second = ledger.actor("second", kCity, "second-person");
  auto draft = ledger.authorisation("second", {"submitter"});
  const std::string other = ledger::to_hex(ledger::sha256(ledger::view("another ledger")));
  draft.as<attest::KeyAuthorised>().proof =
      attest::sign_possession({"second-person", kCity, {"submitter"}, other, ledger.nonce()}, 0, *second.key).value();
  EXPECT_EQ(ledger.violated("registrar", draft), Rules{"key.possession"});
}

TEST_F(PartyRules, RefuseAKeyThatIsOrWasAuthorised) {
  EXPECT_EQ(ledger.violated("registrar", ledger.authorisation("submitter", {"submitter"})), Rules{"key.taken"});
  ledger.say("registrar", attest::KeyRevoked{kCity, ledger.kid("submitter"), "superseded"});
  EXPECT_EQ(ledger.violated("registrar", ledger.authorisation("submitter", {"submitter"})), Rules{"key.taken"});
}

TEST_F(PartyRules, RefuseTheLedgersKeyAndCredentialKeysAsStatementKeys) {
  ledger.actor("ledger").party = kCity;
  ledger.actor("ledger").holder = "second-person";
  EXPECT_EQ(ledger.violated("registrar", ledger.authorisation("ledger", {"submitter"})), Rules{"key.taken"});
  ledger.actor("credentials").party = kCity;
  ledger.actor("credentials").holder = "second-person";
  EXPECT_EQ(ledger.violated("registrar", ledger.authorisation("credentials", {"submitter"})), Rules{"key.taken"});
}

TEST_F(PartyRules, LetAPartyRevokeItsOwnKeysAndNobodyElses) {
  const attest::KeyRevoked own{kCity, ledger.kid("submitter"), "compromised"};
  EXPECT_EQ(ledger.violated("submitter", own), Rules{});
  EXPECT_EQ(ledger.violated("registrar", own), Rules{});
  EXPECT_EQ(ledger.violated("root", own), Rules{});
  EXPECT_EQ(ledger.violated("verifier", own), Rules{"key.role"});
  EXPECT_EQ(ledger.violated("issuer", own), Rules{"key.role"});
}

TEST_F(PartyRules, LetRootKeysBeRevokedByRootAlone) {
  const attest::KeyRevoked root{kCertifier, ledger.kid("root"), "compromised"};
  EXPECT_EQ(ledger.violated("root", root), Rules{});
  EXPECT_EQ(ledger.violated("registrar", root), Rules{"key.role"});
  EXPECT_EQ(ledger.violated("issuer", root), Rules{"key.role"});
}

TEST_F(PartyRules, RevokeOnlyWhatIsThereAndOnlyOnce) {
  EXPECT_EQ(ledger.violated("registrar", attest::KeyRevoked{kCity, attest::Digest{}, "ceased"}), Rules{"key.unknown"});
  EXPECT_EQ(ledger.violated("registrar", attest::KeyRevoked{kVerifier, ledger.kid("submitter"), "ceased"}),
            Rules{"party.other"});
  const attest::KeyRevoked own{kCity, ledger.kid("submitter"), "ceased"};
  ledger.say("registrar", own);
  EXPECT_EQ(ledger.violated("registrar", own), Rules{"key.revoked"});
}

}  // namespace
}  // namespace sample
