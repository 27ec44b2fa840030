// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Made-up values for the sample city: the same ones each time, each saying that it is made up.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "attest/catalogue.hpp"
#include "ledger/result.hpp"

namespace cityledger {

struct SampleRow {
  std::string indicator;
  std::string state = "reported";
  std::string value;
  std::string unit;
  std::string numerator;
  std::string denominator;
  std::string period;
  std::string source;
  std::string evidence;
  std::string note;
};

// 96 of the 100 indicators of ISO 37120:2014, all core ones among them, for 2017. In the first round four rows have
// the faults that the verifier finds; in the second they are mended.
[[nodiscard]] ledger::Result<std::vector<SampleRow>> sample_rows(const attest::Catalogue& catalogue, bool mended);
[[nodiscard]] std::string sample_csv(const std::vector<SampleRow>& rows);

// Source organisation -> the name of its evidence file.
[[nodiscard]] std::string sample_evidence_name(const std::string& source);
[[nodiscard]] std::string sample_evidence_text(const std::string& source, const std::vector<SampleRow>& rows);

inline constexpr const char* kSampleCitySource = "City of Mississauga";

}  // namespace cityledger
