// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What tests that flip single bits share.
#pragma once

#include <cstddef>
#include <cstdlib>

#include "certs/verify.hpp"

namespace certs_test {

// A sample of the bits; all of them when CITYLEDGER_ALL_BITS is set (the test labelled slow sets it).
inline std::size_t step_or_one(std::size_t step) {
  return std::getenv("CITYLEDGER_ALL_BITS") != nullptr ? 1 : step;
}

// A check that passed before and does not pass now, or another kind of file with other checks.
inline bool has_lost_a_check(const certs::Verdict& before, const certs::Verdict& after) {
  if (before.checks.size() != after.checks.size()) return true;
  for (std::size_t i = 0; i < before.checks.size(); ++i) {
    if (before.checks[i].state == certs::CheckState::kPassed && after.checks[i].state != certs::CheckState::kPassed)
      return true;
  }
  return false;
}

}  // namespace certs_test
