// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A ledger with a statement of every type that has confidential fields, each field with a text of its own, and parties
// of every relation to them. C1 and C2 are accepted, C3 is a draft, S1 was taken back.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "support/sample_evidence.hpp"

namespace sample {

// What is confidential, by a name of the statement and the field's.
using Secrets = std::map<std::pair<std::string, std::string>, std::string>;
[[nodiscard]] Secrets long_secrets();
// The same fields, each with one character.
[[nodiscard]] Secrets short_secrets();

struct World {
  explicit World(bool with_certificate, Secrets said = long_secrets());
  // The statement of that name: of all in `secrets` that were said.
  [[nodiscard]] const std::map<std::string, attest::EntryRef>& entries() const { return entries_; }

  Secrets secrets;
  std::map<std::string, attest::EntryRef> entries_;
  SampleService service;

 private:
  void fill(SampleLedger& made, bool with_certificate);
  void certify(SampleLedger& made);
  void say(SampleLedger& made, const std::string& actor, const std::string& name, Draft draft);
};

}  // namespace sample
