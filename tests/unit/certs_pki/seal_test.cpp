// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A ledger's own certificates do what they are for: PDF files are sealed, stamped and extended with them, and read by
// our verifier's pieces and by pdfsig.
#include "certs/seal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "attest/signer.hpp"
#include "certs/pki_folder.hpp"
#include "certs/verify_timestamp.hpp"
#include "support.hpp"
#include "support/sample_pdf.hpp"

namespace certs_pki_test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

UnixMillis machine_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count())};
}

// A ledger's folder of certificates, a PDF sealed with it a day later.
struct Sealed {
  ledger_test::TempFolder temp;
  UnixMillis begin;
  certs::KeyPlace keys{temp / "keys", "correct horse"};
  std::optional<certs::PkiFolder> pki;
  std::optional<certs::TimestampKey> tsa;
  std::string pdf;
  explicit Sealed(UnixMillis from) : begin(from) {
    auto made =
        certs::create_pki(temp / "pki", {"https://attest.example", "CA", "Test Certifier", {}, {}, 24, begin}, keys);
    EXPECT_TRUE(made) << made.error().message;
    pki.emplace(std::move(*made));
    tsa.emplace(*certs::timestamp_key_in_force(*pki, keys, begin));
    const auto seal = *certs::seal_in_force(*pki, begin);
    const auto signer = attest::read_key_file(keys.file(seal.key), keys.passphrase);
    EXPECT_TRUE(signer);
    const auto sealed =
        certs::seal_pdf(certs_test::unsealed_pdf(), {signer->get(), seal.certificate, seal.chain}, begin, stamps());
    EXPECT_TRUE(sealed) << sealed.error().message;
    pdf = *sealed;
  }
  [[nodiscard]] certs::TimestampSource stamps() const {
    return certs::timestamp_source({certs::own_timestamp_service(*tsa, [this] { return begin; })});
  }
  // What pdfsig says, with our root trusted and nothing asked of a network.
  [[nodiscard]] std::string pdfsig() const {
    write(temp / "root.der", *pki->certificate("root"));
    write(temp / "sealed.pdf", pdf);
    const std::string folder = "'" + temp.path().string() + "'";
    const std::string command =
        "cd " + folder +
        " && rm -rf db && mkdir db && certutil -N --empty-password -d sql:db && certutil -A -n root "
        "-t CT,C,C -i root.der -d sql:db && pdfsig -nssdir sql:db -no-ocsp sealed.pdf > said 2>&1";
    static_cast<void>(std::system(command.c_str()));
    return read(temp / "said");
  }
};

TEST(SealWithOurCertificates, IsStampedByOurAuthorityAndExtendedWithOurLists) {
  const Sealed made(kBegin);
  ASSERT_TRUE(certs::issue_list(made.temp / "pki", "root", made.keys, days_later(1), 365));
  ASSERT_TRUE(certs::issue_list(made.temp / "pki", "issuing", made.keys, days_later(1), 30));
  const auto pki = certs::PkiFolder::open(made.temp / "pki");
  ASSERT_TRUE(pki);
  const certs::ValidationData data{*pki->roots(), {*pki->crl("root"), *pki->crl("issuing")}};
  const auto extended = certs::extend_pdf(made.pdf, data);
  ASSERT_TRUE(extended) << extended.error().message;
  EXPECT_GT(extended->size(), made.pdf.size());
}

TEST(SealWithOurCertificates, IsNotExtendedWhenItWasRevokedBefore) {
  const Sealed made(kBegin);
  ASSERT_TRUE(certs::revoke_certificate(made.temp / "pki", "seal", {kBegin, certs::RevocationReason::kCompromised, {}},
                                        &made.keys));
  ASSERT_TRUE(certs::issue_list(made.temp / "pki", "issuing", made.keys, days_later(1), 30));
  ASSERT_TRUE(certs::issue_list(made.temp / "pki", "root", made.keys, days_later(1), 365));
  const auto pki = certs::PkiFolder::open(made.temp / "pki");
  const auto extended = certs::extend_pdf(made.pdf, {*pki->roots(), {*pki->crl("root"), *pki->crl("issuing")}});
  ASSERT_FALSE(extended);
  EXPECT_EQ(extended.error().code, ledger::Code::kRefused) << extended.error().message;
}

TEST(SealWithOurCertificates, IsValidAndTrustedToPdfsig) {
  if (std::system("command -v pdfsig >/dev/null && command -v certutil >/dev/null") != 0)
    GTEST_SKIP() << "no pdfsig or certutil on this machine: apt install poppler-utils libnss3-tools";
  Sealed made(machine_now());
  const std::string good = made.pdfsig();
  EXPECT_THAT(good, HasSubstr("Signature is Valid."));
  EXPECT_THAT(good, HasSubstr("Certificate is Trusted."));
  EXPECT_THAT(good, HasSubstr("Signer Certificate Common Name: Test Certifier"));
  made.pdf[made.pdf.find("%PDF-1.7") + 7] = '6';
  EXPECT_THAT(made.pdfsig(), Not(HasSubstr("Signature is Valid.")));
}

TEST(OwnAuthorityTokens, AreGoodToTheVerifier) {
  const Sealed made(kBegin);
  const auto digest = ledger::sha256(ledger::view("x"));
  const auto token = made.stamps()(digest);
  ASSERT_TRUE(token);
  const auto stamp = certs::verify_timestamp_token(*token, digest, *made.pki->roots());
  ASSERT_TRUE(stamp) << stamp.error().message;
  EXPECT_EQ(stamp->at, kBegin);
  EXPECT_FALSE(certs::verify_timestamp_token(*token, ledger::sha256(ledger::view("y")), *made.pki->roots()));
}

}  // namespace
}  // namespace certs_pki_test
