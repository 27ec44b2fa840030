// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/ladder.hpp"

#include <gtest/gtest.h>

#include "support.hpp"

namespace attest::test {
namespace {

Catalogue catalogue_of(const std::string& id) {
  return *parse_catalogue(read_json(source_dir() / "attest" / "catalogues" / (id + ".json")));
}

// The first `count` codes of each kind.
std::vector<std::string> codes(const Catalogue& catalogue, std::map<std::string, int> wanted) {
  std::vector<std::string> out;
  for (const Indicator& row : catalogue.indicators) {
    if (wanted[row.kind]-- > 0) out.push_back(row.code);
  }
  return out;
}

std::string level_name(const std::string& id, const std::map<std::string, int>& wanted) {
  const Catalogue catalogue = catalogue_of(id);
  const Level* level = level_of(catalogue, count_accepted(catalogue, codes(catalogue, wanted)));
  return level == nullptr ? "none" : level->name;
}

std::string next_text(const std::string& id, const std::map<std::string, int>& wanted) {
  const Catalogue catalogue = catalogue_of(id);
  const auto next = next_level(catalogue, count_accepted(catalogue, codes(catalogue, wanted)));
  return next ? describe(*next) : "";
}

TEST(Ladder, GivesTheLevelsOfISO37120In2014) {
  const auto level = [](int core, int supporting) {
    return level_name("iso37120-2014", {{"core", core}, {"supporting", supporting}});
  };
  EXPECT_EQ(level(0, 0), "none");
  EXPECT_EQ(level(22, 0), "none");
  EXPECT_EQ(level(29, 0), "none");
  EXPECT_EQ(level(29, 54), "none");
  EXPECT_EQ(level(30, 0), "Aspirational");
  EXPECT_EQ(level(45, 54), "Aspirational") << "99 indicators, and one core indicator missing";
  EXPECT_EQ(level(46, 0), "Bronze");
  EXPECT_EQ(level(46, 13), "Bronze");
  EXPECT_EQ(level(46, 14), "Silver");
  EXPECT_EQ(level(46, 29), "Silver");
  EXPECT_EQ(level(46, 30), "Gold");
  EXPECT_EQ(level(46, 44), "Gold");
  EXPECT_EQ(level(46, 45), "Platinum") << "91 of 100";
  EXPECT_EQ(level(46, 54), "Platinum") << "100 of 100";
}

TEST(Ladder, GivesPlatinumWhereASourceSaysSo) {
  EXPECT_EQ(level_name("iso37120-2018", {{"core", 45}, {"supporting", 45}}), "Platinum") << "90 of 104";
  EXPECT_EQ(level_name("iso37122-2019", {{"smart", 71}}), "Platinum") << "71 of 80";
  EXPECT_EQ(level_name("iso37123-2019", {{"resilience", 33}}), "none");
  EXPECT_EQ(level_name("iso37123-2019", {{"resilience", 34}}), "Bronze");
}

TEST(Ladder, CountsByKindAndLeavesProfileIndicatorsOut) {
  const Catalogue catalogue = catalogue_of("iso37120-2014");
  const Counts counts = count_accepted(catalogue, codes(catalogue, {{"core", 3}, {"supporting", 2}, {"profile", 39}}));
  EXPECT_EQ(counts, (Counts{{{"core", 3}, {"supporting", 2}}, 5}));
  EXPECT_EQ(count_accepted(catalogue, {}), (Counts{{{"core", 0}, {"supporting", 0}}, 0}));
  EXPECT_EQ(level_name("iso37120-2014", {{"core", 29}, {"profile", 39}}), "none");
}

TEST(Ladder, SaysWhatIsMissingForTheNextLevel) {
  EXPECT_EQ(next_text("iso37120-2014", {{"core", 22}}), "8 more core indicators to Aspirational");
  EXPECT_EQ(next_text("iso37120-2014", {{"core", 29}, {"supporting", 54}}), "1 more core indicator to Aspirational");
  EXPECT_EQ(next_text("iso37120-2014", {{"core", 45}, {"supporting", 54}}), "1 more core indicator to Bronze");
  EXPECT_EQ(next_text("iso37120-2014", {{"core", 46}, {"supporting", 13}}), "1 more supporting indicator to Silver");
  EXPECT_EQ(next_text("iso37120-2014", {{"core", 46}, {"supporting", 20}}), "10 more supporting indicators to Gold");
  EXPECT_EQ(next_text("iso37122-2019", {{"smart", 35}}), "5 more indicators to Bronze");
  EXPECT_EQ(next_text("iso37122-2019", {{"smart", 69}}), "1 more indicator to Platinum");
  EXPECT_EQ(next_text("iso37120-2014", {{"core", 46}, {"supporting", 54}}), "");
}

TEST(Ladder, PutsSeveralKindsOfMissingIndicatorsIntoOneSentence) {
  EXPECT_EQ(describe({"Gold", 2, 1, 0}), "2 more core and 1 more supporting indicator to Gold");
  EXPECT_EQ(describe({"Gold", 2, 0, 3}), "2 more core indicators and 3 more of any kind to Gold");
  EXPECT_EQ(describe({"Gold", 0, 0, 0}), "");
}

}  // namespace
}  // namespace attest::test
