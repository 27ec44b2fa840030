// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/edition_map.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "policy/edition_map_data.hpp"
#include "statement/members.hpp"

namespace attest {
namespace {

constexpr std::array<EditionRelation, 4> kRelations = {EditionRelation::kExact, EditionRelation::kChanged,
                                                       EditionRelation::kGone, EditionRelation::kNew};
constexpr std::size_t kCaveatBytesMax = 2'048;
constexpr std::size_t kCaveatsMax = 64;

EditionRelation read_relation(Fields& fields) {
  const std::string text = members::choice(fields, "relation", {"exact", "changed", "gone", "new"});
  const auto found = std::find_if(kRelations.begin(), kRelations.end(),
                                  [&](EditionRelation relation) { return to_text(relation) == text; });
  return found == kRelations.end() ? EditionRelation::kExact : *found;
}

// A code where the relation asks for one, and none where it does not.
std::string read_code(Fields& fields, const char* name, bool wanted) {
  if (wanted) return members::indicator_code(fields, name);
  if (fields.has(name)) fields.wrong(name, "must be absent for this relation");
  return {};
}

void read_row(Fields& fields, EditionRow& row) {
  row.relation = read_relation(fields);
  row.earlier = read_code(fields, "earlier", row.relation != EditionRelation::kNew);
  row.later = read_code(fields, "later", row.relation != EditionRelation::kGone);
  if (row.relation == EditionRelation::kChanged) row.what = members::plain_text(fields, "what");
  row.unconfirmed = members::choice(fields, "source", {"title-confirmed", "unconfirmed"}) == "unconfirmed";
}

std::vector<std::string> read_caveats(Fields& fields) {
  std::vector<std::string> caveats;
  for (const Json& item : fields.array("caveats", kCaveatsMax)) {
    const std::string* text = item.text();
    if (text == nullptr || text->size() > kCaveatBytesMax || !members::is_plain_text(*text)) {
      fields.wrong("caveats", "must be an array of texts without control characters");
    } else {
      caveats.push_back(*text);
    }
  }
  return caveats;
}

Result<void> check_side(const EditionMap& map, const Catalogue& catalogue, std::string EditionRow::* code) {
  std::set<std::string> left;
  for (const auto& indicator : catalogue.indicators) left.insert(indicator.code);
  for (const auto& row : map.rows) {
    if ((row.*code).empty() || left.erase(row.*code) == 1) continue;
    return ledger::fail(Code::kInvalid,
                        row.*code + " is in two rows, or no indicator of " + catalogue.id + "; keep one", "rows");
  }
  if (left.empty()) return {};
  return ledger::fail(Code::kInvalid, *left.begin() + " of " + catalogue.id + " is in no row; add one", "rows");
}

}  // namespace

std::string_view to_text(EditionRelation relation) {
  switch (relation) {
    case EditionRelation::kExact:
      return "exact";
    case EditionRelation::kChanged:
      return "changed";
    case EditionRelation::kGone:
      return "gone";
    case EditionRelation::kNew:
      return "new";
  }
  return "";
}

const EditionRow* EditionMap::find(std::string_view catalogue, std::string_view code) const {
  if (code.empty() || (catalogue != earlier && catalogue != later)) return nullptr;
  const auto side = catalogue == earlier ? &EditionRow::earlier : &EditionRow::later;
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const EditionRow& row) { return row.*side == code; });
  return found == rows.end() ? nullptr : &*found;
}

std::string EditionMap::counterpart(std::string_view catalogue, std::string_view code) const {
  const EditionRow* row = find(catalogue, code);
  if (row == nullptr) return {};
  return catalogue == earlier ? row->later : row->earlier;
}

Result<EditionMap> parse_edition_map(const Json& json) {
  Fields fields(json);
  EditionMap map;
  map.earlier = members::standard_id(fields, "earlier");
  map.later = members::standard_id(fields, "later");
  map.version = fields.integer("version", 1, kJsonIntegerMax);
  members::inside_object(fields, "source_vocabulary", [](Fields& inner) {
    for (const char* word : {"title-confirmed", "unconfirmed"}) {
      static_cast<void>(members::plain_text(inner, word, kCaveatBytesMax));
    }
  });
  map.caveats = read_caveats(fields);
  members::each_object(fields, "rows", 2 * kIndicatorsMax,
                       [&](Fields& inner) { read_row(inner, map.rows.emplace_back()); });
  if (const Result<void> done = fields.finish(); !done) return tl::unexpected<Error>(done.error());
  return map;
}

Result<void> check_edition_map(const EditionMap& map, const Catalogue& earlier, const Catalogue& later) {
  if (map.earlier != earlier.id || map.later != later.id) {
    return ledger::fail(Code::kInvalid, "the map is between " + map.earlier + " and " + map.later, "earlier");
  }
  if (auto done = check_side(map, earlier, &EditionRow::earlier); !done) return done;
  if (auto done = check_side(map, later, &EditionRow::later); !done) return done;
  for (const auto& row : map.rows) {
    if (row.relation != EditionRelation::kExact) continue;
    if (earlier.find(row.earlier)->unit == later.find(row.later)->unit) continue;
    return ledger::fail(Code::kInvalid, row.earlier + " and " + row.later + " have different units: not exact", "rows");
  }
  return {};
}

std::optional<EditionMap> edition_map_between(std::string_view one, std::string_view other) {
  for (const std::string_view file : edition_map_files()) {
    const auto json = parse_json(file);
    auto map = json ? parse_edition_map(*json) : tl::unexpected<Error>(json.error());
    if (!map) continue;  // a test reads every file
    if ((map->earlier == one && map->later == other) || (map->earlier == other && map->later == one)) {
      return std::move(*map);
    }
  }
  return std::nullopt;
}

}  // namespace attest
