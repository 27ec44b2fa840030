// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/audit.hpp"

#include "ledger/merkle.hpp"
#include "unit/policy/entries.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

// "17 admission: decision.live" of each finding.
Rules findings_of(const attest::AuditReport& report) {
  Rules out;
  for (const auto& finding : report.findings) {
    out.push_back((finding.entry ? std::to_string(finding.entry->value) : "-") + " " + finding.check);
  }
  return out;
}

std::string first_of(const attest::AuditReport& report) {
  const auto findings = findings_of(report);
  return findings.empty() ? "" : findings.front();
}

std::string at(std::size_t index, const std::string& check) {
  return std::to_string(index) + " " + check;
}

class Audit : public Reviewed {
 protected:
  Audit() { ledger.say("issuer", ledger.certificate("A-1", 0)); }
};

TEST_F(Audit, FindsNothingInAHonestLedger) {
  const Entries entries(ledger.store());
  const auto report = audit_of(entries, ledger.checkpoint());
  EXPECT_EQ(findings_of(report), Rules{});
  EXPECT_EQ(report.head, ledger.store().head().value());
  EXPECT_EQ(report.entries_by_type.at("ledger.opened"), 1U);
  EXPECT_EQ(report.entries_by_type.at("value.submitted"), 2U);
}

TEST_F(Audit, ListsOpenedRulesThatItCouldNotCheckAsNotDone) {
  const Entries entries(ledger.store());
  const auto report = audit_of(entries, ledger.checkpoint());
  EXPECT_EQ(report.opened_rules_checked, 0U);
  EXPECT_EQ(report.opened_rules_not_done,
            (std::vector<ledger::EntryIndex>{{entries.find("value.submitted")}, {entries.find("value.submitted", 1)}}));
  EXPECT_EQ(ledger.audit().opened_rules_checked, 2U);
}

TEST_F(Audit, NamesATamperedEntryAndThatTheRootDiffers) {
  Entries entries(ledger.store());
  const std::size_t index = entries.find("value.decided");
  entries.items[index].statement.back() ^= 1U;
  const auto report = audit_of(entries, ledger.checkpoint());
  EXPECT_EQ(first_of(report), at(index, "admission: statement.signature"));
  EXPECT_EQ(findings_of(report).back(), "- root");
}

TEST_F(Audit, NamesADroppedSealEvenUnderACheckpointThatFits) {
  Entries entries(ledger.store());
  const std::size_t index = entries.find("ledger.seal", 2);
  entries.items.erase(entries.items.begin() + static_cast<std::ptrdiff_t>(index));
  EXPECT_EQ(first_of(audit_of(entries, entries.checkpoint())), at(index, "seal"));
}

TEST_F(Audit, NamesADroppedLastSeal) {
  Entries entries(ledger.store());
  entries.items.pop_back();
  const auto report = audit_of(entries, entries.checkpoint());
  EXPECT_EQ(findings_of(report), Rules{at(entries.items.size() - 1, "seal")});
}

TEST_F(Audit, NamesASealOverAChangedTime) {
  Entries entries(ledger.store());
  const std::size_t index = entries.find("certificate.issued");
  entries.items[index].time.value -= 1;
  EXPECT_EQ(first_of(audit_of(entries, ledger.checkpoint())), at(index + 1, "admission: seal.wrong"));
}

TEST_F(Audit, NamesATimeThatGoesBack) {
  Entries entries(ledger.store());
  const std::size_t index = entries.find("value.decided");
  entries.items[index].time = {entries.items[index - 1].time.value - 1};
  EXPECT_EQ(first_of(audit_of(entries, ledger.checkpoint())), at(index, "time"));
}

TEST_F(Audit, NamesARepeatedEntry) {
  Entries entries(ledger.store());
  const std::size_t index = entries.find("value.decided");
  entries.items.insert(entries.items.begin() + static_cast<std::ptrdiff_t>(index) + 1, entries.items[index]);
  EXPECT_EQ(first_of(audit_of(entries, entries.checkpoint())), at(index + 1, "admission: statement.duplicate"));
}

TEST_F(Audit, NamesTwoEntriesInTheOtherOrder) {
  Entries entries(ledger.store());
  const std::size_t index = entries.find("value.submitted");
  std::swap(entries.items[index].statement, entries.items[index + 1].statement);
  EXPECT_EQ(first_of(audit_of(entries, entries.checkpoint())), at(index, "admission: decision.live"));
}

