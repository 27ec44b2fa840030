// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger decide: a verifier's verdicts on submitted values, one by one or on all without findings.
#pragma once

#include <string>
#include <vector>

#include "certs/submitted_values.hpp"
#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct DecideOptions {
  LedgerOptions ledger;
  std::string cycle;
  std::string indicator;
  std::string verdict;  // accepted, rejected, clarification
  std::string reason;   // a code; for accepted it is as_reported unless said otherwise
  std::string text;
  bool all_clean = false;
  bool list = false;
  std::int64_t jump_factor = 3;
  std::string signer;
};
[[nodiscard]] int run_decide(const DecideOptions& options, Console& console);

// One verdict, to be signed. Errors: kInvalid (verdict or reason that is none), kNotFound (nothing submitted).
struct Decision {
  std::string indicator;
  attest::Verdict verdict = attest::Verdict::kAccepted;
  std::string reason = "as_reported";
  std::string text{};
};
[[nodiscard]] Result<attest::Submission> say_decision(Session& session, const std::string& signer,
                                                      const std::string& cycle, const Decision& decision);

}  // namespace cityledger
