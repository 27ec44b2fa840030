// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/date.hpp"
#include "support/small_catalogue.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

using attest::CertificateIssued;
using attest::CycleReviewed;

class ReviewRules : public Verified {
 protected:
  Rules violated_review(const std::function<void(CycleReviewed&)>& change) {
    auto draft = ledger.review();
    change(draft.as<CycleReviewed>());
    return ledger.violated("reviewer", draft);
  }
};

TEST_F(ReviewRules, TakeReviewsFromReviewersOnly) {
  EXPECT_EQ(ledger.violated("reviewer", ledger.review()), Rules{});
  EXPECT_EQ(ledger.violated("issuer", ledger.review()), Rules{"key.role"});
}

TEST_F(ReviewRules, AskForAnEnrolment) {
  EXPECT_EQ(violated_review([](CycleReviewed& r) { r.cycle = "melbourne/small-2014/2016"; }), Rules{"cycle.unknown"});
}

TEST_F(ReviewRules, AskForThePresentRoots) {
  EXPECT_EQ(violated_review([](CycleReviewed& r) { r.lineage_root.bytes[0] ^= 1U; }), Rules{"review.roots"});
  EXPECT_EQ(violated_review([](CycleReviewed& r) { r.data_root.bytes[0] ^= 1U; }), Rules{"review.roots"});
  const auto before = ledger.review();
  ledger.accept("C3");
  EXPECT_EQ(ledger.violated("reviewer", before), Rules{"review.roots"});
}

TEST_F(ReviewRules, CoverOnlyEntriesThatExist) {
  EXPECT_EQ(violated_review([](CycleReviewed& r) { r.size.value += 1; }), Rules{"review.size"});
}

class CertificateRules : public Reviewed {
 protected:
  Rules violated_issue(const std::function<void(CertificateIssued&)>& change) {
    auto draft = ledger.certificate("A-1", 0);
    change(draft.as<CertificateIssued>());
    return ledger.violated("issuer", draft);
  }
  // Another cycle of the city in which C1 and C2 are accepted and reviewed.
  void enter_second_cycle() {
    ledger.enrol(kDataYear - 1);
    for (const char* code : {"C1", "C2"}) {
      auto draft = ledger.value(code);
      draft.as<attest::ValueSubmitted>().period->year = kDataYear - 1;
      ledger.say("submitter", draft);
      ledger.say("verifier", ledger.decision(code));
    }
    ledger.say("reviewer", ledger.review());
  }
};

TEST_F(CertificateRules, TakeCertificatesFromIssuersOnly) {
  EXPECT_EQ(ledger.violated("issuer", ledger.certificate("A-1", 0)), Rules{});
  ledger.actor("second", kCertifier, "second-person");
  ledger.authorise("second", {"registrar"});
  EXPECT_EQ(ledger.violated("second", ledger.certificate("A-1", 0)), Rules{"key.role"});
}

TEST_F(CertificateRules, AskForAnEnrolment) {
  EXPECT_EQ(violated_issue([](CertificateIssued& c) { c.cycle = "melbourne/small-2014/2016"; }),
            Rules{"cycle.unknown"});
}

TEST_F(CertificateRules, AskForTheLatestReview) {
  const auto first = ledger.certificate("A-1", 0);
  ledger.say("reviewer", ledger.review());
  EXPECT_EQ(ledger.violated("issuer", first), Rules{"review.missing"});
}

TEST_F(CertificateRules, AskForAReviewThatRecommendsToIssue) {
  auto withheld = ledger.review();
  withheld.as<CycleReviewed>().recommends_issue = false;
  ledger.say("reviewer", withheld);
  EXPECT_EQ(ledger.violated("issuer", ledger.certificate("A-1", 0)), Rules{"review.missing"});
}

TEST_F(Verified, GivesNoCertificateWithoutReview) {
  EXPECT_EQ(ledger.violated("issuer", ledger.certificate("A-1", 0)), Rules{"review.missing"});
}

TEST_F(CertificateRules, AskForTheReviewedRoots) {
  ledger.accept("C3");
  EXPECT_EQ(ledger.violated("issuer", ledger.certificate("A-1", 0)), Rules{"certificate.roots"});
}

TEST_F(CertificateRules, AskForThePresentRoots) {
  EXPECT_EQ(violated_issue([](CertificateIssued& c) { c.lineage_root.bytes[0] ^= 1U; }), Rules{"certificate.roots"});
  EXPECT_EQ(violated_issue([](CertificateIssued& c) { c.data_root.bytes[0] ^= 1U; }), Rules{"certificate.roots"});
}