TEST_F(Audit, NamesTheFirstEntryThatIsMissing) {
  Entries entries(ledger.store());
  const auto signed_head = ledger.checkpoint();
  entries.items.resize(entries.find("cycle.reviewed"));
  EXPECT_EQ(findings_of(audit_of(entries, signed_head)), Rules{at(entries.items.size(), "size")});
}

TEST_F(Audit, NamesARootThatIsNotThatOfTheEntries) {
  auto other = ledger.checkpoint();
  other.root.bytes[0] ^= 1U;
  EXPECT_EQ(findings_of(audit_of(Entries(ledger.store()), other)), Rules{"- root"});
}

TEST_F(Audit, NamesACheckpointOfAnotherOrigin) {
  auto other = ledger.checkpoint();
  other.origin = "another.example/log";
  EXPECT_EQ(findings_of(audit_of(Entries(ledger.store()), other)), Rules{"0 origin"});
}

TEST_F(Audit, EndsAtAFirstEntryThatDoesNotOpenTheLedger) {
  Entries entries(ledger.store());
  entries.items[0].statement.back() ^= 1U;
  EXPECT_EQ(findings_of(audit_of(entries, ledger.checkpoint())), Rules{"0 admission: statement.signature"});
}

TEST_F(Audit, StopsAfterTwentyFindings) {
  Entries entries(ledger.store());
  for (std::size_t i = 1; i < entries.items.size(); ++i) entries.items[i].statement = ledger::to_bytes("nothing");
  const auto report = audit_of(entries, ledger.checkpoint());
  EXPECT_EQ(report.findings.size(), 20U);
  EXPECT_EQ(first_of(report), "1 seal");
}

class AuditOfAnOpenCycle : public Verified {};

TEST_F(AuditOfAnOpenCycle, NamesConfidentialFieldsThatViolateAnOpenedRule) {
  const auto index = ledger.say("submitter", ledger.value("C3", "many")).index.value;
  EXPECT_EQ(findings_of(ledger.audit()), Rules{at(index, "disclosure: value.decimal")});
}

// An operator who runs a program of his own that lets everything in.
ledger::Result<ledger::Admission> let_all_in(ledger::ByteView statement, const ledger::Place& place,
                                             ledger::State& state) {
  auto admission = attest::admit(statement, place, state);
  if (admission && std::holds_alternative<ledger::Refuse>(*admission)) return ledger::Admission(ledger::Append{});
  return admission;
}

class CrookedLedger : public testing::Test {
 protected:
  CrookedLedger() : ledger(let_all_in) {
    ledger.ready();
    ledger.accept("C1");
    ledger.accept("C2");
    ledger.say("reviewer", ledger.review());
  }
  SampleLedger ledger;
};

TEST_F(CrookedLedger, IsFoundOutByEntryAndRuleForALevelAboveTheComputedOne) {
  auto certificate = ledger.certificate("A-1", 0);
  certificate.as<attest::CertificateIssued>().level = "Full";
  const auto entry = ledger.say("issuer", certificate);
  EXPECT_EQ(findings_of(ledger.audit()), Rules{at(entry.index.value, "admission: certificate.level")});
}

TEST_F(CrookedLedger, IsFoundOutForADecisionByTheCity) {
  ledger.say("submitter", ledger.value("C3"));
  const auto entry = ledger.say("submitter", ledger.decision("C3"));
  EXPECT_EQ(findings_of(ledger.audit()), (Rules{at(entry.index.value, "admission: key.role"),
                                                at(entry.index.value, "admission: accreditation.missing"),
                                                at(entry.index.value, "admission: independence.holder"),
                                                at(entry.index.value, "admission: independence.affiliated")}));
}

TEST_F(CrookedLedger, IsFoundOutForAForgedSignature) {
  auto forged = ledger.sign("submitter", ledger.value("C3"));
  forged.back() ^= 1U;
  const auto entry = ledger.append(forged);
  EXPECT_EQ(findings_of(ledger.audit()), Rules{at(entry.index.value, "admission: statement.signature")});
}

}  // namespace
}  // namespace sample
