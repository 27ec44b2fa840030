// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A standard's indicators, ladder and rules as data. What our sources do not confirm is marked so, row by row.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attest/json.hpp"
#include "attest/statement_types.hpp"

namespace attest {

struct Indicator {
  std::string code;
  std::string name;
  std::string kind;  // core, supporting, smart, resilience, profile
  std::string unit;
  std::string source;  // confirmed, title-confirmed, unconfirmed
  bool unit_unconfirmed = false;
  bool numeric = true;                // else the value is text: profile indicators only
  std::optional<std::int64_t> theme;  // clause
};

struct Level {
  std::string name;
  std::int64_t rank = 0;
  std::int64_t min_core = 0;
  std::int64_t min_supporting = 0;
  std::int64_t min_total = 0;
  bool assumed = false;
};

struct CatalogueRules {
  std::int64_t validity_months = 12;
  std::int64_t rounds_max = 3;
  std::int64_t period_years_max = 3;
  std::int64_t warning_days = 60;
  std::int64_t independence_years = 2;
  std::optional<std::string> early_adopter;  // what a city's first certificate is called instead of its level
  std::optional<std::string> prerequisite;   // the standard, any edition, that the city must be certified to
  bool prerequisite_must_be_valid = false;   // on the day of enrolment and of issue; else it may have ended
  std::optional<std::int64_t> submit_days;   // from enrolment to the last day for first submissions
  std::optional<std::int64_t> decide_days;   // from then to the last day for decisions
  std::optional<std::int64_t> clarify_days;  // from a question or rejection to the last day for its answer
  std::int64_t deciders = 1;                 // so many different persons accept a value
  std::vector<std::string> assumed;          // names of the rules that no source confirms
};

struct Catalogue {
  std::string id;        // iso37120-2014
  std::string standard;  // ISO 37120
  std::int64_t edition = 0;
  std::string title;
  std::string scheme;
  std::int64_t scheme_version = 0;
  std::vector<std::pair<std::int64_t, std::string>> themes;  // clause, name
  std::vector<Indicator> indicators;                         // catalogue order; profile indicators last
  std::vector<Level> levels;                                 // by rising rank
  CatalogueRules rules;
  std::vector<std::string> caveats;

  [[nodiscard]] const Indicator* find(std::string_view code) const;
  // Kinds that count, in the order in which they are printed.
  [[nodiscard]] std::vector<std::string> counted_kinds() const;
  [[nodiscard]] std::int64_t total_of(std::string_view kind) const;
};

// Exactly the members that STATEMENTS.md lists. Errors: kInvalid, naming the member: totals that do not add up,
// codes twice, levels that do not rise.
[[nodiscard]] Result<Catalogue> parse_catalogue(const Json& json);

// The factor between numerator / denominator and the value in this unit: 100 for "percent", else 1.
[[nodiscard]] std::int64_t unit_factor(std::string_view unit);

}  // namespace attest
