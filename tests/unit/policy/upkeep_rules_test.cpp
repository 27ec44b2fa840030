// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/date.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

using attest::AuditReported;
using attest::DisclosureErased;
using attest::EvidenceExpired;
using attest::PartyKind;

class EvidenceExpiry : public Ready {
 protected:
  EvidenceExpiry() { evidence = ledger.say("provider", ledger.evidence()); }
  Rules violated_by(const std::string& actor, const std::string& reason) {
    return ledger.violated(actor, EvidenceExpired{evidence, reason});
  }
  void go_to(const std::string& day) {
    const auto then = attest::parse_day(day).value();
    ledger.clock().advance_ms(then.value - ledger.clock().now().value);
    // The keys are for ten years; the ledger is written to now and then.
    ledger.say("registrar", SampleLedger::party("someone", PartyKind::kProvider));
  }
  attest::EntryRef evidence;  // kept until 2030-01-01
};

TEST_F(EvidenceExpiry, IsSaidByWhoRegisteredItOrTheRegistrar) {
  EXPECT_EQ(violated_by("provider", "request"), Rules{});
  EXPECT_EQ(violated_by("registrar", "law"), Rules{});
  EXPECT_EQ(violated_by("submitter", "request"), Rules{"party.other"});
  EXPECT_EQ(violated_by("verifier", "request"), (Rules{"key.role", "party.other"}));
  evidence = ledger.say("submitter", ledger.evidence());
  EXPECT_EQ(violated_by("submitter", "request"), Rules{});
  EXPECT_EQ(violated_by("provider", "request"), Rules{"party.other"});
}

TEST_F(EvidenceExpiry, ForRetentionWaitsForItsDay) {
  EXPECT_EQ(violated_by("provider", "retention"), Rules{"evidence.retention"});
  auto short_kept = ledger.evidence();
  short_kept.as<attest::EvidenceRegistered>().retention_until = "2020-03-01";
  evidence = ledger.say("provider", short_kept);
  go_to("2020-02-29");
  EXPECT_EQ(violated_by("provider", "retention"), Rules{"evidence.retention"});
  ledger.clock().advance_ms(86'400'000);
  EXPECT_EQ(violated_by("provider", "retention"), Rules{});
}

TEST_F(EvidenceExpiry, CitesEvidenceByIndexAndLeaf) {
  evidence.leaf.bytes[0] ^= 1U;
  EXPECT_EQ(violated_by("provider", "request"), Rules{"evidence.unknown"});
  evidence = {{3}, {}};
  EXPECT_EQ(violated_by("provider", "request"), Rules{"evidence.unknown"});
}

TEST_F(EvidenceExpiry, ComesOnce) {
  ledger.say("provider", EvidenceExpired{evidence, "request"});
  EXPECT_EQ(violated_by("registrar", "law"), Rules{"evidence.expired"});
  EXPECT_TRUE(ledger.audit().findings.empty());
}

TEST_F(EvidenceExpiry, KeepsNewSubmissionsFromCitingIt) {
  auto value = ledger.value("C1");
  value.as<attest::ValueSubmitted>().evidence = {evidence};
  EXPECT_EQ(ledger.violated("submitter", value), Rules{});
  ledger.say("submitter", value);
  ledger.say("provider", EvidenceExpired{evidence, "request"});
  value = ledger.value("C1");
  value.as<attest::ValueSubmitted>().evidence = {evidence};
  EXPECT_EQ(ledger.violated("submitter", value), Rules{"evidence.expired"});
  EXPECT_EQ(ledger.violated("verifier", ledger.decision("C1")), Rules{}) << "what was cited before stays";
}

class Erasure : public Ready {
 protected:
  Erasure() {
    ref = ledger.say("submitter", ledger.value("C1"));
    digests = attest::get_entry_facts(ledger.store(), ref.index).value()->sd;
  }
  [[nodiscard]] Draft erasure(const std::string& by) const { return DisclosureErased{ref, digests, by, "request"}; }
  attest::EntryRef ref;
  std::vector<std::string> digests;
};

TEST_F(Erasure, IsSaidByTheLedgerOnly) {
  EXPECT_EQ(ledger.violated("ledger", erasure(kCity)), Rules{});
  EXPECT_EQ(ledger.violated("submitter", erasure(kCity)), Rules{"key.role"});
  EXPECT_EQ(ledger.violated("registrar", erasure(kCity)), Rules{"key.role"});
}

TEST_F(Erasure, IsAskedForByTheSignerOrTheCertifier) {
  EXPECT_EQ(ledger.violated("ledger", erasure(kCertifier)), Rules{});
  EXPECT_EQ(ledger.violated("ledger", erasure(kProvider)), Rules{"erasure.requested_by"});
  EXPECT_EQ(ledger.violated("ledger", erasure(kVerifier)), Rules{"erasure.requested_by"});
}

TEST_F(Erasure, CitesAnEntryByIndexAndLeaf) {
  ref.leaf.bytes[31] ^= 1U;
  EXPECT_EQ(ledger.violated("ledger", erasure(kCity)), Rules{"erasure.entry"});
  ref.index.value = 9'999;
  EXPECT_EQ(ledger.violated("ledger", erasure(kCity)), Rules{"erasure.entry"});
}

TEST_F(Erasure, TakesDigestsOfThatEntry) {
  const auto other = ledger.say("submitter", ledger.value("C2"));
  digests = attest::get_entry_facts(ledger.store(), other.index).value()->sd;
  EXPECT_EQ(ledger.violated("ledger", erasure(kCity)), Rules{"erasure.digests"});
}

TEST_F(Erasure, ComesOnceForADigest) {
  EXPECT_EQ(attest::get_erasures_end(ledger.store()).value().value, 0U);
  const auto erased = ledger.say("ledger", erasure(kCity));
  EXPECT_EQ(ledger.violated("ledger", erasure(kCertifier)), Rules{"erasure.digests"});
  EXPECT_EQ(attest::get_erased(ledger.store(), digests.front()).value(), erased.index);
  EXPECT_EQ(attest::get_erasures_end(ledger.store()).value().value, erased.index.value + 1);
}

TEST_F(Erasure, LeavesEveryOtherRuleAsItWas) {
  ledger.say("ledger", erasure(kCity));
  EXPECT_EQ(ledger.violated("verifier", ledger.decision("C1")), Rules{});
  EXPECT_TRUE(ledger.audit().findings.empty());
}

class Reports : public Ready {
 protected:
  Reports() { add(SampleLedger::party("watcher", PartyKind::kAuditor), "auditor", "watcher-person"); }
  [[nodiscard]] Draft report() {
    const auto head = ledger.store().head().value();
    return AuditReported{head.size, head.root, "clean", 0, 0, {}};
  }
};

TEST_F(Reports, ComeFromAuditors) {
  EXPECT_EQ(ledger.violated("watcher", report()), Rules{});
  EXPECT_EQ(ledger.violated("verifier", report()), Rules{"key.role"});
}

TEST_F(Reports, AreAboutNoMoreEntriesThanThereAre) {
  auto draft = report();
  ++draft.as<AuditReported>().size.value;
  EXPECT_EQ(ledger.violated("watcher", draft), Rules{"report.size"});
}

}  // namespace
}  // namespace sample
