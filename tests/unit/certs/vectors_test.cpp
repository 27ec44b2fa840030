// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The stored cases in tests/vectors/certs, and the worked examples of CERTIFICATE.md, computed again.
#include <gtest/gtest.h>

#include "ledger/encoding.hpp"
#include "support.hpp"
#include "support/sample_bundle.hpp"

namespace certs_test {
namespace {

using certs::Json;

std::filesystem::path vector_file(const std::string& name) {
  return std::filesystem::path(CITYLEDGER_TEST_VECTORS) / "certs" / name;
}

TEST(Vectors, GetTheOutcomeThatTheirTableNames) {
  const auto trust =
      certs::parse_trust({read_file(vector_file("trust/log.vkey")), read_file(vector_file("trust/genesis")),
                          read_file(vector_file("trust/policy")), read_file(vector_file("trust/did.json"))});
  ASSERT_TRUE(trust) << trust.error().message;
  const Json cases = json_of(read_file(vector_file("cases.json")));
  ASSERT_NE(cases.array(), nullptr);
  EXPECT_EQ(cases.array()->size(), 12U);
  for (const Json& one : *cases.array()) {
    certs::Question question{moment(*one.find("at")->text()), {}};
    for (const Json& list : *one.find("status")->array())
      question.status_lists.push_back(read_file(vector_file(*list.text())));
    const std::string& file = *one.find("file")->text();
    const certs::Verdict verdict = certs::verify(read_file(vector_file(file)), *trust, question);
    EXPECT_EQ(certs::outcome_name(verdict.outcome), *one.find("outcome")->text()) << file << ": " << verdict.sentence;
  }
}

std::string page() {
  return read_file(std::filesystem::path(CITYLEDGER_SOURCE_DIR) / "certs" / "CERTIFICATE.md");
}

// The block after `<!-- example: NAME -->`; empty when there is none.
std::string example(const std::string& name) {
  const std::string text = page();
  const std::size_t mark = text.find("<!-- example: " + name + " -->");
  if (mark == std::string::npos) return {};
  const std::size_t begin = text.find('\n', text.find("```", mark)) + 1;
  return text.substr(begin, text.find("\n```", begin) - begin);
}

TEST(CertificateDocument, ShowsTheSampleCertificateWithItsDigests) {
  const Sample sample = make_sample();
  const Json& credential = sample.bundle.credential;
  EXPECT_EQ(example("credential"), attest::pretty_json(credential));
  EXPECT_NE(page().find("fingerprint `" + ledger::to_hex(certs::fingerprint(credential))), std::string::npos);
  EXPECT_NE(page().find("\n`" + ledger::to_hex(certs::signed_digest(credential))), std::string::npos);
  EXPECT_EQ(example("did") + "\n", sample.did_json + "\n");
}

TEST(CertificateDocument, SignsItsSmallDocumentAsItSays) {
  const Json document = json_of(example("document"));
  const auto signed_document =
      certs::add_proof(document, "did:web:attest.example#k1", kIssuedAt, *seed_key(kCredentialSeed));
  ASSERT_TRUE(signed_document);
  EXPECT_EQ(example("signed document"), attest::canonical_json(*signed_document));
  const auto proofs = certs::read_proofs(*signed_document);
  EXPECT_EQ(example("hash data"), ledger::hex_encode(certs::proof_hash_data(document, proofs->front())));
}

TEST(CertificateDocument, ShowsAStatusListThatItsKeySigned) {
  const Json document = json_of(example("status list"));
  const auto list = certs::parse_status_list(document);
  ASSERT_TRUE(list) << list.error().message;
  EXPECT_EQ(list->bits, ledger::Bytes(16'384, 0));
  const auto proofs = certs::read_proofs(document);
  ASSERT_TRUE(proofs);
  const auto key = attest::as_ed25519(seed_key(kCredentialSeed)->public_key());
  EXPECT_TRUE(certs::verify_proof(document, proofs->front(), key));
}

// Every member that the writer puts into a bundle, credential or verdict is named on the page.
TEST(CertificateDocument, NamesEveryMemberCheckAndOutcome) {
  const std::string text = page();
  const Sample sample = make_sample({.notice = "made up"});
  const Json bundle = json_of(sample.file);
  for (const auto& [name, value] : *bundle.object()) EXPECT_NE(text.find("`" + name + "`"), std::string::npos) << name;
  const Json& credential = sample.bundle.credential;
  for (const auto& [name, value] : *credential.object())
    EXPECT_NE(text.find("`" + name + "`"), std::string::npos) << name;
  for (const char* part : {"credentialSubject", "evidence", "credentialSchema", "issuer"})
    for (const auto& [name, value] : *credential.find(part)->object())
      EXPECT_NE(text.find("`" + name + "`"), std::string::npos) << name;
  const certs::Verdict verdict = certs::verify(sample.file, sample.trust, {moment("2018-11-10"), {}});
  for (const certs::Check& check : verdict.checks)
    EXPECT_NE(text.find("`" + check.id + "`"), std::string::npos) << check.id;
  for (int outcome = 0; outcome <= static_cast<int>(certs::Outcome::kCannotBeTold); ++outcome) {
    const std::string name(certs::outcome_name(static_cast<certs::Outcome>(outcome)));
    EXPECT_NE(text.find("`" + name + "`"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace certs_test
