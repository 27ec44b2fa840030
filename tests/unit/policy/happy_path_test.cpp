// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "ledger/fsck.hpp"
#include "support/sample_ledger.hpp"

namespace {

using sample::SampleLedger;

std::vector<std::string> texts(const attest::AuditReport& report) {
  std::vector<std::string> out;
  for (const auto& finding : report.findings) {
    out.push_back((finding.entry ? std::to_string(finding.entry->value) : "-") + " " + finding.check + " " +
                  finding.message);
  }
  return out;
}

// Everything up to a certificate of level Full.
void issue(SampleLedger& ledger) {
  ledger.ready();
  const auto evidence = ledger.say("provider", ledger.evidence());
  auto first = ledger.value("C1", "31.73");
  first.as<attest::ValueSubmitted>().evidence = {evidence};
  ledger.say("submitter", first);
  ledger.say("verifier", ledger.decision("C1"));
  for (const char* code : {"C2", "C3", "S1", "P01"}) ledger.accept(code);
  ledger.say("submitter", ledger.missing_value("S2"));
  ledger.say("reviewer", ledger.review());
  ledger.say("issuer", ledger.certificate("SMALL-2014-2017-000001", 7));
  ledger.say("issuer", ledger.status_list("revocation"));
}

TEST(HappyPath, EndsWithACertificateWhoseAuditFindsNothing) {
  SampleLedger ledger;
  issue(ledger);
  const auto report = ledger.audit();
  EXPECT_EQ(texts(report), std::vector<std::string>{});
  EXPECT_EQ(report.head, ledger.store().head().value());
  EXPECT_EQ(report.entries_by_type.at("certificate.issued"), 1U);
  EXPECT_EQ(report.opened_rules_checked, 6U);
  EXPECT_TRUE(report.opened_rules_not_done.empty());
}

TEST(HappyPath, LeavesRecordsOfWhatWasSaid) {
  SampleLedger ledger;
  issue(ledger);
  auto& store = ledger.store();
  const auto certificate = attest::get_certificate(store, "SMALL-2014-2017-000001").value().value();
  EXPECT_EQ(certificate.issued.level, "Full");
  EXPECT_EQ(certificate.issued.counts.total, 4);
  EXPECT_EQ(attest::get_certificate_at_status_index(store, 7).value(), "SMALL-2014-2017-000001");
  EXPECT_EQ(attest::get_cycle(store, ledger.cycle()).value()->certificate, "SMALL-2014-2017-000001");
  EXPECT_EQ(attest::get_config(store).value()->genesis, ledger.genesis());
  const auto facts = attest::get_entry_facts(store, certificate.entry.index).value().value();
  EXPECT_EQ(facts.type, "certificate.issued");
  EXPECT_EQ(facts.signer_party, sample::kCertifier);
  EXPECT_EQ(facts.leaf, certificate.entry.leaf);
  EXPECT_EQ(attest::list_live(store, ledger.cycle()).value(),
            (std::vector<std::string>{"C1", "C2", "C3", "P01", "S1", "S2"}));
  EXPECT_EQ(attest::list_parties(store).value(),
            (std::vector<std::string>{"certifier", "checkers", "melbourne", "statistics-office"}));
  EXPECT_EQ(attest::list_keys(store).value().size(), 7U);
  EXPECT_EQ(attest::list_status_lists(store).value().size(), 1U);
}

TEST(HappyPath, AcceptedItemsAreInCatalogueOrderWithProfileIndicatorsLast) {
  SampleLedger ledger;
  issue(ledger);
  std::vector<std::string> codes;
  const auto items = attest::accepted_items(ledger.store(), ledger.cycle(), ledger.catalogue()).value();
  for (const auto& item : items) {
    codes.push_back(item.indicator);
    EXPECT_EQ(item.submission, ledger.live(item.indicator).submission);
    EXPECT_EQ(item.value_digest, ledger.live(item.indicator).value_digest);
  }
  EXPECT_EQ(codes, (std::vector<std::string>{"C1", "C2", "C3", "S1", "P01"}));
}

TEST(HappyPath, GivesTheSameStateWhenItIsBuiltAgain) {
  SampleLedger ledger;
  issue(ledger);
  const auto before = ledger.store().raw_state().records();
  const auto checked = ledger::fsck(ledger.store(), attest::admit, {}).value();
  EXPECT_EQ(checked.differences, std::vector<std::string>{});
  ASSERT_TRUE(ledger::rebuild(ledger.store(), attest::admit, {}));
  EXPECT_EQ(ledger.store().raw_state().records(), before);
}

}  // namespace
