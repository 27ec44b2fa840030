// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What makes a seal outlive its keys: added behind the sealed bytes, which stay as they are, or refused.
#include <gtest/gtest.h>

#include <ctime>
#include <numeric>

#include "forge.hpp"

namespace certs_test {
namespace {

using certs::ValidationData;
using ledger::Code;

const SealedSample& sample() {
  static const SealedSample sealed;
  return sealed;
}

ValidationData data(const std::string& lists_at, const std::vector<int>& revoked = {},
                    const std::string& revoked_at = "2018-11-01T00:00:00Z") {
  return {{sample().pki().root()}, sample().pki().crls(lists_at, revoked, revoked_at)};
}

Code code_of(const ledger::Result<std::string>& result) {
  return result ? Code::kHalted : result.error().code;
}

TEST(Extend, LeavesEveryByteThatIsThere) {
  EXPECT_TRUE(sample().with_lists().starts_with(sample().stamped()));
  EXPECT_TRUE(sample().archived().starts_with(sample().with_lists()));
}

TEST(Extend, AddsNothingTwice) {
  const auto again = certs::extend_pdf(sample().with_lists(), data(kListsAt));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, sample().with_lists());
}

TEST(Extend, WaitsForAListThatWasMadeAfterTheTimeStamp) {
  const auto early = certs::extend_pdf(sample().stamped(), data("2018-11-09T10:00:30Z"));
  EXPECT_EQ(code_of(early), Code::kRefused);
  EXPECT_NE(early.error().message.find("extend when the next list is out"), std::string::npos);
  EXPECT_TRUE(certs::extend_pdf(sample().stamped(), data(kStampedAt)));  // of the same second
  EXPECT_EQ(code_of(certs::extend_pdf(sample().stamped(), {{sample().pki().root()}, {}})), Code::kRefused);
  const auto root_only = sample().pki().crls(kListsAt)[0];
  EXPECT_EQ(code_of(certs::extend_pdf(sample().stamped(), {{sample().pki().root()}, {root_only}})), Code::kRefused);
}

TEST(Extend, WaitsForAListThatWasMadeAfterTheDocumentTimeStampToo) {
  const auto stamp = sample().pki().timestamps("2019-11-16T00:00:00Z");
  const auto early = certs::extend_pdf(sample().archived(), data("2018-11-15T12:00:00Z"), stamp);
  EXPECT_EQ(code_of(early), Code::kRefused);
  EXPECT_TRUE(certs::extend_pdf(sample().archived(), data("2018-11-16T00:00:00Z"), stamp));
}

TEST(Extend, RefusesWhatWasRevokedAndTakesWhatWasRevokedLater) {
  EXPECT_EQ(code_of(certs::extend_pdf(sample().stamped(), data(kListsAt, {kSealSerial}))), Code::kRefused);
  EXPECT_EQ(code_of(certs::extend_pdf(sample().stamped(), data(kListsAt, {kTsaSerial}))), Code::kRefused);
  const auto later = certs::extend_pdf(sample().stamped(), data(kListsAt, {kSealSerial}, "2018-11-10T00:00:00Z"));
  ASSERT_TRUE(later) << later.error().message;
  EXPECT_EQ(sample().verify(*later).outcome, certs::Outcome::kInForce);
}

TEST(Extend, RefusesASealWithoutATimeStampAndAFileThatIsNoSealedPdf) {
  EXPECT_EQ(code_of(certs::extend_pdf(sample().plain(), data(kListsAt))), Code::kRefused);
  EXPECT_EQ(code_of(certs::extend_pdf(sample().unsealed(), data(kListsAt))), Code::kInvalid);
  EXPECT_EQ(code_of(certs::extend_pdf("%PDF-1.7\n", data(kListsAt))), Code::kInvalid);
  EXPECT_EQ(code_of(certs::extend_pdf("", data(kListsAt))), Code::kInvalid);
  const std::string changed = with_update(sample().stamped(), [](certs::PdfUpdate& update, const certs::PdfObjects&,
                                                                 std::uint32_t) { update.put(4, "[ ]"); });
  EXPECT_EQ(code_of(certs::extend_pdf(changed, data(kListsAt))), Code::kInvalid);
}

TEST(Extend, RefusesAnotherRootAndASourceThatAnswersWrongly) {
  const TestPki other;
  EXPECT_EQ(code_of(certs::extend_pdf(sample().stamped(), {{other.root()}, other.crls(kListsAt)})), Code::kNotFound);
  const auto wrong = [](const ledger::Digest&) { return sample().pki().timestamps(kArchivedAt)(ledger::Digest{}); };
  EXPECT_EQ(code_of(certs::extend_pdf(sample().stamped(), data(kListsAt), wrong)), Code::kInvalid);
  const auto large = [](const ledger::Digest&) -> ledger::Result<ledger::Bytes> { return ledger::Bytes(16'385); };
  EXPECT_EQ(code_of(certs::extend_pdf(sample().stamped(), data(kListsAt), large)), Code::kTooLarge);
}

// 28 MB of lists and eight time-stamps: judging a PDF reads and verifies each list once, not once for each time-stamp.
// Processor time, so that a busy machine changes nothing; 10 s it was when each time-stamp read them again.
TEST(Extend, ListsCostTheSameForManyTimeStamps) {
  std::vector<int> many(110'000);
  std::iota(many.begin(), many.end(), 0x10'0000);
  std::string archived = sample().archived();
  for (const char* year : {"2019", "2020", "2021", "2022", "2023", "2024", "2025"}) {
    const auto next = certs::extend_pdf(archived, data(std::string(year) + "-01-01T00:00:00Z"),
                                        sample().pki().timestamps(std::string(year) + "-01-02T00:00:00Z"));
    ASSERT_TRUE(next) << next.error().message;
    archived = *next;
  }
  const ledger::Bytes large = sample().pki().crls("2026-01-01T00:00:00Z", many).back();
  ASSERT_GT(large.size(), 2U << 20U);
  certs::Question question{moment("2018-11-10T00:00:00Z"), {}, {}};
  const auto judge = [&](const std::string& file) {
    const std::clock_t begin = std::clock();
    EXPECT_EQ(check_of(certs::verify_file(file, sample().trust(), question), "pdf_timestamp").state,
              certs::CheckState::kPassed);
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  };
  const double without = judge(archived);
  question.crls.assign(12, large);
  const double one = judge(sample().stamped());
  const double nine = judge(archived);
  EXPECT_LT(nine, 2 * one + without + 0.1) << one << " s with one time-stamp, " << nine << " s with nine";
}

}  // namespace
}  // namespace certs_test
