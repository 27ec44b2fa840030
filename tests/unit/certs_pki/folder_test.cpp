// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include "attest/signer.hpp"
#include "place.hpp"

namespace certs_pki_test {
namespace {

using certs::PkiRevocation;
using certs::RenewalOrder;
using certs::RevocationReason;
using ledger::Code;
using testing::HasSubstr;

Ran verify(const Place& place, const std::string& name, const std::string& purpose, std::uint64_t day) {
  const auto pki = PkiFolder::open(place.pki);
  EXPECT_TRUE(pki);
  for (const auto& crl : pki->content().crls) {
    EXPECT_EQ(openssl(place.pki, "crl -inform DER -in " + crl.authority + ".crl -out /dev/stdout > ../" +
                                     crl.authority + ".crl.pem")
                  .code,
              0);
  }
  std::string lists;
  for (const auto& crl : pki->content().crls) lists += " -CRLfile ../" + crl.authority + ".crl.pem";
  std::string between;
  for (const auto& entry : pki->content().certificates) {
    if (entry.role == PkiRole::kIssuing) between += " -untrusted " + entry.name + ".pem";
  }
  return openssl(place.pki, "verify -x509_strict -crl_check_all -CAfile root.pem" + between + lists + " -purpose " +
                                purpose + " -attime " + std::to_string(days_later(day).value / 1000) + " " + name +
                                ".pem");
}

TEST(PkiFolder, IsMadeWhole) {
  const Place place;
  place.make();
  EXPECT_EQ(verify(place, "seal", "smimesign", 1).code, 0);
  EXPECT_EQ(verify(place, "tsa", "timestampsign", 1).code, 0);
  EXPECT_EQ(verify(place, "tls", "sslserver", 1).code, 0);
  EXPECT_NE(verify(place, "seal", "timestampsign", 1).code, 0);
  for (const char* key : {"pki-root", "pki-issuing", "pki-seal", "pki-tsa", "pki-tls"}) {
    EXPECT_EQ(fs::status(place.keys.file(key)).permissions(), fs::perms::owner_read | fs::perms::owner_write) << key;
  }
  const auto pki = PkiFolder::open(place.pki);
  const auto seal = certs::seal_in_force(*pki, kBegin);
  ASSERT_TRUE(seal);
  EXPECT_EQ(seal->key, "pki-seal");
  EXPECT_EQ(seal->chain, (std::vector<Bytes>{*pki->certificate("issuing"), *pki->certificate("root")}));
  EXPECT_EQ(pki->roots()->size(), 1U);
  // The signer of the key ring and the certificate are of one key.
  const auto signer = attest::read_key_file(place.keys.file(seal->key), kPassphrase);
  ASSERT_TRUE(signer);
  EXPECT_EQ(*certs::public_key_info((*signer)->public_key()),
            certs::certificate_facts(seal->certificate)->public_key_info);
  EXPECT_EQ(certs::certificate_facts(seal->certificate)->subject, "C=CA, O=Test Certifier, CN=Test Certifier");
}

TEST(PkiFolder, StampsInThisProcess) {
  const Place place;
  place.make();
  const auto pki = PkiFolder::open(place.pki);
  const auto key = certs::timestamp_key_in_force(*pki, place.keys, kBegin);
  ASSERT_TRUE(key);
  const auto source = certs::timestamp_source({certs::own_timestamp_service(*key, [] { return days_later(2); })});
  EXPECT_TRUE(source(ledger::sha256(ledger::view("x"))));
  EXPECT_EQ(certs::timestamp_key_in_force(*pki, {place.keys.folder, "wrong horse"}, kBegin).error().code, Code::kKey);
}

TEST(PkiFolder, IsMadeOnceAndNotOverKeysThatLieThere) {
  const Place place;
  place.make();
  const std::string before = place.register_text();
  EXPECT_EQ(certs::create_pki(place.pki, place.plan(), place.keys).error().code, Code::kInvalid);
  EXPECT_EQ(place.register_text(), before);
  const Place other;
  write(other.keys.file("pki-tsa"), std::string_view("something"));
  EXPECT_EQ(certs::create_pki(other.pki, other.plan(), other.keys).error().code, Code::kInvalid);
  EXPECT_FALSE(fs::exists(other.keys.file("pki-root")));
  EXPECT_FALSE(fs::exists(other.pki / "register.json"));
}

TEST(PkiFolder, LeavesNoKeyBehindWhenThePassphraseIsTooShort) {
  Place place;
  place.keys.passphrase = "short";
  EXPECT_EQ(certs::create_pki(place.pki, place.plan(), place.keys).error().field, "passphrase");
  EXPECT_TRUE(fs::is_empty(place.keys.folder));
  EXPECT_EQ(PkiFolder::open(place.pki).error().code, Code::kNotFound);
}

TEST(PkiFolder, NamesTheFieldOfThePlanThatIsWrong) {
  const auto field = [](const std::function<void(PkiPlan&)>& change) {
    const Place place;
    PkiPlan plan = place.plan();
    change(plan);
    const auto made = certs::create_pki(place.pki, plan, place.keys);
    EXPECT_TRUE(fs::is_empty(place.keys.folder));
    return made ? std::string("made") : made.error().field;
  };
  EXPECT_EQ(field([](PkiPlan& plan) { plan.organisation = std::string(65, 'x'); }), "organisation");
  EXPECT_EQ(field([](PkiPlan& plan) { plan.country = ""; }), "country");
  EXPECT_EQ(field([](PkiPlan& plan) { plan.base = "https://a,b"; }), "crl_address");
  EXPECT_EQ(field([](PkiPlan& plan) { plan.tls_hosts = {"A"}; }), "host");
  EXPECT_EQ(field([](PkiPlan& plan) { plan.seal_months = 11; }), "months");
  EXPECT_EQ(field([](PkiPlan& plan) { plan.seal_months = 37; }), "months");
  EXPECT_EQ(field([](PkiPlan& plan) {
              plan.seal = certs::SealSigner{"k", (*attest::generate_signer(attest::Algorithm::kEdDsa))->public_key()};
            }),
            "key");
}

TEST(PkiFolder, CertifiesTheKeyOfASignerElsewhere) {
  const Place place;
  PkiPlan plan = place.plan();
  const auto signer = *attest::generate_signer(attest::Algorithm::kEs256);
  plan.seal = certs::SealSigner{"token-seal", signer->public_key()};
  const auto pki = certs::create_pki(place.pki, plan, place.keys);
  ASSERT_TRUE(pki);
  EXPECT_EQ(certs::seal_in_force(*pki, kBegin)->key, "token-seal");
  EXPECT_FALSE(fs::exists(place.keys.file("pki-seal")));
}

TEST(PkiFolder, RevokesInTheRegisterAndThenInTheNextList) {
  const Place place;
  place.make();
  ASSERT_TRUE(certs::revoke_certificate(place.pki, "seal",
                                        {days_later(3), RevocationReason::kCompromised, days_later(2)}, nullptr));
  EXPECT_EQ(verify(place, "seal", "smimesign", 4).code, 0);  // the list is still the old one
  const auto none = certs::seal_in_force(*PkiFolder::open(place.pki), days_later(3));
  EXPECT_EQ(none.error().code, Code::kRefused);
  EXPECT_THAT(none.error().message, HasSubstr("it was revoked on 2025-01-04 (compromised)"));
  const auto list = certs::issue_list(place.pki, "issuing", place.keys, days_later(3), 30);
  ASSERT_TRUE(list);
  EXPECT_EQ(list->number, 2U);
  EXPECT_THAT(verify(place, "seal", "smimesign", 4).output, HasSubstr("certificate revoked"));
  EXPECT_EQ(verify(place, "tsa", "timestampsign", 4).code, 0);
  const auto code = [&](const std::string& name, const PkiRevocation& revocation) {
    const auto done = certs::revoke_certificate(place.pki, name, revocation, nullptr);
    return done ? std::string("done") : done.error().field + " " + std::string(ledger::code_name(done.error().code));
  };
  const std::string before = place.register_text();
  EXPECT_EQ(code("seal", {days_later(4), RevocationReason::kCeased, {}}), "name refused");
  EXPECT_EQ(code("root", {days_later(4), RevocationReason::kUnspecified, {}}), "reason invalid");
  EXPECT_EQ(code("root", {days_later(4), RevocationReason::kCompromised, days_later(3)}), "since invalid");
  EXPECT_EQ(code("seal-9", {days_later(4), RevocationReason::kCeased, {}}), "name not_found");
  EXPECT_EQ(code("tls", {days_later(4), RevocationReason::kCompromised, days_later(5)}), "since invalid");
  EXPECT_EQ(place.register_text(), before);
  EXPECT_EQ(code("tls", {days_later(4), RevocationReason::kCeased, {}}), "done");
  EXPECT_EQ(code("issuing", {days_later(4), RevocationReason::kCompromised, {}}), "done");
  ASSERT_TRUE(certs::issue_list(place.pki, "root", place.keys, days_later(4), 365));
  EXPECT_THAT(verify(place, "tsa", "timestampsign", 5).output, HasSubstr("certificate revoked"));
}

TEST(PkiFolder, RevokesAndListsInOneStepWhereTheKeyIsAtHand) {
  const Place place;
  place.make();
  const std::string before = place.register_text();
  const KeyPlace wrong{place.keys.folder, "wrong horse"};
  const certs::PkiRevocation compromised{days_later(3), RevocationReason::kCompromised, {}};
  EXPECT_EQ(certs::revoke_certificate(place.pki, "seal", compromised, &wrong).error().code, Code::kKey);
  EXPECT_EQ(place.register_text(), before);
  const auto list = certs::revoke_certificate(place.pki, "seal", compromised, &place.keys);
  ASSERT_TRUE(list && *list);
  EXPECT_EQ((*list)->number, 2U);
  EXPECT_THAT(verify(place, "seal", "smimesign", 4).output, HasSubstr("certificate revoked"));
}

TEST(PkiFolder, IssuesAListWithTheAuthoritysKeyAlone) {
  const Place place;
  place.make();
  const std::string before = place.register_text();
  EXPECT_EQ(certs::issue_list(place.pki, "issuing", {place.keys.folder, "wrong horse"}, kBegin, 30).error().code,
            Code::kKey);
  EXPECT_EQ(certs::issue_list(place.pki, "seal", place.keys, kBegin, 30).error().code, Code::kNotFound);
  EXPECT_EQ(certs::issue_list(place.pki, "issuing", place.keys, kBegin, 0).error().field, "days");
  EXPECT_EQ(certs::issue_list(place.pki, "issuing", place.keys, kBegin, 401).error().field, "days");
  fs::rename(place.keys.file("pki-root"), place.temp / "away");
  EXPECT_EQ(certs::issue_list(place.pki, "root", place.keys, kBegin, 30).error().code, Code::kNotFound);
  EXPECT_EQ(place.register_text(), before);
  EXPECT_TRUE(certs::issue_list(place.pki, "issuing", place.keys, kBegin, 400));
}

// As where the clock went back, or a simulated one is not set.
TEST(PkiFolder, IssuesNoListThatIsOlderThanTheLastOne) {
  const Place place;
  place.make();
  ASSERT_TRUE(certs::issue_list(place.pki, "issuing", place.keys, days_later(3), 30));
  const std::string before = place.register_text();
  EXPECT_EQ(certs::issue_list(place.pki, "issuing", place.keys, days_later(2), 30).error().code, Code::kClock);
  EXPECT_EQ(certs::revoke_certificate(place.pki, "seal", {days_later(2), RevocationReason::kCeased, {}}, &place.keys)
                .error()
                .code,
            Code::kClock);
  EXPECT_EQ(place.register_text(), before);
  EXPECT_TRUE(certs::issue_list(place.pki, "issuing", place.keys, days_later(3), 30));
}

TEST(PkiFolder, RenewsWithANewKeyBesideTheOldOne) {
  const Place place;
  place.make();
  EXPECT_EQ(*certs::renew_certificate(place.pki, {PkiRole::kSeal, {}, {}, 12, days_later(300)}, place.keys), "seal-2");
  EXPECT_EQ(certs::seal_in_force(*PkiFolder::open(place.pki), days_later(301))->key, "pki-seal-2");
  EXPECT_EQ(*certs::renew_certificate(place.pki, {PkiRole::kIssuing, {}, {}, 24, days_later(301)}, place.keys),
            "issuing-2");
  EXPECT_EQ(*certs::renew_certificate(place.pki, {PkiRole::kTimestamp, {}, {}, 24, days_later(302)}, place.keys),
            "tsa-2");
  ASSERT_TRUE(certs::issue_list(place.pki, "issuing", place.keys, days_later(302), 30));
  const auto pki = PkiFolder::open(place.pki);
  EXPECT_EQ(pki->content().find("tsa-2")->authority, "issuing-2");
  EXPECT_EQ(pki->content().find("seal-2")->authority, "issuing");
  EXPECT_EQ(verify(place, "tsa-2", "timestampsign", 303).code, 0);
  EXPECT_EQ(verify(place, "seal-2", "smimesign", 303).code, 0);
  EXPECT_EQ(verify(place, "seal", "smimesign", 303).code, 0);
  EXPECT_THAT(openssl(place.pki, "x509 -in tsa-2.pem -noout -text").output,
              HasSubstr("URI:https://attest.example/pki/issuing-2.crl"));
  EXPECT_EQ(certs::renew_certificate(place.pki, {PkiRole::kSeal, {}, {}, 24, days_later(303)},
                                     {place.keys.folder, "wrong horse"})
                .error()
                .code,
            Code::kKey);
  EXPECT_FALSE(PkiFolder::open(place.pki)->content().find("seal-3"));
}

TEST(PkiFolder, TellsARestoredOldRegister) {
  const Place place;
  place.make();
  const std::string old = place.register_text();
  ASSERT_TRUE(
      certs::revoke_certificate(place.pki, "seal", {days_later(3), RevocationReason::kCompromised, {}}, nullptr));
  ASSERT_TRUE(certs::issue_list(place.pki, "issuing", place.keys, days_later(3), 30));
  write(place.pki / "register.json", old);
  EXPECT_EQ(PkiFolder::open(place.pki).error().code, Code::kStale);
  EXPECT_EQ(certs::issue_list(place.pki, "issuing", place.keys, days_later(4), 30).error().code, Code::kStale);
}

TEST(PkiFolder, TellsAListThatIsNotTheLastOne) {
  const Place place;
  place.make();
  const std::string old = read(place.pki / "issuing.crl");
  ASSERT_TRUE(certs::issue_list(place.pki, "issuing", place.keys, days_later(3), 30));
  write(place.pki / "issuing.crl", old);  // as after a crash between register and list
  const auto pki = PkiFolder::open(place.pki);
  ASSERT_TRUE(pki);
  EXPECT_EQ(pki->crl("issuing").error().code, Code::kStale);
  ASSERT_TRUE(certs::issue_list(place.pki, "issuing", place.keys, days_later(3), 30));
  EXPECT_EQ(certs::crl_facts(*PkiFolder::open(place.pki)->crl("issuing"))->number, 3U);
}

TEST(PkiFolder, TellsACertificateFileThatWasExchanged) {
  const Place place;
  place.make();
  fs::copy_file(place.pki / "tsa.pem", place.pki / "seal.pem", fs::copy_options::overwrite_existing);
  EXPECT_EQ(PkiFolder::open(place.pki)->certificate("seal").error().code, Code::kCorrupt);
}

TEST(PkiFolder, IsChangedByOneProcessAtATime) {
  const Place place;
  place.make();
  const int other = ::open((place.pki / "lock").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(::flock(other, LOCK_EX), 0);
  EXPECT_EQ(certs::issue_list(place.pki, "issuing", place.keys, kBegin, 30).error().code, Code::kLocked);
  ::close(other);
  EXPECT_TRUE(certs::issue_list(place.pki, "issuing", place.keys, kBegin, 30));
}

}  // namespace
}  // namespace certs_pki_test
