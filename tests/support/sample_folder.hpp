// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A sample ledger written to a folder as it stands, and opened for writing: what programs and the service work on.
// From then on the folder goes its own way; the sample still signs for its actors.
#pragma once

#include <memory>

#include "attest/ledger_folder.hpp"
#include "support/sample_ledger.hpp"
#include "support/temp_folder.hpp"

namespace sample {

class SampleFolder {
 public:
  // `made` must outlive this object: its clock and its ledger key are used. Throws what must not fail.
  explicit SampleFolder(SampleLedger& made) : SampleFolder(made, made.clock()) {}
  SampleFolder(SampleLedger& made, const ledger::Clock& clock);  // which must outlive this object too
  [[nodiscard]] attest::LedgerFolder& ledger() { return *ledger_; }
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "L"; }
  // A draft, signed by that actor, as it is submitted.
  [[nodiscard]] attest::Submission submission(const std::string& actor, const Draft& draft);
  // Submitted here. Throws when refused.
  attest::EntryRef say(const std::string& actor, const Draft& draft);

 private:
  SampleLedger& made_;
  ledger_test::TempFolder folder_;
  std::unique_ptr<attest::LedgerFolder> ledger_;
};

}  // namespace sample
