// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "unit/policy/support.hpp"

namespace sample {
namespace {

// Certificate A-1, a second reviewer who had no part in it, and a case about it.
class Cases : public Reviewed {
 protected:
  Cases() {
    ledger.say("issuer", ledger.certificate("A-1", 0));
    ledger.actor("appeals", kCertifier, "appeals-person");
    ledger.authorise("appeals", {"reviewer"});
    ledger.say("submitter", opened("CASE-1"));
  }
  static attest::CaseOpened opened(const std::string& number) { return {number, "complaint", "A-1", {}}; }
  static attest::CaseOpened about(const std::string& number, const attest::EntryRef& entry) {
    return {number, "appeal", {}, entry};
  }
  static attest::CaseDecided decided(const std::string& number) { return {number, "dismissed", {}}; }
  attest::CaseRecord record(const std::string& number) {
    return attest::get_case(ledger.store(), number).value().value();
  }
};

TEST_F(Cases, AreOpenedByAnyPartyWithAKey) {
  for (const char* actor : {"submitter", "verifier", "provider", "registrar"}) {
    EXPECT_EQ(ledger.violated(actor, opened("CASE-2")), Rules{}) << actor;
  }
  EXPECT_EQ(record("CASE-1").opened_by, kCity);
}

TEST_F(Cases, HaveANumberOfTheirOwn) {
  EXPECT_EQ(ledger.violated("provider", opened("CASE-1")), Rules{"case.taken"});
}

TEST_F(Cases, AreAboutSomethingThatExists) {
  auto other = opened("CASE-2");
  other.certificate = "A-9";
  EXPECT_EQ(ledger.violated("submitter", other), Rules{"certificate.unknown"});
  auto entry = *ledger.live("C1").decision;
  EXPECT_EQ(ledger.violated("submitter", about("CASE-2", entry)), Rules{});
  entry.leaf.bytes[0] ^= 1U;
  EXPECT_EQ(ledger.violated("submitter", about("CASE-2", entry)), Rules{"entry.unknown"});
}

TEST_F(Cases, AreDecidedOnceByAReviewer) {
  EXPECT_EQ(ledger.violated("issuer", decided("CASE-1")), (Rules{"independence.holder", "key.role"}));
  EXPECT_EQ(ledger.violated("registrar", decided("CASE-1")), Rules{"key.role"});
  EXPECT_EQ(ledger.violated("appeals", decided("CASE-2")), Rules{"case.unknown"});
  const auto entry = ledger.say("appeals", decided("CASE-1"));
  EXPECT_EQ(record("CASE-1").decided, entry);
  EXPECT_EQ(record("CASE-1").decision->outcome, "dismissed");
  EXPECT_EQ(ledger.violated("appeals", decided("CASE-1")), Rules{"case.decided"});
}

TEST_F(Cases, AreNotDecidedByWhoHadAPartInTheCertificate) {
  EXPECT_EQ(ledger.violated("reviewer", decided("CASE-1")), Rules{"independence.holder"});
  for (const char* person : {"issuer-person", "verifier-person", "submitter-person"}) {
    ledger.actor(person, kCertifier, person);
    ledger.authorise(person, {"reviewer"});
    EXPECT_EQ(ledger.violated(person, decided("CASE-1")), Rules{"independence.holder"}) << person;
  }
}

TEST_F(Cases, AreNotDecidedByWhoSignedTheEntry) {
  ledger.say("submitter", about("CASE-2", *ledger.live("C1").decision));
  EXPECT_EQ(ledger.violated("reviewer", decided("CASE-2")), Rules{});
  ledger.actor("lent", kCertifier, "verifier-person");
  ledger.authorise("lent", {"reviewer"});
  EXPECT_EQ(ledger.violated("lent", decided("CASE-2")), Rules{"independence.holder"});
}

TEST_F(Cases, NameAStatementThatCarriesTheDecisionOut) {
  auto decision = decided("CASE-1");
  decision.outcome = "upheld";
  decision.follow_up = ledger.say("issuer", ledger.status("A-1", attest::StatusChange::kSuspended));
  EXPECT_EQ(ledger.violated("appeals", decision), Rules{});
  decision.follow_up->index.value += 100;
  EXPECT_EQ(ledger.violated("appeals", decision), Rules{"entry.unknown"});
}

}  // namespace
}  // namespace sample
