// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Which indicator of one edition of a standard is which of the next. Codes are given anew with every edition: 13.2 is
// outdoor recreation in one and poverty in the next, so figures over the years are put side by side by this map and
// never by code. Help for readers: no rule of admission and no level depends on it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attest/catalogue.hpp"

namespace attest {

enum class EditionRelation {
  kExact,    // the same thing in the same unit
  kChanged,  // the same subject, defined or measured in another way: figures must not be compared without saying so
  kGone,     // in the earlier edition alone
  kNew,      // in the later edition alone
};
[[nodiscard]] std::string_view to_text(EditionRelation relation);

struct EditionRow {
  std::string earlier;  // code; empty when the row is new
  std::string later;    // code; empty when the row is gone
  EditionRelation relation = EditionRelation::kExact;
  std::string what;          // what changed; empty unless it did
  bool unconfirmed = false;  // no source confirms the row
};

struct EditionMap {
  std::string earlier;  // catalogue id: iso37120-2014
  std::string later;
  std::int64_t version = 0;
  std::vector<EditionRow> rows;
  std::vector<std::string> caveats;

  // The row of that indicator of that catalogue; null when the map has none.
  [[nodiscard]] const EditionRow* find(std::string_view catalogue, std::string_view code) const;
  // What that indicator is called in the other catalogue; empty when it is gone, new or unknown.
  [[nodiscard]] std::string counterpart(std::string_view catalogue, std::string_view code) const;
};

// Members: earlier, later, version, source_vocabulary, caveats, rows of {earlier, later, relation, what, source}.
// Errors: kInvalid, naming the member.
[[nodiscard]] Result<EditionMap> parse_edition_map(const Json& json);

// Every indicator of both catalogues is in exactly one row, and exact rows have one unit. Errors: kInvalid, naming
// the code.
[[nodiscard]] Result<void> check_edition_map(const EditionMap& map, const Catalogue& earlier, const Catalogue& later);

// The map between two catalogues, in either order, of those that the program carries (catalogues/editions/); nothing
// when there is none.
[[nodiscard]] std::optional<EditionMap> edition_map_between(std::string_view one, std::string_view other);

}  // namespace attest
