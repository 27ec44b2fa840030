// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// From findings to one answer.
#pragma once

#include "certs/verify.hpp"

namespace certs {

struct StatusKnown {
  bool revoked = false;
  bool suspended = false;
  bool for_the_day = false;  // both purposes could be answered
};

// Fills in outcome and sentence.
void conclude(Verdict& verdict, const Trust& trust, const StatusKnown& status);
// The same of a short form: the issuer's signature stands for genuineness, and the answer is never a clear yes.
void conclude_paper(Verdict& verdict, const StatusKnown& status);

}  // namespace certs
