// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/lineage.hpp"

#include <gtest/gtest.h>

#include "support.hpp"

namespace attest::test {
namespace {

std::string text_of(const Json& row, std::string_view name) {
  return *row.find(name)->text();
}

TEST(Lineage, HasTheLeavesAndRootsOfTheVectors) {
  std::vector<LineageItem> items;
  for (const Json& row : read_vectors("lineage.json")) {
    const auto item = lineage_item_from_json(*row.find("item"), "item");
    ASSERT_TRUE(item.has_value()) << item.error().message;
    EXPECT_EQ(to_json(*item), *row.find("item"));
    EXPECT_EQ(lineage_leaf(*item), text_of(row, "lineage_leaf"));
    EXPECT_EQ(data_leaf(*item), text_of(row, "data_leaf"));
    items.push_back(*item);
    // The roots in a row are over the items up to it.
    EXPECT_EQ(to_hex(lineage_root(items)), text_of(row, "lineage_root")) << items.size();
    EXPECT_EQ(to_hex(data_root(items)), text_of(row, "data_root")) << items.size();
  }
  EXPECT_GE(items.size(), 7U);
}

TEST(Lineage, OfNothingHasTheEmptyRoot) {
  EXPECT_EQ(lineage_root({}), ledger::empty_root());
  EXPECT_EQ(data_root({}), ledger::empty_root());
}

TEST(Lineage, DependsOnTheOrder) {
  const LineageItem a{"5.1", {EntryIndex{1}, digest_of("a")}, {EntryIndex{2}, digest_of("b")}, "x"};
  const LineageItem b{"5.2", {EntryIndex{3}, digest_of("c")}, {EntryIndex{4}, digest_of("d")}, "y"};
  EXPECT_NE(lineage_root({a, b}), lineage_root({b, a}));
  LineageItem other_value = a;
  other_value.value_digest = "z";
  EXPECT_EQ(lineage_root({a}), lineage_root({other_value}));
  EXPECT_NE(data_root({a}), data_root({other_value}));
}

TEST(Lineage, NamesTheMemberThatIsWrong) {
  Json item = *read_vectors("lineage.json").front().find("item");
  for (const char* name : {"indicator", "submission", "decision", "value"}) {
    const Json kept = item.object()->at(name);
    item.object()->erase(name);
    EXPECT_EQ(lineage_item_from_json(item, "leaves.0").error().field, "leaves.0." + std::string(name));
    item.object()->emplace(name, kept);
  }
  item.object()->emplace("surplus", 1);
  EXPECT_EQ(lineage_item_from_json(item, "leaves.0").error().field, "leaves.0.surplus");
}

}  // namespace
}  // namespace attest::test
