// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/edition_map.hpp"

#include <gtest/gtest.h>

#include "support.hpp"

namespace attest::test {
namespace {

Catalogue catalogue_of(const std::string& id) {
  const auto catalogue = parse_catalogue(read_json(source_dir() / "attest" / "catalogues" / (id + ".json")));
  EXPECT_TRUE(catalogue.has_value()) << id;
  return *catalogue;
}

Json map_json() {
  return read_json(source_dir() / "attest" / "catalogues" / "editions" / "iso37120-2014-2018.json");
}

EditionMap the_map() {
  auto map = parse_edition_map(map_json());
  EXPECT_TRUE(map.has_value()) << map.error().message << " " << map.error().field;
  return map ? std::move(*map) : EditionMap();
}

Result<void> checked(const EditionMap& map) {
  return check_edition_map(map, catalogue_of("iso37120-2014"), catalogue_of("iso37120-2018"));
}

TEST(EditionMap, HasEveryIndicatorOfBothEditionsInExactlyOneRow) {
  const auto done = checked(the_map());
  EXPECT_TRUE(done.has_value()) << done.error().message;
}

TEST(EditionMap, IsCarriedByTheProgramAsTheFileHasIt) {
  const EditionMap file = the_map();
  for (const auto& [one, other] : {std::pair("iso37120-2014", "iso37120-2018"), {"iso37120-2018", "iso37120-2014"}}) {
    const auto carried = edition_map_between(one, other);
    ASSERT_TRUE(carried.has_value());
    EXPECT_EQ(carried->earlier, file.earlier);
    ASSERT_EQ(carried->rows.size(), file.rows.size());
    for (std::size_t i = 0; i < file.rows.size(); ++i) EXPECT_EQ(carried->rows[i].later, file.rows[i].later);
  }
  EXPECT_FALSE(edition_map_between("iso37120-2014", "iso37122-2019").has_value());
  EXPECT_FALSE(edition_map_between("iso37120-2014", "iso37120-2014").has_value());
}

TEST(EditionMap, FollowsTheMeaningAndNotTheCode) {
  const EditionMap map = the_map();
  EXPECT_EQ(map.counterpart("iso37120-2014", "13.2"), "14.2");  // outdoor recreation
  EXPECT_EQ(map.counterpart("iso37120-2018", "13.2"), "5.3");   // poverty
  EXPECT_EQ(map.counterpart("iso37120-2014", "18.4"), "19.8.1");
  EXPECT_EQ(map.counterpart("iso37120-2014", "17.3"), "");
  EXPECT_EQ(map.counterpart("iso37120-2018", "23.4"), "");
  EXPECT_EQ(map.counterpart("iso37122-2019", "5.1"), "");
  EXPECT_EQ(map.find("iso37120-2014", ""), nullptr);
  EXPECT_EQ(map.find("iso37120-2014", "15.1")->relation, EditionRelation::kChanged);
  EXPECT_EQ(map.find("iso37120-2014", "15.1")->what, "slums became inadequate housing");
  EXPECT_EQ(map.find("iso37120-2014", "17.3")->relation, EditionRelation::kGone);
  EXPECT_EQ(map.find("iso37120-2018", "23.4")->relation, EditionRelation::kNew);
}

TEST(EditionMap, MarksEveryRowThatRestsOnSomethingUnconfirmed) {
  const Catalogue earlier = catalogue_of("iso37120-2014");
  const Catalogue later = catalogue_of("iso37120-2018");
  for (const auto& row : the_map().rows) {
    const bool sourced = !row.earlier.empty() && !row.later.empty() &&
                         earlier.find(row.earlier)->source != "unconfirmed" &&
                         later.find(row.later)->source != "unconfirmed";
    EXPECT_EQ(row.unconfirmed, !sourced) << row.earlier << " -> " << row.later;
  }
}

TEST(EditionMap, CallsTheSameNameAndUnitExact) {
  const Catalogue later = catalogue_of("iso37120-2018");
  const EditionMap map = the_map();
  std::size_t same = 0;
  for (const auto& before : catalogue_of("iso37120-2014").indicators) {
    for (const auto& after : later.indicators) {
      if (before.name != after.name || before.unit != after.unit) continue;
      ++same;
      EXPECT_EQ(map.counterpart("iso37120-2014", before.code), after.code);
      EXPECT_EQ(map.find("iso37120-2014", before.code)->relation, EditionRelation::kExact) << before.code;
    }
  }
  EXPECT_EQ(same, 74U);
}

// The map with one row merged with a patch; with no index, with the patch as a further row.
Result<void> patched(std::optional<std::size_t> row, const Json& patch) {
  Json json = map_json();
  Json::Array& rows = *json.object()->at("rows").array();
  if (row) {
    rows[*row] = merge(rows[*row], patch);
  } else {
    rows.push_back(patch);
  }
  const auto map = parse_edition_map(json);
  if (!map) return tl::unexpected<Error>(map.error());
  return checked(*map);
}

TEST(EditionMap, RefusesRowsThatCannotBe) {
  const Json null;
  EXPECT_TRUE(patched(0, Json::Object{}).has_value());
  EXPECT_EQ(patched(0, Json::Object{{"relation", "same"}}).error().field, "rows.0.relation");
  EXPECT_EQ(patched(0, Json::Object{{"relation", "gone"}}).error().field, "rows.0.later");
  EXPECT_EQ(patched(0, Json::Object{{"relation", "new"}}).error().field, "rows.0.earlier");
  EXPECT_EQ(patched(0, Json::Object{{"relation", "changed"}}).error().field, "rows.0.what");
  EXPECT_EQ(patched(0, Json::Object{{"what", "nothing"}}).error().field, "rows.0.what");
  EXPECT_EQ(patched(0, Json::Object{{"source", "confirmed"}}).error().field, "rows.0.source");
  EXPECT_EQ(patched(0, Json::Object{{"earlier", null}}).error().field, "rows.0.earlier");
  // 5.1 left out, put in twice, taken for another, and a unit that differs.
  EXPECT_NE(
      patched(0, Json::Object{{"later", null}, {"relation", "gone"}}).error().message.find("5.1 of iso37120-2018"),
      std::string::npos);
  EXPECT_FALSE(
      patched({}, Json::Object{{"earlier", "5.1"}, {"relation", "gone"}, {"source", "unconfirmed"}}).has_value());
  EXPECT_FALSE(patched(0, Json::Object{{"later", "99.1"}}).has_value());
  const Json exact = Json::Object{{"relation", "exact"}, {"what", null}};
  bool found = false;
  const EditionMap map = the_map();
  for (std::size_t i = 0; i < map.rows.size(); ++i) {
    if (map.rows[i].earlier != "7.3") continue;
    found = true;
    EXPECT_NE(patched(i, exact).error().message.find("different units"), std::string::npos);
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace attest::test
