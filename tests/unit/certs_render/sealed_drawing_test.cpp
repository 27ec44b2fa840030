// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What is drawn can be sealed, extended and verified.
#include <gtest/gtest.h>

#include "certs/render.hpp"
#include "support/sealed_sample.hpp"

namespace {

using certs::CheckState;
using certs_test::check_of;
using certs_test::SealedSample;

const SealedSample& world() {
  static const SealedSample sample;
  return sample;
}

std::string drawn(ledger::ByteView short_form = {}) {
  return ledger::to_string(certs::draw_certificate({world().sample().bundle, short_form}).value());
}

TEST(SealedDrawing, IsInForceWithAGoodSealAndTheBundlesAttachment) {
  const auto verdict = world().verify(world().seal(drawn()));
  EXPECT_EQ(verdict.outcome, certs::Outcome::kInForce) << verdict.sentence;
  for (const char* id : {"pdf_seal", "pdf_revisions", "pdf_attachments", "pdf_timestamp"})
    EXPECT_EQ(check_of(verdict, id).state, CheckState::kPassed) << check_of(verdict, id).detail;
}

TEST(SealedDrawing, CanBeExtendedForTheArchive) {
  const certs::ValidationData data{{world().pki().root()}, world().pki().crls(certs_test::kListsAt)};
  const auto extended = certs::extend_pdf(world().seal(drawn()), data);
  ASSERT_TRUE(extended) << extended.error().message;
  EXPECT_EQ(world().verify(*extended).outcome, certs::Outcome::kInForce);
}

TEST(SealedDrawing, ShowsAnyChangeOfThePage) {
  std::string sealed = world().seal(drawn());
  const std::size_t stream = sealed.find("stream");
  ASSERT_NE(stream, std::string::npos);
  sealed[stream + 40] = static_cast<char>(sealed[stream + 40] ^ 1);
  EXPECT_EQ(check_of(world().verify(sealed), "pdf_seal").state, CheckState::kFailed);
}

}  // namespace
