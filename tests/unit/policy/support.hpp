// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the tests of the policy share.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "support/sample_ledger.hpp"

namespace sample {

using Rules = std::vector<std::string>;

// Signs a draft after changing what surrounds it; by default it is what SampleLedger::sign would sign.
struct Envelope {
  attest::SignedHeader header;
  attest::Common common;
};
[[nodiscard]] ledger::Bytes sign_changed(SampleLedger& ledger, const std::string& actor, const Draft& draft,
                                         const std::function<void(Envelope&)>& change);

// A ledger with everything ready.
class Ready : public testing::Test {
 protected:
  Ready() { ledger.ready(); }
  // Another party of that kind with one key in the role, as an actor of its own name.
  void add(const attest::PartyRegistered& party, const std::string& role, const std::string& holder);
  SampleLedger ledger;
};

// C1 and C2 accepted, which reaches level Base.
class Verified : public Ready {
 protected:
  Verified() {
    ledger.accept("C1");
    ledger.accept("C2");
  }
};

class Reviewed : public Verified {
 protected:
  Reviewed() { ledger.say("reviewer", ledger.review()); }
};

}  // namespace sample
