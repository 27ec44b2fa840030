// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.hpp"

namespace certs_pki_test {
namespace {

using certs::CrlOrder;
using certs::RevocationReason;
using ledger::Code;
using testing::HasSubstr;
using testing::Not;

CrlOrder::Item revoked(const Bytes& certificate, RevocationReason reason, std::optional<UnixMillis> since = {}) {
  return {certs::certificate_facts(certificate)->serial, false, {days_later(2), reason, since}};
}

Bytes crl_of(const CrlOrder& order, const Issued& by) {
  const auto made = certs::issue_crl(order, by.key, by.certificate);
  EXPECT_TRUE(made);
  return made ? *made : Bytes();
}

TEST(Crl, SaysNumberTimesReasonsAndSinceWhen) {
  const ledger_test::TempFolder folder;
  const Hierarchy& all = hierarchy();
  CrlOrder order{{revoked(all.seal.certificate, RevocationReason::kCompromised, days_later(1)),
                  revoked(all.tls.certificate, RevocationReason::kUnspecified)},
                 7,
                 days_later(3),
                 days_later(10)};
  const Bytes crl = crl_of(order, all.issuing);
  write(folder / "c.crl", crl);
  const std::string text = openssl(folder.path(), "crl -inform DER -in c.crl -noout -text").output;
  EXPECT_THAT(text, HasSubstr("Version 2 (0x1)"));
  EXPECT_THAT(text, HasSubstr("ecdsa-with-SHA384"));
  EXPECT_THAT(text, HasSubstr("Last Update: Jan  4 00:00:00 2025 GMT"));
  EXPECT_THAT(text, HasSubstr("Next Update: Jan 11 00:00:00 2025 GMT"));
  EXPECT_THAT(text, HasSubstr("X509v3 CRL Number: \n                7\n"));
  EXPECT_THAT(text, HasSubstr("X509v3 Authority Key Identifier"));
  EXPECT_THAT(text, HasSubstr("Key Compromise"));
  EXPECT_THAT(text, HasSubstr("Invalidity Date: \n                Jan  2 00:00:00 2025 GMT"));
  EXPECT_THAT(text, Not(HasSubstr("Unspecified")));
  const auto facts = certs::crl_facts(crl);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->number, 7U);
  EXPECT_EQ(facts->next_update, days_later(10));
  EXPECT_THAT(facts->serials, testing::UnorderedElementsAre(order.revoked[0].serial, order.revoked[1].serial));
}

TEST(Crl, OfARootSaysThatAnAuthorityIsCompromised) {
  const ledger_test::TempFolder folder;
  CrlOrder::Item item = revoked(hierarchy().issuing.certificate, RevocationReason::kCompromised);
  item.authority = true;
  write(folder / "c.crl", crl_of({{item}, 1, kBegin, days_later(30)}, hierarchy().root));
  EXPECT_THAT(openssl(folder.path(), "crl -inform DER -in c.crl -noout -text").output, HasSubstr("CA Compromise"));
}

// openssl verify of the seal with these lists; the day is the number of days after the beginning.
Ran verify(const ledger_test::TempFolder& folder, std::uint64_t day) {
  for (const char* name : {"root", "issuing"}) {
    const std::string file = name;
    EXPECT_EQ(openssl(folder.path(), "crl -inform DER -in " + file + ".crl -out " + file + ".crl.pem").code, 0);
  }
  write(folder / "root.pem", certs::certificate_pem(hierarchy().root.certificate));
  write(folder / "issuing.pem", certs::certificate_pem(hierarchy().issuing.certificate));
  write(folder / "seal.pem", certs::certificate_pem(hierarchy().seal.certificate));
  return openssl(folder.path(),
                 "verify -crl_check_all -CAfile root.pem -untrusted issuing.pem -CRLfile root.crl.pem "
                 "-CRLfile issuing.crl.pem -purpose smimesign -attime " +
                     std::to_string(days_later(day).value / 1000) + " seal.pem");
}

TEST(Crl, DecidesWhatOpensslAccepts) {
  const ledger_test::TempFolder folder;
  const Hierarchy& all = hierarchy();
  write(folder / "root.crl", crl_of({{}, 1, kBegin, days_later(300)}, all.root));
  write(folder / "issuing.crl", crl_of({{}, 1, kBegin, days_later(30)}, all.issuing));
  EXPECT_EQ(verify(folder, 5).code, 0);
  EXPECT_THAT(verify(folder, 31).output, HasSubstr("CRL has expired"));
  write(folder / "issuing.crl",
        crl_of({{revoked(all.seal.certificate, RevocationReason::kSuperseded)}, 2, days_later(3), days_later(30)},
               all.issuing));
  EXPECT_THAT(verify(folder, 5).output, HasSubstr("certificate revoked"));
  write(folder / "issuing.crl", crl_of({{}, 1, kBegin, days_later(30)}, all.issuing));
  write(folder / "root.crl",
        crl_of({{revoked(all.issuing.certificate, RevocationReason::kCompromised)}, 2, days_later(3), days_later(300)},
               all.root));
  EXPECT_THAT(verify(folder, 5).output, HasSubstr("certificate revoked"));
  // A list that somebody else signed in the authority's name.
  const Issued other_root = issue(PkiRole::kRoot, nullptr);
  const Issued other = issue(PkiRole::kIssuing, &other_root);
  write(folder / "root.crl", crl_of({{}, 1, kBegin, days_later(300)}, all.root));
  write(folder / "issuing.crl", crl_of({{}, 9, kBegin, days_later(30)}, other));
  EXPECT_NE(verify(folder, 5).code, 0);
}

TEST(Crl, IsSignedByAnAuthorityAloneAndEndsAfterItBegins) {
  const Hierarchy& all = hierarchy();
  EXPECT_EQ(certs::issue_crl({{}, 1, kBegin, days_later(1)}, all.seal.key, all.seal.certificate).error().code,
            Code::kKey);
  EXPECT_EQ(certs::issue_crl({{}, 1, kBegin, days_later(1)}, all.root.key, all.issuing.certificate).error().code,
            Code::kKey);
  EXPECT_EQ(certs::issue_crl({{}, 1, kBegin, kBegin}, all.root.key, all.root.certificate).error().field, "next_update");
  const CrlOrder::Item bad{"no hex", false, {kBegin, RevocationReason::kCeased, {}}};
  EXPECT_EQ(certs::issue_crl({{bad}, 1, kBegin, days_later(1)}, all.root.key, all.root.certificate).error().field,
            "serial");
}

TEST(Crl, FactsAreOfExactlyOneList) {
  Bytes crl = crl_of({{}, 1, kBegin, days_later(1)}, hierarchy().root);
  ASSERT_TRUE(certs::crl_facts(crl));
  EXPECT_FALSE(certs::crl_facts(ledger::ByteView(crl).first(crl.size() - 1)));
  crl.push_back(0);
  EXPECT_FALSE(certs::crl_facts(crl));
  EXPECT_EQ(certs::crl_facts(Bytes((4U << 20U) + 1)).error().code, Code::kTooLarge);
}

TEST(Names, OfRolesAndReasonsAreReadBack) {
  for (const PkiRole role : {PkiRole::kRoot, PkiRole::kIssuing, PkiRole::kSeal, PkiRole::kTimestamp, PkiRole::kTls})
    EXPECT_EQ(certs::role_from_name(certs::role_name(role)), role);
  for (const auto reason : {RevocationReason::kUnspecified, RevocationReason::kCompromised, RevocationReason::kChanged,
                            RevocationReason::kSuperseded, RevocationReason::kCeased})
    EXPECT_EQ(certs::reason_from_name(certs::reason_name(reason)), reason);
  EXPECT_FALSE(certs::role_from_name("boss"));
  EXPECT_FALSE(certs::reason_from_name(""));
}

}  // namespace
}  // namespace certs_pki_test
