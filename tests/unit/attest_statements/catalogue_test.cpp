// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/catalogue.hpp"

#include <gtest/gtest.h>

#include <map>
#include <tuple>

#include "attest/ladder.hpp"
#include "attest/limits.hpp"
#include "ledger/limits.hpp"
#include "support.hpp"

namespace attest::test {
namespace {

constexpr std::array<const char*, 4> kIds = {"iso37120-2014", "iso37120-2018", "iso37122-2019", "iso37123-2019"};

std::filesystem::path file_of(const std::string& id) {
  return source_dir() / "attest" / "catalogues" / (id + ".json");
}

Catalogue catalogue_of(const std::string& id) {
  Result<Catalogue> catalogue = parse_catalogue(read_json(file_of(id)));
  EXPECT_TRUE(catalogue.has_value()) << id << ": " << catalogue.error().message;
  return catalogue ? std::move(*catalogue) : Catalogue();
}

TEST(Catalogue, HasTheTotalsOfItsStandard) {
  struct Totals {
    std::int64_t core, supporting, smart, resilience, themes;
  };
  const std::map<std::string, Totals> expected = {{"iso37120-2014", {46, 54, 0, 0, 17}},
                                                  {"iso37120-2018", {45, 59, 0, 0, 19}},
                                                  {"iso37122-2019", {0, 0, 80, 0, 19}},
                                                  {"iso37123-2019", {0, 0, 0, 68, 16}}};
  for (const auto& [id, totals] : expected) {
    const Catalogue catalogue = catalogue_of(id);
    EXPECT_EQ(catalogue.id, id);
    EXPECT_EQ(catalogue.total_of("core"), totals.core) << id;
    EXPECT_EQ(catalogue.total_of("supporting"), totals.supporting) << id;
    EXPECT_EQ(catalogue.total_of("smart"), totals.smart) << id;
    EXPECT_EQ(catalogue.total_of("resilience"), totals.resilience) << id;
    EXPECT_EQ(catalogue.themes.size(), static_cast<std::size_t>(totals.themes)) << id;
  }
}

TEST(Catalogue, HasAsManyUnsourcedRowsAsTheResearchFound) {
  const auto count = [](const Catalogue& catalogue, std::string_view source, bool profile) {
    return std::count_if(catalogue.indicators.begin(), catalogue.indicators.end(), [&](const Indicator& row) {
      return row.source == source && (row.kind == "profile") == profile;
    });
  };
  const Catalogue iso37120_2014 = catalogue_of("iso37120-2014");
  EXPECT_EQ(count(iso37120_2014, "confirmed", false), 100);
  EXPECT_EQ(count(iso37120_2014, "unconfirmed", true), 19);
  EXPECT_EQ(std::count_if(iso37120_2014.indicators.begin(), iso37120_2014.indicators.end(),
                          [](const Indicator& row) { return row.unit_unconfirmed; }),
            10);
  EXPECT_EQ(count(catalogue_of("iso37120-2018"), "title-confirmed", false), 74);
  EXPECT_EQ(count(catalogue_of("iso37122-2019"), "title-confirmed", false), 25);
  EXPECT_EQ(count(catalogue_of("iso37122-2019"), "unconfirmed", false), 55);
  EXPECT_EQ(count(catalogue_of("iso37123-2019"), "unconfirmed", false), 0);
}

TEST(Catalogue, FitsIntoAStatement) {
  for (const char* id : kIds) {
    Saying saying;
    saying.issuer = "open-city-certifier";
    saying.common = {"AAAAAAAAAAAAAAAAAAAAAA", digest_of("genesis")};
    saying.body = StandardAdopted{id, read_json(file_of(id))};
    const auto bytes = sign_statement(saying, *seeded_signer(1));
    ASSERT_TRUE(bytes.has_value()) << id;
    EXPECT_LE(bytes->size(), ledger::kEntryBytesMax);
    EXPECT_TRUE(parse_statement(*bytes).has_value()) << id;
  }
}

TEST(Catalogue, GivesDeadlinesAndDecidersWhereItHasThem) {
  const Catalogue without = catalogue_of("iso37122-2019");
  EXPECT_FALSE(without.rules.submit_days || without.rules.decide_days || without.rules.clarify_days);
  EXPECT_EQ(without.rules.deciders, 1);
  const Json with = merge(
      read_json(file_of("iso37122-2019")),
      Json::Object{
          {"rules", Json::Object{{"submit_days", 90},
                                 {"decide_days", 60},
                                 {"clarify_days", 14},
                                 {"deciders", 2},
                                 {"assumed", Json::Array{"submit_days", "decide_days", "clarify_days", "deciders"}}}}});
  const auto catalogue = parse_catalogue(with);
  ASSERT_TRUE(catalogue.has_value()) << catalogue.error().message;
  EXPECT_EQ(catalogue->rules.submit_days, 90);
  EXPECT_EQ(catalogue->rules.decide_days, 60);
  EXPECT_EQ(catalogue->rules.clarify_days, 14);
  EXPECT_EQ(catalogue->rules.deciders, 2);
  EXPECT_EQ(catalogue->rules.assumed.size(), 4U);
}

TEST(Catalogue, GivesItsRulesAndSaysWhichOfThemNoSourceConfirms) {
  const Catalogue smart = catalogue_of("iso37122-2019");
  EXPECT_EQ(smart.rules.validity_months, 12);
  EXPECT_EQ(smart.rules.rounds_max, 3);
  EXPECT_EQ(smart.rules.period_years_max, 3);
  EXPECT_EQ(smart.rules.warning_days, 60);
  EXPECT_EQ(smart.rules.independence_years, 2);
  EXPECT_EQ(smart.rules.early_adopter, "Early Adopter");
  EXPECT_EQ(smart.rules.prerequisite, "ISO 37120");
  const std::vector<std::string> assumed = {"validity_months", "rounds_max", "period_years_max", "warning_days",
                                            "independence_years"};
  EXPECT_EQ(smart.rules.assumed, assumed);
  EXPECT_EQ(catalogue_of("iso37123-2019").rules.assumed.back(), "early_adopter");
  EXPECT_FALSE(catalogue_of("iso37120-2014").rules.early_adopter.has_value());
  EXPECT_EQ(smart.scheme, "cityledger-demo-iso37122-2019");
  EXPECT_EQ(smart.scheme_version, 1);
  EXPECT_EQ(smart.standard, "ISO 37122");
  EXPECT_EQ(smart.edition, 2019);
}

TEST(Catalogue, FindsARowByItsCode) {
  const Catalogue catalogue = catalogue_of("iso37120-2014");
  ASSERT_NE(catalogue.find("5.1"), nullptr);
  EXPECT_EQ(catalogue.find("5.1")->kind, "core");
  EXPECT_EQ(catalogue.find("5.1")->unit, "percent");
  EXPECT_EQ(catalogue.find("5.1")->theme, 5);
  EXPECT_EQ(catalogue.find("P32")->kind, "profile");
  EXPECT_FALSE(catalogue.find("P32")->numeric);
  EXPECT_EQ(catalogue.find("4.1"), nullptr);
  EXPECT_EQ(catalogue.counted_kinds(), (std::vector<std::string>{"core", "supporting"}));
  EXPECT_EQ(catalogue_of("iso37123-2019").counted_kinds(), (std::vector<std::string>{"resilience"}));
}

TEST(Catalogue, MayHave512IndicatorsAndNotOneMore) {
  const auto with_rows = [](std::int64_t rows) {
    Json json = *sample("standard.adopted").find("catalogue");
    Json::Array indicators;
    for (std::int64_t i = 0; i < rows - 2; ++i) {
      indicators.push_back(merge(json.find("indicators")->array()->front(),
                                 Json::Object{{"code", "5." + std::to_string(i)}, {"kind", "supporting"}}));
    }
    json.object()->at("indicators") = indicators;
    json.object()->at("levels") = Json::Array{json.find("levels")->array()->front()};
    json.object()->at("levels").array()->front().object()->erase("min_core");
    json.object()->at("totals") = Json::Object{{"all", rows - 2}, {"supporting", rows - 2}, {"themes", 2}};
    return parse_catalogue(json);
  };
  constexpr auto kMost = static_cast<std::int64_t>(kIndicatorsMax);
  EXPECT_TRUE(with_rows(kMost).has_value()) << with_rows(kMost).error().message;
  ASSERT_FALSE(with_rows(kMost + 1).has_value());
  EXPECT_EQ(with_rows(kMost + 1).error().field, "profile_indicators");
}

TEST(Catalogue, TurnsAShareIntoPercentOnly) {
  EXPECT_EQ(unit_factor("percent"), 100);
  EXPECT_EQ(unit_factor("persons"), 1);
  EXPECT_EQ(unit_factor("per 100 000 population"), 1);
}

// What the research says of one row, level or rule, told apart by the name of the member.
std::string text_or(const Json& row, std::string_view name) {
  const Json* member = row.find(name);
  return member == nullptr || member->text() == nullptr ? "" : *member->text();
}

void expect_same_row(const Json& ours, const Json& theirs) {
  for (const char* name : {"code", "name", "kind", "unit", "source", "unit_source", "note", "group"}) {
    EXPECT_EQ(text_or(ours, name), text_or(theirs, name)) << text_or(theirs, "code");
  }
  const Json* numeric = ours.find("numeric");
  EXPECT_EQ(numeric == nullptr, *theirs.find("numeric")->boolean()) << text_or(theirs, "code");
  const Json* theme = theirs.find("theme");
  if (theme->is_null()) {
    EXPECT_EQ(ours.find("theme"), nullptr);
  } else {
    EXPECT_EQ(*ours.find("theme"), *theme);
  }
}

TEST(Catalogue, KeepsEveryMarkOfTheResearch) {
  const auto shared = shared_catalogues();
  if (!shared) GTEST_SKIP() << "no shared catalogues beside the source tree";
  for (const char* id : kIds) {
    const Json ours = read_json(file_of(id));
    const Json theirs = read_json(*shared / (std::string(id) + ".json"));
    for (const char* rows : {"indicators", "profile_indicators"}) {
      const Json::Array& expected = *theirs.find(rows)->array();
      ASSERT_EQ(ours.find(rows)->array()->size(), expected.size());
      for (std::size_t i = 0; i < expected.size(); ++i) expect_same_row((*ours.find(rows)->array())[i], expected[i]);
    }
    for (const char* same : {"standard", "edition", "title", "published", "themes", "source_vocabulary"}) {
      EXPECT_EQ(*ours.find(same), *theirs.find(same)) << id << " " << same;
    }
    for (const char* list : {"caveats", "sources"}) {
      EXPECT_EQ(ours.find(list)->array()->size(), theirs.find(list)->array()->size()) << id << " " << list;
    }
    const Json::Array& levels = *theirs.find("levels")->array();
    ASSERT_EQ(ours.find("levels")->array()->size(), levels.size());
    for (std::size_t i = 0; i < levels.size(); ++i) {
      const Json& level = (*ours.find("levels")->array())[i];
      for (const char* same : {"name", "rank", "min_total", "assumed"})
        EXPECT_EQ(*level.find(same), *levels[i].find(same));
      EXPECT_EQ(level.find("source")->array()->size(), levels[i].find("source")->array()->size());
      EXPECT_EQ(text_or(level, "note"), text_or(levels[i], "note"));
    }
  }
}

// The research gives each level as a band with upper bounds too; our floors must draw the same bands.
TEST(Catalogue, DrawsTheSameBandsAsTheResearch) {
  const auto shared = shared_catalogues();
  if (!shared) GTEST_SKIP() << "no shared catalogues beside the source tree";
  const auto inside = [](const Json& level, const char* min, const char* max, std::int64_t count) {
    const std::int64_t* low = level.find(min)->integer();
    const std::int64_t* high = level.find(max)->integer();
    return (low == nullptr || count >= *low) && (high == nullptr || count <= *high);
  };
  for (const char* id : kIds) {
    const Catalogue catalogue = catalogue_of(id);
    const Json theirs = read_json(*shared / (std::string(id) + ".json"));
    const bool split = catalogue.total_of("core") > 0;
    const std::string first = catalogue.counted_kinds().front();
    for (std::int64_t a = 0; a <= catalogue.total_of(first); ++a) {
      for (std::int64_t b = 0; b <= catalogue.total_of("supporting"); ++b) {
        Counts counts{{{first, a}}, a + b};
        if (split) counts.by_kind["supporting"] = b;
        std::string expected;
        for (const Json& level : *theirs.find("levels")->array()) {
          const bool all = inside(level, "min_core", "max_core", a) &&
                           inside(level, "min_supporting", "max_supporting", b) &&
                           inside(level, "min_total", "max_total", a + b);
          if (all) expected = text_or(level, "name");
        }
        const Level* level = level_of(catalogue, counts);
        ASSERT_EQ(level == nullptr ? "" : level->name, expected) << id << " " << a << "+" << b;
      }
    }
  }
}

}  // namespace
}  // namespace attest::test
