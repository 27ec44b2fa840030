// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Seals of an outside authority, and what is trusted no more although no list of ours can say so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attest/signer.hpp"
#include "place.hpp"

namespace certs_pki_test {
namespace {

using certs::PkiRevocation;
using certs::RevocationReason;
using ledger::Code;
using testing::HasSubstr;

TEST(ImportedSeal, IsUsedLikeOneOfOurs) {
  const Place place;
  place.make();
  const std::string file = outside(place);
  EXPECT_EQ(import(place, file, place.temp / "o.pem").answer, "seal-2");
  const auto pki = PkiFolder::open(place.pki);
  const auto* entry = pki->content().find("seal-2");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->authority, "outside");
  const auto seal = certs::seal_in_force(*pki, entry->from);
  ASSERT_TRUE(seal);
  EXPECT_EQ(seal->chain.size(), 1U);
  EXPECT_EQ(pki->roots()->size(), 2U);
  EXPECT_TRUE(attest::read_key_file(place.keys.file(seal->key), kPassphrase));
}

TEST(ImportedSeal, IsRefusedWhereSomethingDoesNotFit) {
  const Place place;
  place.make();
  const std::string good = outside(place);
  const fs::path root = place.temp / "o.pem";
  EXPECT_EQ(import(place, good, root, "wrong").code, Code::kKey);
  EXPECT_EQ(import(place, good.substr(0, good.size() - 1), root).answer, "file");
  EXPECT_EQ(import(place, good + "x", root).answer, "file");
  EXPECT_EQ(import(place, std::string(65'536, 'x'), root).code, Code::kInvalid);
  EXPECT_EQ(import(place, std::string(65'537, 'x'), root).code, Code::kTooLarge);
  EXPECT_EQ(import(place, good, place.pki / "root.pem").answer, "chain");
  EXPECT_EQ(import(place, outside(place, {.usages = "1.3.6.1.5.5.7.3.36"}), root).answer, "extended_key_usage");
  EXPECT_EQ(import(place, outside(place, {.usages = "emailProtection"}), root).answer, "chain");
  // What our own verifier would refuse: one of the two usages alone, SHA-1.
  EXPECT_EQ(import(place, outside(place, {.key_usage = "digitalSignature"}), root).answer, "chain");
  EXPECT_EQ(import(place, outside(place, {.key_usage = "nonRepudiation"}), root).answer, "chain");
  EXPECT_EQ(import(place, outside(place, {.digest = "sha1"}), root).answer, "chain");
  EXPECT_EQ(import(place, outside(place, {.curve = "P-384"}), root).answer, "key");
  EXPECT_EQ(import(place, outside(place, {.options = "-nomac"}), root).answer, "file");
  std::string changed = outside(place);
  changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
  EXPECT_NE(import(place, changed, root).answer, "seal-2");
  // A key beside somebody else's certificate.
  static_cast<void>(outside(place));
  ASSERT_EQ(openssl(place.temp.path(), "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out other.key").code,
            0);
  EXPECT_NE(
      openssl(place.temp.path(), "pkcs12 -export -inkey other.key -in s.pem -passout pass:secret -out m.p12").code, 0);
  EXPECT_FALSE(PkiFolder::open(place.pki)->content().find("seal-2"));
  EXPECT_FALSE(fs::exists(place.keys.file("pki-seal-2")));
}

Bytes outside_root(const Place& place) {
  return certs::certificates_from_pem(read(place.temp / "o.pem"))->front();
}

std::string refusal(const ledger::Error& error) {
  return error.field + " " + std::string(ledger::code_name(error.code));
}

TEST(ImportedSeal, IsWithdrawnWhenItIsStolenAndDoesNotComeBack) {
  const Place place;
  place.make();
  const std::string file = outside(place);
  ASSERT_EQ(import(place, file, place.temp / "o.pem").answer, "seal-2");
  const auto before = PkiFolder::open(place.pki);
  const UnixMillis now = before->content().find("seal-2")->from;
  EXPECT_EQ(before->pinned_seals()->size(), 2U);
  const auto revoke = [&](const PkiRevocation& revocation) {
    return certs::revoke_certificate(place.pki, "seal-2", revocation, &place.keys);
  };
  EXPECT_EQ(refusal(revoke({now, RevocationReason::kUnspecified, {}}).error()), "reason invalid");
  EXPECT_EQ(refusal(revoke({now, RevocationReason::kCompromised, now}).error()), "since invalid");
  const auto list = revoke({now, RevocationReason::kCompromised, {}});
  ASSERT_TRUE(list) << list.error().message;
  EXPECT_FALSE(*list);
  const auto after = PkiFolder::open(place.pki);
  EXPECT_EQ(*after->roots(), std::vector<Bytes>{*after->certificate("root")});
  EXPECT_TRUE(after->pinned_seals()->empty());  // no outside root is trusted, so nobody else can seal
  EXPECT_EQ(certs::seal_in_force(*after, kBegin)->name, "seal");
  const Import again = import(place, file, place.temp / "o.pem");
  EXPECT_EQ(again.code, Code::kRefused);
  EXPECT_EQ(again.answer, "file");
  EXPECT_EQ(refusal(revoke({now, RevocationReason::kCeased, {}}).error()), "name refused");
}

TEST(ImportedSeal, IsOnlyUsedNoMoreWhereItWasReplaced) {
  const Place place;
  place.make();
  ASSERT_EQ(import(place, outside(place), place.temp / "o.pem").answer, "seal-2");
  const UnixMillis now = PkiFolder::open(place.pki)->content().find("seal-2")->from;
  ASSERT_TRUE(certs::revoke_certificate(place.pki, "seal-2", {now, RevocationReason::kSuperseded, {}}, nullptr));
  const auto after = PkiFolder::open(place.pki);
  EXPECT_EQ(after->roots()->size(), 2U);
  EXPECT_EQ(after->pinned_seals()->size(), 2U);
  EXPECT_NE(after->content().in_force(PkiRole::kSeal, now)->name, "seal-2");
}

TEST(OutsideRoot, IsWithdrawnWithEverySealUnderIt) {
  const Place place;
  place.make();
  const std::string file = outside(place);
  ASSERT_EQ(import(place, file, place.temp / "o.pem").answer, "seal-2");
  const auto before = PkiFolder::open(place.pki);
  const UnixMillis now = before->content().find("seal-2")->from;
  EXPECT_EQ(certs::withdraw_root(place.pki, *before->certificate("root"), now).error().code, Code::kInvalid);
  EXPECT_EQ(certs::withdraw_root(place.pki, Bytes{1, 2}, now).error().code, Code::kInvalid);
  EXPECT_FALSE(before->content().is_withdrawn(outside_root(place)));
  EXPECT_EQ(*certs::withdraw_root(place.pki, outside_root(place), now), "CN=Outside");
  EXPECT_EQ(certs::withdraw_root(place.pki, outside_root(place), now).error().code, Code::kRefused);
  const auto after = PkiFolder::open(place.pki);
  EXPECT_TRUE(after->content().is_withdrawn(outside_root(place)));
  EXPECT_TRUE(after->content().find("seal-2")->withdrawn());
  EXPECT_EQ(after->roots()->size(), 1U);
  EXPECT_TRUE(after->pinned_seals()->empty());
  EXPECT_EQ(import(place, file, place.temp / "o.pem").answer, "root");
}

// A seal that had been replaced in an orderly way before is not trusted either.
TEST(OutsideRoot, IsWithdrawnForSealsThatWereRevokedBefore) {
  const Place place;
  place.make();
  ASSERT_EQ(import(place, outside(place), place.temp / "o.pem").answer, "seal-2");
  const UnixMillis now = PkiFolder::open(place.pki)->content().find("seal-2")->from;
  ASSERT_TRUE(certs::revoke_certificate(place.pki, "seal-2", {now, RevocationReason::kSuperseded, {}}, nullptr));
  ASSERT_TRUE(certs::withdraw_root(place.pki, outside_root(place), now));
  const auto after = PkiFolder::open(place.pki);
  EXPECT_EQ(after->roots()->size(), 1U);
  EXPECT_TRUE(after->pinned_seals()->empty());
}

TEST(OwnRoot, IsWithdrawnWithEverythingUnderItUntilTheNextCeremony) {
  const Place place;
  place.make();
  const auto list =
      certs::revoke_certificate(place.pki, "root", {days_later(3), RevocationReason::kCompromised, {}}, &place.keys);
  ASSERT_TRUE(list) << list.error().message;
  EXPECT_FALSE(*list);
  const auto after = PkiFolder::open(place.pki);
  EXPECT_TRUE(after->roots()->empty());
  for (const ledger::Error& error : {certs::seal_in_force(*after, days_later(3)).error(),
                                     certs::timestamp_key_in_force(*after, place.keys, days_later(3)).error()}) {
    EXPECT_EQ(error.code, Code::kRefused);
    EXPECT_THAT(error.message, HasSubstr("root was revoked on 2025-01-04 (compromised)"));
  }
  const auto renew = [&](PkiRole role) {
    const auto name = certs::renew_certificate(place.pki, {role, {}, {}, 24, days_later(4)}, place.keys);
    return name ? *name : std::string(ledger::code_name(name.error().code));
  };
  EXPECT_EQ(renew(PkiRole::kSeal), "not_found");
  EXPECT_EQ(renew(PkiRole::kIssuing), "not_found");
  EXPECT_EQ(renew(PkiRole::kRoot), "root-2");
  EXPECT_EQ(renew(PkiRole::kIssuing), "issuing-2");
  EXPECT_EQ(renew(PkiRole::kSeal), "seal-2");
  EXPECT_EQ(renew(PkiRole::kTimestamp), "tsa-2");
  const auto next = PkiFolder::open(place.pki);
  EXPECT_EQ(*next->roots(), std::vector<Bytes>{*next->certificate("root-2")});
  EXPECT_EQ(certs::seal_in_force(*next, days_later(4))->name, "seal-2");
  EXPECT_TRUE(certs::timestamp_key_in_force(*next, place.keys, days_later(4)));
  // Its last list does not name itself.
  ASSERT_TRUE(certs::issue_list(place.pki, "root", place.keys, days_later(5), 365));
  EXPECT_THAT(openssl(place.pki, "crl -inform DER -in root.crl -noout -text").output, HasSubstr("No Revoked"));
}

TEST(OwnRoot, IsHandedOutAsLongAsItWasOnlyReplaced) {
  const Place place;
  place.make();
  ASSERT_TRUE(
      certs::revoke_certificate(place.pki, "root", {days_later(3), RevocationReason::kSuperseded, {}}, nullptr));
  const auto after = PkiFolder::open(place.pki);
  EXPECT_EQ(after->roots()->size(), 1U);
  EXPECT_EQ(certs::seal_in_force(*after, days_later(3)).error().code, Code::kRefused);
}

}  // namespace
}  // namespace certs_pki_test
