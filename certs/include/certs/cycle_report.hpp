// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Where a cycle stands: what is submitted, what is decided, which level that makes. States and verdicts are never
// confidential; no value is in it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "certs/lookup.hpp"

namespace certs {

struct CycleReport {
  std::string cycle;
  attest::CycleRecord record;
  Standing standing;
  std::vector<std::pair<std::string, attest::LiveRecord>> live;  // by indicator, in catalogue order
};
// Errors: kNotFound with what exists; kCorrupt, kStorage.
[[nodiscard]] Result<CycleReport> cycle_report(const ledger::StateReader& state, const std::string& cycle);

// "accepted", "awaits a decision", "not available", ...
[[nodiscard]] std::string state_in_words(const attest::LiveRecord& live);
[[nodiscard]] Json to_json(const CycleReport& report);

}  // namespace certs
