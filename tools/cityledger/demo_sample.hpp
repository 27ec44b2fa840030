// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Made-up values for the sample cities: the same ones each time, each saying that it is made up.
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

// Which values to make up.
struct SamplePlan {
  std::string city_source = "City of Mississauga";  // whom the city's own figures come from
  bool providers = true;                            // else all of them are the city's own
  int data_year = 2017;
  std::map<std::string, std::string> not_reported;  // indicator -> state
  // The faults that the verifier of ISO 37120:2014 finds in the first round, or what the city says when they are
  // mended.
  enum class Faults { kNone, kPutIn, kMended } faults = Faults::kNone;
};

// 96 of the 100 indicators of ISO 37120:2014, all core ones among them.
[[nodiscard]] SamplePlan sample_of_96(bool mended);
// The first `reported` indicators of a catalogue.
[[nodiscard]] SamplePlan sample_of_the_first(const attest::Catalogue& catalogue, int data_year, std::size_t reported);
// Every indicator that counts, by the plan.
[[nodiscard]] ledger::Result<std::vector<SampleRow>> sample_rows(const attest::Catalogue& catalogue,
                                                                 const SamplePlan& plan);
[[nodiscard]] std::string sample_csv(const std::vector<SampleRow>& rows);

// Source organisation -> the name of its evidence file.
[[nodiscard]] std::string sample_evidence_name(const std::string& source, int data_year);
[[nodiscard]] std::string sample_evidence_text(const std::string& source, int data_year,
                                               const std::vector<SampleRow>& rows);

}  // namespace cityledger
