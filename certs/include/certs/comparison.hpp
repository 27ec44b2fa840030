// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Accepted values side by side: of one city over the years, or of several cities. Indicators are put together by
// their meaning, through the edition map, and never by their code alone.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "attest/edition_map.hpp"
#include "attest/reader.hpp"
#include "certs/words.hpp"

namespace certs {

// One column: a cycle of which values may be shown.
struct ComparedCycle {
  std::string cycle;
  std::string city;
  int data_year = 0;
  std::string standard;  // catalogue id
  std::int64_t edition = 0;
  std::string notice;
  std::string certificate;  // number; empty when there is none
};

// One accepted value.
struct Figure {
  std::string code;  // in the edition of its cycle
  std::string unit;
  std::string value;                          // empty when it is not known here, or not for the reader
  std::uint64_t submission = 0;               // entry
  std::optional<attest::EditionRow> bridge;   // how it came to this line, when its cycle is of another edition
  [[nodiscard]] bool is_comparable() const;   // with the line's own edition
  [[nodiscard]] bool is_unconfirmed() const;  // that it belongs to this line
};

struct ComparisonLine {
  std::string standard;  // the edition whose code, name and unit these are: the newest that has the indicator
  attest::Indicator indicator;
  std::map<std::size_t, Figure> figures;  // by the place of their column
};

struct Comparison {
  std::string standard;                // "ISO 37120"
  std::vector<ComparedCycle> columns;  // by data year, edition, city
  std::vector<ComparisonLine> lines;   // catalogue order of the newest edition, then what is gone from it
  std::vector<std::string> remarks;    // what a reader must know beside the figures
  bool several_cities = false;         // asked for or found
  [[nodiscard]] bool spans_editions() const;
};

struct ComparisonChoice {
  std::vector<std::string> cities;      // empty: all
  std::string standard;                 // a catalogue's id, for one edition, or a standard's name, for all; may be
                                        // empty when there is one standard only
  std::optional<int> year;              // data year; empty: all
  std::vector<std::string> indicators;  // codes, of the newest edition that has them; empty: all
  bool profile = false;                 // profile indicators too, where none are named
};

// Errors: kNotFound with what exists; kInvalid when it must be said which standard; kCorrupt, kStorage.
[[nodiscard]] Result<Comparison> compare(const attest::Sight& sight, const ComparisonChoice& choice);

// One line a value, with a header. RFC 4180.
[[nodiscard]] std::string comparison_csv(const Comparison& comparison);
[[nodiscard]] Json to_json(const Comparison& comparison);

}  // namespace certs
