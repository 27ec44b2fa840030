// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "unit/policy/support.hpp"

namespace sample {
namespace {

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

const std::filesystem::path kAttest = std::filesystem::path(CITYLEDGER_SOURCE_DIR) / "attest";

std::set<std::string> named_rules() {
  std::set<std::string> out;
  for (const auto& rule : attest::all_rules()) out.insert(std::string(rule.rule));
  return out;
}

// The first word of each call that names a rule.
std::set<std::string> rules_in_the_sources() {
  const std::regex call(R"re((?:violate\(|refuse_one\(|violate\(out,)[^"();]*"([a-z_]+\.[a-z_]+)")re");
  const std::regex choice(R"re(\? "(statement\.[a-z]+)" : "(statement\.[a-z]+)")re");
  std::set<std::string> out;
  for (const auto& file : std::filesystem::directory_iterator(kAttest / "src" / "policy")) {
    const std::string source = content_of(file.path());
    for (std::sregex_iterator it(source.begin(), source.end(), call), end; it != end; ++it) out.insert((*it)[1]);
    for (std::sregex_iterator it(source.begin(), source.end(), choice), end; it != end; ++it) {
      out.insert({(*it)[1], (*it)[2]});
    }
  }
  return out;
}

TEST(RulesTable, IsSortedAndNamesEachRuleOnce) {
  const auto& rules = attest::all_rules();
  for (std::size_t i = 1; i < rules.size(); ++i) EXPECT_LT(rules[i - 1].rule, rules[i].rule);
}

TEST(RulesTable, HasExactlyTheRulesOfTheSources) {
  EXPECT_EQ(rules_in_the_sources(), named_rules());
}

TEST(RulesTable, IsTheTableInTheDocument) {
  std::string table = "<!-- rules -->\n| rule | asks |\n| --- | --- |\n";
  for (const auto& rule : attest::all_rules()) {
    table += "| `" + std::string(rule.rule) + "` | " + std::string(rule.asks) + " |\n";
  }
  table += "<!-- /rules -->\n";
  const std::string document = content_of(kAttest / "STATEMENTS.md");
  const std::size_t at = document.find("<!-- rules -->");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(document.substr(at, table.size()), table);
}

}  // namespace
}  // namespace sample