TEST_F(CertificateRules, RefuseALevelAboveTheComputedOne) {
  EXPECT_EQ(violated_issue([](CertificateIssued& c) { c.level = "Full"; }), Rules{"certificate.level"});
  EXPECT_EQ(violated_issue([](CertificateIssued& c) { c.computed_level = "Full"; }), Rules{"certificate.computed"});
  EXPECT_EQ(violated_issue([](CertificateIssued& c) { c.level = c.computed_level = "Full"; }),
            (Rules{"certificate.computed", "certificate.level"}));
}

TEST_F(Ready, GivesNoCertificateBelowTheLowestLevel) {
  ledger.accept("C1");
  ledger.accept("P01");  // a profile indicator does not count
  ledger.say("submitter", ledger.missing_value("C2"));
  ledger.say("reviewer", ledger.review());
  EXPECT_EQ(ledger.violated("issuer", ledger.certificate("A-1", 0)), Rules{"certificate.level"});
}

TEST_F(CertificateRules, AskForTheComputedCounts) {
  EXPECT_EQ(violated_issue([](CertificateIssued& c) {
              c.counts.total = 3;
              c.counts.by_kind["core"] = 3;
            }),
            Rules{"certificate.counts"});
}

TEST_F(CertificateRules, AskForTheCataloguesScheme) {
  EXPECT_EQ(violated_issue([](CertificateIssued& c) { c.scheme = "another-scheme"; }), Rules{"certificate.scheme"});
  EXPECT_EQ(violated_issue([](CertificateIssued& c) { c.scheme_version = 2; }), Rules{"certificate.scheme"});
}

TEST_F(CertificateRules, BeginTodayOrWithinAMonth) {
  const auto from = [&](const char* moment) {
    return violated_issue([&](CertificateIssued& c) {
      c.valid_from = moment;
      c.valid_until = attest::format_moment(attest::add_months(attest::parse_moment(moment).value(), 12));
    });
  };
  EXPECT_EQ(from("2018-11-08T23:59:59Z"), Rules{"certificate.validity"});
  EXPECT_EQ(from("2018-11-09T00:00:00Z"), Rules{});
  EXPECT_EQ(from("2018-12-10T23:59:59Z"), Rules{});
  EXPECT_EQ(from("2018-12-11T00:00:00Z"), Rules{"certificate.validity"});
}

TEST_F(CertificateRules, LastAsLongAsTheCatalogueSays) {
  EXPECT_EQ(violated_issue([](CertificateIssued& c) { c.valid_until = "2019-11-09T00:00:00Z"; }),
            Rules{"certificate.validity"});
  EXPECT_EQ(violated_issue([](CertificateIssued& c) { c.valid_until = "2029-11-09T00:00:00Z"; }),
            Rules{"certificate.validity"});
}

TEST_F(CertificateRules, UseEachNumberAndStatusIndexOnce) {
  ledger.say("issuer", ledger.certificate("A-1", 0));
  enter_second_cycle();
  EXPECT_EQ(ledger.violated("issuer", ledger.certificate("A-2", 1)), Rules{});
  EXPECT_EQ(ledger.violated("issuer", ledger.certificate("A-1", 1)), Rules{"certificate.number"});
  EXPECT_EQ(ledger.violated("issuer", ledger.certificate("A-2", 0)), Rules{"certificate.status_index"});
}

TEST_F(CertificateRules, CloseTheCycleForEverything) {
  const auto value = ledger.value("C3");
  const auto resubmission = ledger.value("C1");
  const auto decision = ledger.decision("C1");
  const auto review = ledger.review();
  ledger.say("issuer", ledger.certificate("A-1", 0));
  EXPECT_EQ(ledger.violated("submitter", value), Rules{"cycle.closed"});
  EXPECT_EQ(ledger.violated("submitter", resubmission), Rules{"cycle.closed"});
  EXPECT_EQ(ledger.violated("verifier", decision), Rules{"cycle.closed"});
  EXPECT_EQ(ledger.violated("reviewer", review), Rules{"cycle.closed"});
  EXPECT_EQ(ledger.violated("issuer", ledger.certificate("A-2", 1)), Rules{"cycle.closed"});
}

TEST(CertificateRulesWithoutDid, AskForAPublishedDid) {
  SampleLedger ledger;
  ledger.add_certifier_keys();
  ledger.add_parties(false);
  ledger.adopt(small_catalogue());
  ledger.enrol();
  ledger.accept("C1");
  ledger.accept("C2");
  ledger.say("reviewer", ledger.review());
  EXPECT_EQ(ledger.violated("issuer", ledger.certificate("A-1", 0)), Rules{"did.issuer"});
}

}  // namespace
}  // namespace sample
