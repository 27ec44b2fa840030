// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support.hpp"
#include "support/sample_bundle.hpp"

namespace certs_test {
namespace {

using certs::CheckState;
using certs::Outcome;
using certs::Verdict;

constexpr const char* kGoodDay = "2018-11-10";

Verdict judge(const Recipe& recipe, std::string_view day = kGoodDay, std::vector<std::string> lists = {}) {
  const Sample sample = make_sample(recipe);
  return certs::verify(sample.file, sample.trust, {moment(day), std::move(lists)});
}

TEST(Verify, FindsAGenuineCertificateInForce) {
  const Verdict verdict = judge({});
  EXPECT_EQ(verdict.sentence, "Genuine and in force on 10 November 2018.");
  EXPECT_EQ(verdict.outcome, Outcome::kInForce) << certs::verdict_text(verdict);
  EXPECT_EQ(failed_checks(verdict), "");
  for (const certs::Check& check : verdict.checks) {
    const CheckState expected = check.id == "cosignatures" ? CheckState::kNotDone : CheckState::kPassed;
    EXPECT_EQ(check.state, expected) << check.id << ": " << check.detail;
  }
}

}  // namespace
}  // namespace certs_test
