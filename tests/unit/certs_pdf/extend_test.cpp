// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What makes a seal outlive its keys: added behind the sealed bytes, which stay as they are, or refused.
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace certs_test
