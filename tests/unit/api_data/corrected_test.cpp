// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A certificate whose correction is open: what it rests on stays told as it was issued, and what the city has said
// since is nobody's.
#include <gtest/gtest.h>

#include "attest/reader.hpp"
#include "certs/lineage.hpp"
#include "demo_service.hpp"

namespace api_test {
namespace {

using sample::json_of;

const char* const kCertified = "3.14159265";
const char* const kBefore = "2.71828182";
const char* const kSince = "1.41421356";

void fill(sample::SampleLedger& made) {
  made.ready();
  made.say("submitter", made.value("C1", kBefore));
  made.say("verifier", made.decision("C1", attest::Verdict::kRejected));
  made.accept("C1", kCertified);
  made.accept("C2");
  made.say("reviewer", made.review());
  made.say("issuer", made.certificate("A-1", 0));
  made.say("issuer", made.status("A-1", attest::StatusChange::kCorrected));
  made.accept("C1", kSince);
}

class Corrected : public testing::Test {
 protected:
  sample::SampleService service_{fill};
};

TEST_F(Corrected, LineageIsThatOfTheIssue) {
  const auto lineage = json_of(service_.get("/api/v1/certificates/A-1/lineage"));
  ASSERT_EQ(list_at(lineage, "lines").size(), 2U);
  EXPECT_EQ(text_at(lineage, "lines.0.submission.opened.value"), kCertified);
  EXPECT_EQ(list_at(lineage, "lines.0.replaced").size(), 1U);
  EXPECT_EQ(list_at(lineage, "lines.0.decisions").size(), 2U) << "rejected, then accepted; not what came later";
}

TEST_F(Corrected, ValuesAreThoseOfTheIssue) {
  const auto values = json_of(service_.get("/api/v1/values?indicator=C1"));
  ASSERT_EQ(list_at(values, "items").size(), 1U);
  EXPECT_EQ(text_at(values, "items.0.value"), kCertified);
}

TEST_F(Corrected, NothingSaidBeforeOrSinceIsShownToOutsiders) {
  for (const char* target :
       {"/api/v1/certificates/A-1/lineage", "/api/v1/certificates/A-1/lineage?format=dot", "/api/v1/values",
        "/api/v1/values?format=csv", "/api/v1/compare?cities=melbourne", "/api/v1/compare?cities=melbourne&format=csv",
        "/api/v1/cycles/melbourne/small-2014/2017"}) {
    const auto answer = service_.get(target);
    EXPECT_EQ(answer.status, 200U) << target;
    EXPECT_EQ(answer.text().find(kBefore), std::string::npos) << target;
    EXPECT_EQ(answer.text().find(kSince), std::string::npos) << target;
  }
}

TEST_F(Corrected, ThePartysOwnReaderIsShownMoreAndItIsWrittenDown) {
  attest::LedgerFolder& ledger = service_.folder().ledger();
  const auto kid = service_.made().kid("submitter");
  const auto reader = attest::reader_with_key(ledger.store(), kid, "submitter", ledger.now());
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_EQ(reader->party, sample::kCity);
  const auto lineage = certs::lineage_of(attest::readers_sight(ledger, *reader, ledger.now()), "A-1");
  ASSERT_TRUE(lineage) << lineage.error().message;
  EXPECT_EQ(lineage->lines.at(0).replaced.at(0).opened.at("value"), kBefore);
  EXPECT_FALSE(ledger.access_log().to(sample::kCity).value().empty());
  const auto stranger = attest::reader_with_key(ledger.store(), attest::Digest{}, "nobody", ledger.now());
  ASSERT_FALSE(stranger);
  EXPECT_EQ(stranger.error().code, ledger::Code::kKey);
}

}  // namespace
}  // namespace api_test
