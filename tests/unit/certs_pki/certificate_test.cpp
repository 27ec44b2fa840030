// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "attest/signer.hpp"
#include "support.hpp"

namespace certs_pki_test {
namespace {

using certs::CertificateOrder;
using ledger::Code;
using testing::HasSubstr;
using testing::Not;

// What `openssl x509 -text` says of a certificate.
std::string text_of(const Bytes& certificate) {
  const ledger_test::TempFolder folder;
  write(folder / "c.der", certificate);
  return openssl(folder.path(), "x509 -inform DER -in c.der -noout -text").output;
}

// Root and issuing certificate with their CRLs as openssl reads them, for a moment a day after the beginning.
void write_authorities(const ledger_test::TempFolder& folder) {
  const Hierarchy& all = hierarchy();
  write(folder / "root.pem", certs::certificate_pem(all.root.certificate));
  write(folder / "issuing.pem", certs::certificate_pem(all.issuing.certificate));
  for (const auto& [name, by] : {std::pair{"root.crl", &all.root}, std::pair{"issuing.crl", &all.issuing}}) {
    write(folder / name, *certs::issue_crl({{}, 1, kBegin, days_later(30)}, by->key, by->certificate));
    const std::string file = name;
    ASSERT_EQ(openssl(folder.path(), "crl -inform DER -in " + file + " -out " + file + ".pem").code, 0);
  }
}

constexpr const char* kAtDayOne = " -attime 1735776000";
constexpr const char* kAuthorities =
    " -CAfile root.pem -untrusted issuing.pem -crl_check_all -CRLfile root.crl.pem -CRLfile issuing.crl.pem "
    "-x509_strict ";

TEST(Certificate, OfARootHasItsExtensionsAndNoOthers) {
  const std::string text = text_of(hierarchy().root.certificate);
  EXPECT_THAT(text, HasSubstr("NIST CURVE: P-384"));
  EXPECT_THAT(text, HasSubstr("Signature Algorithm: ecdsa-with-SHA384"));
  EXPECT_THAT(text, HasSubstr("X509v3 Basic Constraints: critical\n                CA:TRUE\n"));
  EXPECT_THAT(text, HasSubstr("X509v3 Key Usage: critical\n                Certificate Sign, CRL Sign\n"));
  EXPECT_THAT(text, HasSubstr("X509v3 Subject Key Identifier"));
  for (const char* other : {"Extended Key Usage", "CRL Distribution", "Authority"})
    EXPECT_THAT(text, Not(HasSubstr(other)));
}

TEST(Certificate, OfTheIssuingAuthorityMayIssueEndCertificatesAlone) {
  const std::string text = text_of(hierarchy().issuing.certificate);
  EXPECT_THAT(text, HasSubstr("NIST CURVE: P-384"));
  EXPECT_THAT(text, HasSubstr("X509v3 Basic Constraints: critical\n                CA:TRUE, pathlen:0\n"));
  EXPECT_THAT(text, HasSubstr("X509v3 Key Usage: critical\n                Certificate Sign, CRL Sign\n"));
  EXPECT_THAT(text, HasSubstr("URI:https://attest.example/pki/root.crl"));
  EXPECT_THAT(text, HasSubstr("X509v3 Authority Key Identifier"));
  EXPECT_THAT(text, Not(HasSubstr("Extended Key Usage")));
}

TEST(Certificate, OfASealHasBothUsagesThatReadersAskFor) {
  const std::string text = text_of(hierarchy().seal.certificate);
  EXPECT_THAT(text, HasSubstr("NIST CURVE: P-256"));
  EXPECT_THAT(text, HasSubstr("X509v3 Basic Constraints: critical\n                CA:FALSE\n"));
  EXPECT_THAT(text, HasSubstr("X509v3 Key Usage: critical\n                Digital Signature, Non Repudiation\n"));
  EXPECT_THAT(text, HasSubstr("X509v3 Extended Key Usage: \n                1.3.6.1.5.5.7.3.36, E-mail Protection\n"));
  EXPECT_THAT(text, HasSubstr("URI:https://attest.example/pki/issuing.crl"));
  EXPECT_THAT(text, HasSubstr("CA Issuers - URI:https://attest.example/pki/issuing.cer"));
  EXPECT_THAT(text, Not(HasSubstr("OCSP")));
}

TEST(Certificate, OfATimeStampAuthorityHasOneCriticalUsage) {
  const std::string text = text_of(hierarchy().tsa.certificate);
  EXPECT_THAT(text, HasSubstr("X509v3 Extended Key Usage: critical\n                Time Stamping\n"));
  EXPECT_THAT(text, HasSubstr("X509v3 Key Usage: critical\n                Digital Signature\n"));
  EXPECT_THAT(text, HasSubstr("URI:https://attest.example/pki/issuing.crl"));
}

TEST(Certificate, OfAServerNamesItsHosts) {
  const std::string text = text_of(hierarchy().tls.certificate);
  EXPECT_THAT(text, HasSubstr("TLS Web Server Authentication"));
  EXPECT_THAT(text, HasSubstr("DNS:attest.example, IP Address:127.0.0.1"));
}

TEST(Certificate, IsAcceptedByOpensslForItsPurposeAndNoOther) {
  const ledger_test::TempFolder folder;
  write_authorities(folder);
  const Hierarchy& all = hierarchy();
  const std::vector<std::pair<const Issued*, std::string>> uses = {
      {&all.seal, "smimesign"}, {&all.tsa, "timestampsign"}, {&all.tls, "sslserver"}};
  for (const auto& [issued, own] : uses) {
    write(folder / "end.pem", certs::certificate_pem(issued->certificate));
    for (const auto& [unused, purpose] : uses) {
      const Ran ran = openssl(folder.path(), "verify -purpose " + purpose + kAtDayOne + kAuthorities + "end.pem");
      EXPECT_EQ(ran.code == 0, purpose == own) << own << " for " << purpose << "\n" << ran.output;
    }
  }
}

TEST(Certificate, OfAnotherAuthorityOrWithOneByteChangedIsRefusedByOpenssl) {
  const ledger_test::TempFolder folder;
  write_authorities(folder);
  const Issued other_root = issue(PkiRole::kRoot, nullptr);
  const Issued other = issue(PkiRole::kIssuing, &other_root);
  write(folder / "end.pem", certs::certificate_pem(issue(PkiRole::kSeal, &other).certificate));
  EXPECT_NE(openssl(folder.path(), std::string("verify") + kAtDayOne + kAuthorities + "end.pem").code, 0);
  Bytes changed = hierarchy().seal.certificate;
  changed[changed.size() - 100] ^= 1U;
  write(folder / "end.pem", certs::certificate_pem(changed));
  EXPECT_NE(openssl(folder.path(), std::string("verify") + kAtDayOne + kAuthorities + "end.pem").code, 0);
}

TEST(Certificate, HasARandomPositiveSerialNumberOf128Bits) {
  const PkiKey key = *PkiKey::generate(PkiRole::kSeal);
  std::set<std::string> seen;
  std::size_t longest = 0;
  for (int i = 0; i < 16; ++i) {
    const auto made = certs::issue_certificate(order_of(PkiRole::kSeal, key), hierarchy().issuing.key,
                                               hierarchy().issuing.certificate);
    ASSERT_TRUE(made);
    const std::string serial = certs::certificate_facts(*made)->serial;
    EXPECT_LE(serial.size(), 32U);
    longest = std::max(longest, serial.size());
    seen.insert(serial);
  }
  EXPECT_EQ(seen.size(), 16U);
  EXPECT_EQ(longest, 32U);
}

TEST(Certificate, IsOrderedWithinTheIssuersValidity) {
  const PkiKey key = *PkiKey::generate(PkiRole::kSeal);
  const auto with = [&](UnixMillis from, UnixMillis until) {
    CertificateOrder order = order_of(PkiRole::kSeal, key);
    order.from = from;
    order.until = until;
    const auto made = certs::issue_certificate(order, hierarchy().issuing.key, hierarchy().issuing.certificate);
    return made ? std::string() : made.error().field;
  };
  EXPECT_EQ(with(kBegin, days_later(3650)), "");
  EXPECT_EQ(with(kBegin, {days_later(3650).value + 1000}), "until");
  EXPECT_EQ(with({kBegin.value - 1000}, days_later(10)), "from");
  EXPECT_EQ(with(days_later(10), days_later(10)), "until");
}

TEST(Certificate, IsRefusedWithTheNameOfTheFieldThatIsWrong) {
  const PkiKey p256 = *PkiKey::generate(PkiRole::kSeal);
  const PkiKey p384 = *PkiKey::generate(PkiRole::kRoot);
  const Issued& issuing = hierarchy().issuing;
  const auto wrong = [&](CertificateOrder order, const Issued& by) {
    const auto made = certs::issue_certificate(order, by.key, by.certificate);
    return made ? std::string("made") : made.error().field;
  };
  CertificateOrder order = order_of(PkiRole::kSeal, p256);
  EXPECT_EQ(wrong(order, issuing), "made");
  EXPECT_EQ(wrong(order, hierarchy().seal), "issuer");
  EXPECT_EQ(wrong(order_of(PkiRole::kSeal, p384), issuing), "key");
  EXPECT_EQ(wrong(order_of(PkiRole::kIssuing, p256), hierarchy().root), "key");
  order.subject.organisation = std::string(64, 'a');
  EXPECT_EQ(wrong(order, issuing), "made");
  order.subject.organisation = std::string(65, 'a');
  EXPECT_EQ(wrong(order, issuing), "organisation");
  order = order_of(PkiRole::kSeal, p256);
  order.subject.country = "CAN";
  EXPECT_EQ(wrong(order, issuing), "country");
  order = order_of(PkiRole::kSeal, p256);
  order.crl_address = "https://a.example/x.crl,URI:https://evil.example";
  EXPECT_EQ(wrong(order, issuing), "crl_address");
  order = order_of(PkiRole::kSeal, p256);
  order.issuer_address = "";
  EXPECT_EQ(wrong(order, issuing), "issuer_address");
  order = order_of(PkiRole::kTls, p256);
  order.hosts.assign(certs::kHostsMax, "a.example");
  EXPECT_EQ(wrong(order, issuing), "made");
  order.hosts.emplace_back("b.example");
  EXPECT_EQ(wrong(order, issuing), "host");
  for (const char* host : {"A.example", "a b", "a.example,IP:1.2.3.4", "", "*.example"}) {
    order.hosts = {host};
    EXPECT_EQ(wrong(order, issuing), "host") << host;
  }
  CertificateOrder root = order_of(PkiRole::kRoot, p384);
  EXPECT_EQ(wrong(root, hierarchy().root), "issuer");
}

TEST(Certificate, CarriesTheKeyOfASignerWhoseSecretIsElsewhere) {
  const auto signer = attest::generate_signer(attest::Algorithm::kEs256);
  ASSERT_TRUE(signer);
  CertificateOrder order = order_of(PkiRole::kSeal, hierarchy().seal.key);
  order.public_key_info = *certs::public_key_info((*signer)->public_key());
  const auto made = certs::issue_certificate(order, hierarchy().issuing.key, hierarchy().issuing.certificate);
  ASSERT_TRUE(made);
  EXPECT_EQ(certs::certificate_facts(*made)->public_key_info, order.public_key_info);
  EXPECT_FALSE(certs::public_key_info((*attest::generate_signer(attest::Algorithm::kEdDsa))->public_key()));
}

TEST(Certificate, LastsAsLongAsItWasOrderedBeyond2050) {
  const auto facts = certs::certificate_facts(hierarchy().root.certificate);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->from, kBegin);
  EXPECT_EQ(facts->until, days_later(20 * 365));
  EXPECT_TRUE(facts->self_signed);
  EXPECT_EQ(facts->subject, "C=CA, O=Certification de données, CN=Test root");
  const PkiKey key = *PkiKey::generate(PkiRole::kRoot);
  CertificateOrder order = order_of(PkiRole::kRoot, key);
  order.until = days_later(40 * 365);
  const auto made = certs::issue_certificate(order, key, {});
  ASSERT_TRUE(made);
  EXPECT_EQ(certs::certificate_facts(*made)->until, order.until);
}

TEST(Certificate, FactsAreOfExactlyOneCertificate) {
  const Bytes& good = hierarchy().seal.certificate;
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_TRUE(certs::certificate_facts(good));
  EXPECT_FALSE(certs::certificate_facts(longer));
  EXPECT_FALSE(certs::certificate_facts(ledger::ByteView(good).first(good.size() - 1)));
  EXPECT_FALSE(certs::certificate_facts({}));
  EXPECT_EQ(certs::certificate_facts(Bytes(certs::kCertificateBytesMax + 1)).error().code, Code::kTooLarge);
}

TEST(Pem, HoldsCertificatesAndNothingElse) {
  const Hierarchy& all = hierarchy();
  const std::string one = certs::certificate_pem(all.root.certificate);
  const std::string two = one + certs::certificate_pem(all.issuing.certificate);
  ASSERT_TRUE(certs::certificates_from_pem(two));
  EXPECT_EQ(certs::certificates_from_pem(two)->at(1), all.issuing.certificate);
  std::string many;
  for (int i = 0; i < 20; ++i) many += one;
  EXPECT_TRUE(certs::certificates_from_pem(many));
  EXPECT_FALSE(certs::certificates_from_pem(many + one));
  EXPECT_FALSE(certs::certificates_from_pem(""));
  EXPECT_FALSE(certs::certificates_from_pem(one + "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"));
  EXPECT_FALSE(certs::certificates_from_pem(one + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
  EXPECT_FALSE(certs::certificates_from_pem(one.substr(0, one.size() / 2)));
}

TEST(PathOfSeal, LeadsToATrustedRootAtThatMoment) {
  const Hierarchy& all = hierarchy();
  const auto path = certs::path_of_seal(all.seal.certificate, {all.root.certificate, all.issuing.certificate},
                                        {all.root.certificate}, days_later(1));
  ASSERT_TRUE(path) << path.error().message;
  EXPECT_EQ(*path, all.chain());
  const auto refused = [&](const Bytes& end, const std::vector<Bytes>& chain, UnixMillis at) {
    const auto found = certs::path_of_seal(end, chain, {all.root.certificate}, at);
    return found ? std::string("accepted") : found.error().field;
  };
  EXPECT_EQ(refused(all.seal.certificate, {}, days_later(1)), "chain");
  EXPECT_EQ(refused(all.seal.certificate, all.chain(), days_later(366)), "chain");
  EXPECT_EQ(refused(all.tls.certificate, all.chain(), days_later(1)), "extended_key_usage");
  EXPECT_EQ(refused(all.root.certificate, all.chain(), days_later(1)), "key");
  const Issued stranger = issue(PkiRole::kRoot, nullptr);
  const Issued between = issue(PkiRole::kIssuing, &stranger);
  const Issued seal = issue(PkiRole::kSeal, &between);
  EXPECT_EQ(refused(seal.certificate, {between.certificate, stranger.certificate}, days_later(1)), "chain");
}

TEST(PkiKeyFile, IsReadWithItsPassphraseAlone) {
  const ledger_test::TempFolder folder;
  for (const PkiRole role : {PkiRole::kRoot, PkiRole::kSeal}) {
    const PkiKey key = *PkiKey::generate(role);
    const auto file = folder / std::string(certs::role_name(role));
    ASSERT_TRUE(key.write(file, "correct horse"));
    const auto back = PkiKey::read(file, "correct horse");
    ASSERT_TRUE(back);
    EXPECT_EQ(back->public_key_info(), key.public_key_info());
    EXPECT_EQ(PkiKey::read(file, "wrong horse").error().code, Code::kKey);
    EXPECT_EQ(key.write(file, "correct horse").error().code, Code::kInvalid);
  }
  const auto ed25519 = *attest::generate_signer(attest::Algorithm::kEdDsa);
  ASSERT_TRUE(attest::write_key_file(folder / "ed25519", *ed25519, "correct horse"));
  EXPECT_EQ(PkiKey::read(folder / "ed25519", "correct horse").error().code, Code::kKey);
}

}  // namespace
}  // namespace certs_pki_test
