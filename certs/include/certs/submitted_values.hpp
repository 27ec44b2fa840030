// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Submitted values as the ledger has them, with the checks beside them. What is confidential is opened as far as
// the one who reads may see it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "attest/catalogue.hpp"
#include "attest/edition_map.hpp"
#include "attest/reader.hpp"
#include "certs/value_checks.hpp"
#include "certs/words.hpp"

namespace certs {

struct SubmittedValue {
  attest::EntryRef entry;
  attest::ValueSubmitted body;
  std::map<std::string, std::string> opened;
  // The disclosed text of that name; empty when there is none, or it is not known here or not for the reader.
  [[nodiscard]] std::string text(const std::string& name) const;
};

// Errors of all: kNotFound, kCorrupt, kStorage.
[[nodiscard]] Result<SubmittedValue> submitted_value(const attest::Sight& sight, const attest::EntryRef& entry);
// The live one of an indicator, if there is one.
[[nodiscard]] Result<std::optional<SubmittedValue>> live_value(const attest::Sight& sight, const std::string& cycle,
                                                               const std::string& indicator);

// Another cycle of the same city, of the same standard or of another edition that a map ties to it. An indicator is the
// same in both when the map calls it exactly the same.
struct SiblingCycle {
  std::string cycle;
  int data_year = 0;
  std::optional<attest::EditionMap> map;  // none when it is the same standard
};
[[nodiscard]] Result<std::vector<SiblingCycle>> siblings_of(const attest::LedgerFolder& ledger,
                                                            const std::string& cycle);
// What the city reported for the indicator in those with an earlier data year, and neither withdrew nor had rejected.
[[nodiscard]] Result<std::vector<EarlierValue>> earlier_values(const attest::Sight& sight,
                                                               const std::vector<SiblingCycle>& siblings,
                                                               const attest::CycleRecord& cycle,
                                                               const std::string& indicator);
// What stands in those cycles for the same thing in the same unit and period as this live value of that standard.
[[nodiscard]] Result<std::vector<OtherValue>> other_values(const attest::Sight& sight,
                                                           const std::vector<SiblingCycle>& siblings,
                                                           const std::string& standard, const SubmittedValue& value);

struct EvidenceSeen {
  attest::EntryRef entry;
  std::string signer_party;
  std::string title;
  std::string source;
};
[[nodiscard]] Result<EvidenceSeen> evidence_seen(const attest::Sight& sight, const attest::EntryRef& entry);

}  // namespace certs
