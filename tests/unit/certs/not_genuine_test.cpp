// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Each guard of the verifier by itself: a sample with one fault, everything else signed and proven anew.
#include <gtest/gtest.h>

#include "attest/receipt.hpp"
#include "ledger/encoding.hpp"
#include "ledger/proof.hpp"
#include "ledger/tlog_proof.hpp"
#include "support.hpp"
#include "support/sample_bundle.hpp"

namespace certs_test {
namespace {

using certs::Certificate;
using certs::CheckState;
using certs::Outcome;
using certs::Verdict;

// Expects that exactly these checks fail, and that the answer is "not genuine".
void expect_failed(const Recipe& recipe, const std::string& checks) {
  const Sample sample = make_sample(recipe);
  const Verdict verdict = certs::verify(sample.file, sample.trust, {moment("2018-11-10"), {}});
  EXPECT_EQ(failed_checks(verdict), checks) << certs::verdict_text(verdict);
  EXPECT_EQ(verdict.outcome, Outcome::kNotGenuine);
}

// A certificate that says something else than the ledger, and is signed so.
void expect_not_as_issued(const std::function<void(Certificate&)>& change) {
  expect_failed({.certificate = change}, "as_issued");
}

TEST(NotGenuine, WhenTheIssuersKeyWasNotAuthorisedByARootKey) {
  expect_failed({.authorised_by = kStrangerSeed}, "issuer_key");
  expect_failed({.authorised_by = kIssuerSeed}, "issuer_key");
}

TEST(NotGenuine, WhenTheIssuersKeyHasAnotherRoleOrParty) {
  expect_failed({.issuer_roles = {"registrar", "reviewer"}}, "issuer_key");
  expect_failed({.issuer_party = "somebody"}, "issuer_key");
}

TEST(NotGenuine, WhenTheIssuersKeyWasNotValidAtTheIssue) {
  expect_failed({.issuer_key_until = "2018-11-09T10:00:00Z"}, "issuer_key");
  expect_failed({.issuer_key_from = "2018-11-09T10:00:01Z"}, "issuer_key");
}

TEST(NotGenuine, WhenAnotherKeySignedTheIssuance) {
  expect_failed({.issuance_by = kRegistrarSeed}, "issuer_key");
}

TEST(NotGenuine, WhenAStatementIsOfAnotherPartyOrLedger) {
  expect_failed({.issuance_issuer = "somebody"}, "issuer_key");
  expect_failed({.foreign_ledger = "issuance"}, "issuer_key");
  expect_failed({.foreign_ledger = "issuer_key"}, "issuer_key");
  expect_failed({.foreign_ledger = "seal"}, "time");
  expect_failed({.opened_by = kStrangerSeed}, "issuer_key");
}

TEST(NotGenuine, WhenNobodyShowedThatItHoldsTheIssuersKey) {
  expect_failed({.foreign_possession = true}, "issuer_key");
}

TEST(NotGenuine, WhenAStatementThatItRestsOnCameLater) {
  expect_failed({.late = "issuer_key"}, "issuer_key");
  for (const char* late : {"standard", "enrolled", "did"}) expect_failed({.late = late}, "in_ledger");
}

TEST(NotGenuine, WhenTheCertificateSaysSomethingElseThanTheLedger) {
  expect_not_as_issued([](Certificate& c) { c.data_year = 2016, c.cycle = "sampleton/iso37120-2014/2016"; });
  expect_not_as_issued([](Certificate& c) { c.notice = "another notice"; });
  expect_not_as_issued([](Certificate& c) { c.edition = 2018; });
  expect_not_as_issued([](Certificate& c) { c.totals = {{{"core", 4}, {"supporting", 1}}, 5}; });
  expect_not_as_issued([](Certificate& c) { c.scheme_assumed = false; });
  expect_not_as_issued([](Certificate& c) { c.simulated_clock = true; });
  expect_not_as_issued([](Certificate& c) { c.origin = "ledger.example/other"; });
  expect_not_as_issued([](Certificate& c) { c.genesis = ledger::sha256(ledger::view("other")); });
  expect_not_as_issued([](Certificate& c) { c.issuer_name = "Somebody Else"; });
  expect_not_as_issued([](Certificate& c) { c.reviewed_size = 1'000; });
  expect_not_as_issued([](Certificate& c) { c.scheme_version = 4; });
}

TEST(NotGenuine, WhenTheIssuanceSaysSomethingElseThanTheCertificate) {
  using attest::CertificateIssued;
  const auto expect = [](const std::function<void(CertificateIssued&)>& change) {
    expect_failed({.issuance = change}, "as_issued");
  };
  expect([](CertificateIssued& said) { said.number = "37120-2014-2017-000002"; });
  expect([](CertificateIssued& said) { said.cycle = "elsewhere/iso37120-2014/2017"; });
  expect([](CertificateIssued& said) { said.level = "Bronze"; });
  expect([](CertificateIssued& said) { said.computed_level = "Bronze"; });
  expect([](CertificateIssued& said) { said.scheme = "other"; });
  expect([](CertificateIssued& said) { said.counts.by_kind["core"] = 2, said.counts.total = 3; });
  expect([](CertificateIssued& said) { said.lineage_root = {}; });
  expect([](CertificateIssued& said) { said.data_root = {}; });
  expect([](CertificateIssued& said) { said.valid_until = "2020-11-09T00:00:00Z"; });
  expect([](CertificateIssued& said) { said.status_index = 1; });
  expect([](CertificateIssued& said) { said.fingerprint = {}; });
  expect([](CertificateIssued& said) { said.signed_digest = {}; });
  expect([](CertificateIssued& said) { said.review.index = {500}; });
}

TEST(NotGenuine, WhenTheLevelDoesNotFollow) {
  expect_failed(
      {.certificate = [](Certificate& c) { c.level = c.computed_level = "Bronze", c.scheme_assumed = false; }},
      "lineage");
  expect_failed({.certificate = [](Certificate& c) { c.counts = {{{"core", 2}, {"supporting", 1}}, 3}; }}, "lineage");
  expect_failed({.certificate = [](Certificate& c) { c.lineage_root = {}; }}, "lineage");
  expect_failed({.certificate = [](Certificate& c) { c.data_root = {}; }}, "lineage");
  expect_failed({.certificate = [](Certificate& c) { c.reviewed_size = 12; }}, "lineage");
}

TEST(NotGenuine, WhenTheLevelIsALabelThatTheCatalogueDoesNotHave) {
  expect_failed({.certificate = [](Certificate& c) { c.level = "Early Adopter"; }}, "lineage");
  expect_failed({.early_adopter = true, .certificate = [](Certificate& c) { c.level = "Pioneer"; }}, "lineage");
}

TEST(NotGenuine, WhenIndicatorsAreCountedTwiceOrOutOfOrderOrUnknown) {
  expect_failed({.accepted = {"5.1", "5.1", "6.1", "6.2"}}, "lineage");
  expect_failed({.accepted = {"5.2", "5.1", "6.1", "6.2"}}, "lineage");
  expect_failed({.bundle = [](certs::Bundle& bundle) { bundle.lineage[0].indicator = "9.9"; }}, "lineage");
  expect_failed({.bundle = [](certs::Bundle& bundle) { bundle.lineage.pop_back(); }}, "lineage");
}

TEST(NotGenuine, WhenTheSealDoesNotCommitToTheEntry) {
  using attest::LedgerSeal;
  expect_failed({.seal = [](LedgerSeal& seal) { seal.chain = {}; }}, "time");
  expect_failed({.seal = [](LedgerSeal& seal) { seal.size.value -= 1; }}, "time");
  expect_failed({.seal = [](LedgerSeal& seal) { seal.time.value -= 1'000; }}, "time");
  expect_failed({.seal_by = kRegistrarSeed}, "time");
  expect_failed({.bundle = [](certs::Bundle& bundle) { bundle.time.value += 1; }}, "time");
  expect_failed({.bundle = [](certs::Bundle& bundle) { bundle.chain_before = {}; }}, "time");
}

TEST(NotGenuine, WhenAPathLeadsElsewhere) {
  using certs::Bundle;
  const std::function<certs::ProvenEntry&(Bundle&)> entries[] = {[](Bundle& b) -> auto& { return b.opened; },
                                                                 [](Bundle& b) -> auto& { return b.issuer_key; },
                                                                 [](Bundle& b) -> auto& { return b.standard; },
                                                                 [](Bundle& b) -> auto& { return b.enrolled; },
                                                                 [](Bundle& b) -> auto& { return b.did; },
                                                                 [](Bundle& b) -> auto& { return b.seal; },
                                                                 [](Bundle& b) -> auto& { return b.revocation.entry; },
                                                                 [](Bundle& b) -> auto& { return b.suspension.entry; }};
  for (const auto& entry : entries) {
    expect_failed({.bundle = [&](Bundle& b) { entry(b).path.back() = {}; }}, "in_ledger");
    expect_failed({.bundle = [&](Bundle& b) { entry(b).path.pop_back(); }}, "in_ledger");
    expect_failed({.bundle = [&](Bundle& b) { entry(b).path.push_back({}); }}, "in_ledger");
  }
}

TEST(NotGenuine, WhenTheReceiptIsOfAnotherTree) {
  const Sample other = make_sample({.notice = "another ledger"});
  expect_failed({.bundle = [&](certs::Bundle& bundle) { bundle.receipt = other.bundle.receipt; }}, "in_ledger");
  expect_failed({.bundle = [&](certs::Bundle& bundle) { bundle.tlog_proof = other.bundle.tlog_proof; }}, "in_ledger");
}

// Receipts that the ledger's key signed, and that prove the leaf, yet not in the tree of the checkpoint.
TEST(NotGenuine, WhenTheReceiptSpeaksOfAnotherLedgerSizeOrRoot) {
  const Sample sample = make_sample();
  const auto key = seed_key(kLedgerSeed);
  const attest::Receipt good = attest::parse_receipt(sample.bundle.receipt).value();
  const ledger::Digest leaf = ledger::leaf_hash(sample.bundle.issuance.statement);
  const auto expect = [&](const std::function<void(attest::Receipt&)>& change) {
    attest::Receipt receipt = good;
    change(receipt);
    const auto root = ledger::root_from_inclusion(leaf, receipt.index, receipt.header.size, receipt.path);
    ASSERT_TRUE(root);
    const auto signature = attest::sign_receipt_root(receipt.header, *root, *key);
    const ledger::Bytes bytes = attest::encode_receipt(receipt.header, receipt.index, receipt.path, *signature);
    expect_failed({.bundle = [&](certs::Bundle& bundle) { bundle.receipt = bytes; }}, "in_ledger");
  };
  expect([](attest::Receipt& receipt) { receipt.header.origin = "ledger.example/other"; });
  expect([](attest::Receipt& receipt) { receipt.header.genesis = {}; });
  expect([](attest::Receipt& receipt) { receipt.path[0] = {}; });
  expect([](attest::Receipt& receipt) { receipt.header.size.value += 1; });
}

TEST(NotGenuine, WhenTheTrustFolderIsOfAnotherLedger) {
  const Sample sample = make_sample();
  const auto judge = [&](const certs::Trust& trust) {
    return certs::verify(sample.file, trust, {moment("2018-11-10"), {}});
  };
  certs::Trust trust = sample.trust;
  trust.genesis.bytes[0] ^= 1U;
  EXPECT_EQ(failed_checks(judge(trust)), "issuer_key as_issued in_ledger time");
  trust = sample.trust;
  trust.log.key = attest::as_ed25519(seed_key(kStrangerSeed)->public_key());
  EXPECT_EQ(failed_checks(judge(trust)), "issuer_key in_ledger time");
  trust = sample.trust;
  trust.log.name = "ledger.example/other";
  EXPECT_EQ(failed_checks(judge(trust)), "in_ledger");
  trust = sample.trust;
  trust.did.did = "did:web:other.example";
  EXPECT_EQ(failed_checks(judge(trust)), "signatures");
}

TEST(NotGenuine, WhenTheIssuerIsAnotherThoughTheKeyIsTheTrustedOne) {
  const Recipe other{.certificate = [](Certificate& c) {
    c.issuer = "did:web:other.example";
    c.base = "https://other.example";
  }};
  expect_failed(other, "signatures as_issued");
  const Sample sample = make_sample(other);
  const Verdict alone = certs::verify(sample.credential, sample.trust, {moment("2018-11-10"), {}});
  EXPECT_EQ(failed_checks(alone), "signatures");
}

TEST(NotGenuine, WhenASigningKeyWasNoLongerTrusted) {
  const auto end = [](auto member, std::size_t method, const char* when) {
    return [=](certs::DidDocument& did) { did.methods[method].*member = when; };
  };
  const auto revoked = &certs::VerificationMethod::revoked;
  const auto expires = &certs::VerificationMethod::expires;
  expect_failed({.trusted_did = end(revoked, 1, "2018-11-09T09:59:59Z")}, "signatures");
  expect_failed({.trusted_did = end(expires, 1, "2018-11-09T10:00:00Z")}, "signatures");
  expect_failed({.logged_did = end(revoked, 1, "2018-11-09T10:00:00Z")}, "signatures");
  expect_failed({.logged_did = end(expires, 1, "2018-11-01T00:00:00Z")}, "signatures");
  const Sample later = make_sample({.trusted_did = end(revoked, 1, "2018-11-09T10:00:01Z")});
  EXPECT_EQ(certs::verify(later.file, later.trust, {moment("2018-11-10"), {}}).outcome, Outcome::kInForce);
}

TEST(NotGenuine, WhenAKeyIsNotInBothDidDocumentsOrAnotherOne) {
  const auto drop = [](certs::DidDocument& did) { did.methods.pop_back(); };
  const auto swap = [](certs::DidDocument& did) {
    did.methods[1].key = attest::as_ed25519(seed_key(kStrangerSeed)->public_key());
  };
  expect_failed({.logged_did = drop}, "signatures");
  expect_failed({.trusted_did = drop}, "signatures");
  expect_failed({.logged_did = swap}, "signatures");
  expect_failed({.trusted_did = swap}, "signatures");
}

TEST(NotGenuine, WhenTheCredentialHasAnotherMember) {
  const auto put = [](const char* name, certs::Json value) {
    return [=](certs::Json& credential) { credential.object()->insert_or_assign(name, value); };
  };
  // Nothing that reads the certificate can be done, and nothing of it is believed.
  expect_failed({.credential = put("praise", "a fine city")}, "schema");
  expect_failed({.credential = put("name", "A certificate of excellence")}, "schema");
  expect_failed({.credential = put("validUntil", "2018-11-09T00:00:00Z")}, "schema");
}

TEST(NotGenuine, WhenOneOfTheProofsIsBrokenOrTaken) {
  const auto with_proofs = [](const std::function<void(certs::Json::Array&)>& change) {
    return [=](certs::Bundle& bundle) { change(*bundle.credential.object()->at("proof").array()); };
  };
  expect_failed({.bundle = with_proofs([](auto& proofs) { proofs.pop_back(); })}, "as_issued");
  expect_failed({.bundle = with_proofs([](auto& proofs) { proofs.clear(); })}, "signatures as_issued");
  expect_failed({.bundle = with_proofs([](auto& proofs) {
                   std::swap(proofs[0].object()->at("proofValue"), proofs[1].object()->at("proofValue"));
                 })},
                "signatures as_issued");
  expect_failed({.bundle = with_proofs([](auto& proofs) { proofs[1].object()->insert_or_assign("expires", "2030"); })},
                "signatures as_issued");
}

TEST(NotGenuine, WhenAStatusListIsNotTheOneInTheLedger) {
  const auto list = [](const char* purpose) {
    return json_of(signed_list(purpose, "2018-11-09T00:00:00Z", "2018-11-12T00:00:00Z", {1}));
  };
  expect_failed({.bundle = [&](certs::Bundle& bundle) { bundle.revocation.list = list("revocation"); }}, "as_issued");
  expect_failed({.bundle = [&](certs::Bundle& bundle) { bundle.suspension.list = list("suspension"); }}, "as_issued");
  expect_failed({.bundle = [&](certs::Bundle& bundle) { std::swap(bundle.revocation, bundle.suspension); }},
                "as_issued");
}

TEST(NotGenuine, WhenAStatusListIsOfAnotherIssuer) {
  const std::string list = signed_list("revocation", "2018-11-09T00:00:00Z", "2018-11-12T00:00:00Z", {},
                                       kCredentialSeed, "did:web:other.example");
  expect_failed({.bundle = [&](certs::Bundle& bundle) { bundle.revocation.list = json_of(list); }},
                "signatures as_issued");
}

TEST(NotGenuine, WhenACosignatureOfAKnownWitnessIsBroken) {
  const std::string policy = witness_line(1) + "quorum w1\n";
  const Sample sample = make_sample({.cosigned_by = 1, .policy_more = policy});
  certs::Bundle bundle = sample.bundle;
  char& late = bundle.tlog_proof[bundle.tlog_proof.size() - 10];
  late = late == 'A' ? 'B' : 'A';
  const Verdict verdict = certs::verify(certs::encode_bundle(bundle), sample.trust, {moment("2018-11-10"), {}});
  EXPECT_EQ(verdict.outcome, Outcome::kNotGenuine);
}

}  // namespace
}  // namespace certs_test
