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
  EXPECT_EQ(ledger.violated("submitter", ledger.authorisation("second", {"submitter"})), Rules{"key.role"});
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
