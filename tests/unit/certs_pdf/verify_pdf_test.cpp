// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a good PDF is told to be, and what the trust at hand lets be told.
#include "certs/verify_pdf.hpp"

#include <gtest/gtest.h>

#include "certs/render.hpp"
#include "support/sealed_sample.hpp"

namespace certs_test {
namespace {

using certs::CheckState;
using certs::Outcome;
using certs::Verdict;

const SealedSample& sample() {
  static const SealedSample sealed;
  return sealed;
}

std::string all_of(const Verdict& verdict) {
  return certs::verdict_text(verdict);
}

TEST(VerifyPdf, SaysGenuineAndInForceOfASealedPdf) {
  const Verdict verdict = sample().verify(sample().plain());
  EXPECT_EQ(verdict.outcome, Outcome::kInForce) << all_of(verdict);
  EXPECT_EQ(verdict.checks.size(), 17U);
  EXPECT_EQ(check_of(verdict, "pdf_seal").state, CheckState::kPassed);
  EXPECT_EQ(check_of(verdict, "pdf_revisions").state, CheckState::kPassed);
  EXPECT_EQ(check_of(verdict, "pdf_attachments").state, CheckState::kPassed);
  EXPECT_EQ(check_of(verdict, "pdf_timestamp").state, CheckState::kNotDone);
  EXPECT_EQ(check_of(verdict, "pdf_drawn").state, CheckState::kNotDone);
  const std::string& seal = check_of(verdict, "pdf_seal").detail;
  EXPECT_NE(seal.find("the ledger's time of the issue"), std::string::npos) << seal;
  EXPECT_NE(seal.find("claims 9 November 2018 10:00:30 UTC"), std::string::npos) << seal;
  EXPECT_NE(seal.find("was not checked"), std::string::npos) << seal;
}

// What the drawing program really makes: tagged, with fonts, a structure tree and a colour space.
TEST(VerifyPdf, SaysGenuineAndInForceOfADrawnCertificateThroughoutItsLife) {
  const auto drawn = certs::draw_certificate({.bundle = sample().sample().bundle, .short_form = {}});
  ASSERT_TRUE(drawn) << drawn.error().message;
  const std::string sealed = sample().seal(std::string(ledger::text(*drawn)));
  const Verdict verdict = sample().verify(sealed);
  EXPECT_EQ(verdict.outcome, Outcome::kInForce) << all_of(verdict);
  const certs::ValidationData data{{sample().pki().root()}, sample().pki().crls(kListsAt)};
  const auto archived = certs::extend_pdf(sealed, data, sample().pki().timestamps(kArchivedAt));
  ASSERT_TRUE(archived) << archived.error().message;
  EXPECT_EQ(sample().verify(*archived).outcome, Outcome::kInForce) << all_of(sample().verify(*archived));
}

ledger::Result<std::string> draw_as(const certs::DrawnFrom& from, bool specimen) {
  const auto bundle = certs::parse_bundle(from.bundle);
  if (!bundle) return tl::unexpected(bundle.error());
  const auto pdf =
      certs::draw_certificate({*bundle, ledger::view(from.short_form), std::string(from.language), specimen});
  if (!pdf) return tl::unexpected(pdf.error());
  return std::string(ledger::text(*pdf));
}

// The issuer's own seal does not help pages that say something else than the certificate inside.
TEST(VerifyPdf, DrawsAgainAndCompares) {
  const auto judge = [](const std::string& sealed, const certs::DrawAgain& draw) {
    const Verdict verdict = certs::verify_pdf(sealed, sample().trust(), {moment("2018-11-10T00:00:00Z"), {}, {}}, draw);
    return std::pair(verdict.outcome, check_of(verdict, "pdf_drawn").state);
  };
  const auto again = [](const certs::DrawnFrom& from) { return draw_as(from, false); };
  const auto drawn = certs::draw_certificate({.bundle = sample().sample().bundle, .short_form = {}}).value();
  const std::string good = sample().seal(std::string(ledger::text(drawn)));
  EXPECT_EQ(judge(good, again), std::pair(Outcome::kInForce, CheckState::kPassed));
  const auto other = certs::draw_certificate({sample().sample().bundle, {}, "en", true}).value();
  const std::string wrong = sample().seal(std::string(ledger::text(other)));
  EXPECT_EQ(judge(wrong, again), std::pair(Outcome::kNotGenuine, CheckState::kFailed));
  EXPECT_EQ(judge(wrong, {}), std::pair(Outcome::kInForce, CheckState::kNotDone));
  const auto cannot = [](const certs::DrawnFrom&) {
    return ledger::Result<std::string>(ledger::fail(ledger::Code::kStorage, "no fonts"));
  };
  EXPECT_EQ(judge(good, cannot), std::pair(Outcome::kInForce, CheckState::kNotDone));
  // Another build says so in the file; what it draws otherwise is no forgery.
  const auto by_another = [](const certs::DrawnFrom& from) {
    auto pdf = draw_as(from, true);
    for (std::size_t at = 0; pdf && (at = pdf->find("cairo 1.", at)) != std::string::npos; ++at) (*pdf)[at + 6] = '9';
    return pdf;
  };
  EXPECT_EQ(judge(good, by_another), std::pair(Outcome::kInForce, CheckState::kNotDone));
}

TEST(VerifyPdf, JudgesTheSignerAtTheTimeStampsMoment) {
  const Verdict verdict = sample().verify(sample().stamped());
  EXPECT_EQ(verdict.outcome, Outcome::kInForce) << all_of(verdict);
  EXPECT_EQ(check_of(verdict, "pdf_timestamp").state, CheckState::kPassed);
  EXPECT_NE(
      check_of(verdict, "pdf_seal").detail.find("judged at 9 November 2018 10:00:31 UTC, the moment of its time-stamp"),
      std::string::npos);
}

TEST(VerifyPdf, FindsTheListsThatWereAddedLater) {
  const Verdict verdict = sample().verify(sample().with_lists());
  EXPECT_EQ(verdict.outcome, Outcome::kInForce) << all_of(verdict);
  EXPECT_NE(
      check_of(verdict, "pdf_seal").detail.find("Lists of 15 November 2018 00:00 UTC say that it was not revoked"),
      std::string::npos)
      << all_of(verdict);
  EXPECT_NE(check_of(verdict, "pdf_revisions").detail.find("1 later revision(s)"), std::string::npos);
}

TEST(VerifyPdf, TakesDocumentTimeStampsAgainAndAgain) {
  const Verdict verdict = sample().verify(sample().archived());
  EXPECT_EQ(verdict.outcome, Outcome::kInForce) << all_of(verdict);
  EXPECT_NE(check_of(verdict, "pdf_timestamp").detail.find("of 16 November 2018 00:00 UTC"), std::string::npos);
  const certs::ValidationData newer{{sample().pki().root()}, sample().pki().crls("2019-11-15T00:00:00Z")};
  const auto again = certs::extend_pdf(sample().archived(), newer, sample().pki().timestamps("2019-11-16T00:00:00Z"));
  ASSERT_TRUE(again) << again.error().message;
  const Verdict later = sample().verify(*again);
  EXPECT_EQ(later.outcome, Outcome::kInForce) << all_of(later);
  EXPECT_NE(check_of(later, "pdf_timestamp").detail.find("2 time-stamp(s)"), std::string::npos) << all_of(later);
}

TEST(VerifyPdf, CannotTellWithoutARootAndSaysThatTheCertificateInsideIsGenuine) {
  for (const auto& ca : {std::vector<ledger::Bytes>{}, std::vector<ledger::Bytes>{{0x30, 0x00}}}) {
    certs::Trust trust = sample().trust();
    trust.ca = ca;
    const Verdict verdict = certs::verify_pdf(sample().archived(), trust, {moment("2018-11-10T00:00:00Z"), {}, {}});
    EXPECT_EQ(verdict.outcome, Outcome::kCannotBeTold);
    EXPECT_NE(verdict.sentence.find("no ca.pem"), std::string::npos);
    EXPECT_NE(verdict.sentence.find("genuine on its own"), std::string::npos);
    EXPECT_EQ(check_of(verdict, "pdf_seal").state, CheckState::kNotDone);
    EXPECT_EQ(check_of(verdict, "pdf_timestamp").state, CheckState::kNotDone);
  }
}

TEST(VerifyPdf, RefusesTheSealOfAnotherHouse) {
  const TestPki other;
  const auto foreign = certs::seal_pdf(sample().unsealed(), other.seal_key(), moment(kSealedAt));
  ASSERT_TRUE(foreign);
  const Verdict verdict = sample().verify(*foreign);
  EXPECT_EQ(verdict.outcome, Outcome::kNotGenuine);
  EXPECT_EQ(check_of(verdict, "pdf_seal").state, CheckState::kFailed);
  EXPECT_NE(verdict.sentence.find("lead to no trusted root"), std::string::npos);
}

TEST(VerifyPdf, DoesNotCountATimeStampByAnAuthorityThatIsNotTrusted) {
  const TestPki other;
  const auto file =
      certs::seal_pdf(sample().unsealed(), sample().pki().seal_key(), moment(kSealedAt), other.timestamps(kStampedAt));
  ASSERT_TRUE(file);
  const Verdict verdict = sample().verify(*file);
  EXPECT_EQ(verdict.outcome, Outcome::kInForce) << all_of(verdict);
  EXPECT_EQ(check_of(verdict, "pdf_timestamp").state, CheckState::kNotDone);
  EXPECT_NE(check_of(verdict, "pdf_seal").detail.find("ledger's time"), std::string::npos);
}

TEST(VerifyPdf, StillAnswersForTheDayAskedAbout) {
  const auto on = [&](const char* day) {
    return certs::verify_pdf(sample().plain(), sample().trust(), {moment(day), {}, {}}).outcome;
  };
  EXPECT_EQ(on("2018-11-08T00:00:00Z"), Outcome::kNotYetInForce);
  EXPECT_EQ(on("2020-11-08T00:00:00Z"), Outcome::kExpired);
}

TEST(VerifyPdf, RefusesWhatIsNoPdfOrTooLarge) {
  for (const std::string& file :
       {std::string("%PDF-"), std::string("%PDF-1.7\n%%EOF\n"), "%PDF-1.7\n" + std::string(33'554'432, 'x')}) {
    const Verdict verdict = sample().verify(file);
    EXPECT_EQ(verdict.outcome, Outcome::kNotGenuine);
    EXPECT_EQ(check_of(verdict, "well_formed").state, CheckState::kFailed);
    EXPECT_EQ(verdict.checks.size(), 17U);
  }
}

TEST(VerifyPdf, ChoosesByTheFirstBytes) {
  const certs::Question question{moment("2018-11-10T00:00:00Z"), {}, {}};
  EXPECT_EQ(certs::verify_file(sample().plain(), sample().trust(), question).checks.size(), 17U);
  EXPECT_EQ(certs::verify_file(sample().sample().file, sample().trust(), question).checks.size(), 12U);
}

}  // namespace
}  // namespace certs_test
