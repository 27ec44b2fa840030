// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "attest/disclosure.hpp"
#include "attest/limits.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

using attest::ValueSubmitted;
using Fields = std::vector<std::pair<std::string, std::string>>;

std::string digest_of(const std::string& name, const std::string& value) {
  const std::string salt = "AAAAAAAAAAAAAAAAAAAAAA";
  return attest::encode_disclosure({salt, name, value});
}

Rules rules_of(const std::vector<ledger::Violation>& violations) {
  std::set<std::string> rules;
  for (const auto& violation : violations) rules.insert(violation.rule);
  return {rules.begin(), rules.end()};
}

attest::Statement statement_of(const attest::Body& body, const std::vector<std::string>& disclosures) {
  attest::Statement statement;
  statement.body = body;
  for (const auto& disclosure : disclosures) statement.sd.push_back(attest::disclosure_digest(disclosure));
  std::sort(statement.sd.begin(), statement.sd.end());
  return statement;
}

std::vector<std::string> encode(const Fields& fields) {
  std::vector<std::string> out;
  for (const auto& [name, value] : fields) out.push_back(digest_of(name, value));
  return out;
}

// What a statement with these confidential fields, all of them opened, violates.
Rules violated(const attest::Body& body, const Fields& fields) {
  const auto disclosures = encode(fields);
  return rules_of(attest::check_disclosures(statement_of(body, disclosures), disclosures));
}

// A reported value whose digest is that of the first field.
ValueSubmitted reported(const Fields& fields) {
  ValueSubmitted body;
  body.unit = "percent";
  body.value_digest = attest::disclosure_digest(encode(fields).at(0));
  return body;
}

Rules violated_value(const Fields& fields) {
  return violated(reported(fields), fields);
}

TEST(DisclosureRules, AreKeptByWhatTheSampleLedgerSays) {
  SampleLedger ledger;
  ledger.ready();
  const auto draft = ledger.value("C1");
  const auto statement = attest::parse_statement(ledger.sign("submitter", draft)).value();
  EXPECT_EQ(rules_of(attest::check_disclosures(statement, draft.disclosures)), Rules{});
}

TEST(DisclosureRules, AskThatEveryDigestIsOpened) {
  const Fields fields = {{"value", "1.5"}, {"note", "as printed"}};
  const auto disclosures = encode(fields);
  const auto statement = statement_of(reported(fields), disclosures);
  EXPECT_EQ(rules_of(attest::check_disclosures(statement, {disclosures[0]})), Rules{"disclosure.missing"});
}

TEST(DisclosureRules, AskThatNoDisclosureIsLeftOver) {
  const Fields fields = {{"value", "1.5"}};
  auto disclosures = encode(fields);
  const auto statement = statement_of(reported(fields), disclosures);
  disclosures.push_back(digest_of("note", "not in the statement"));
  EXPECT_EQ(rules_of(attest::check_disclosures(statement, disclosures)), Rules{"disclosure.unknown"});
  EXPECT_EQ(rules_of(attest::check_disclosures(statement, {disclosures[0], disclosures[0]})),
            Rules{"disclosure.unknown"});
}

TEST(DisclosureRules, AskForDisclosuresOfGoodForm) {
  const std::vector<std::string> odd = {"bm90IGpzb24"};
  EXPECT_EQ(rules_of(attest::check_disclosures(statement_of(attest::ValueDecided{}, odd), odd)),
            Rules{"disclosure.form"});
}

TEST(DisclosureRules, KnowTheNamesOfEachType) {
  EXPECT_EQ(violated_value({{"value", "1"}, {"numerator", "1"}, {"denominator", "1"}, {"note", "n"}}), Rules{});
  EXPECT_EQ(violated_value({{"value", "1"}, {"title", "t"}}), Rules{"disclosure.name"});
  EXPECT_EQ(violated(attest::ValueDecided{}, {{"text", "why"}}), Rules{});
  EXPECT_EQ(violated(attest::CycleReviewed{}, {{"text", "why"}}), Rules{});
  EXPECT_EQ(violated(attest::CycleReviewed{}, {{"value", "1"}}), Rules{"disclosure.name"});
  ValueSubmitted missing;
  missing.state = attest::ValueState::kNotAvailable;
  EXPECT_EQ(violated(missing, {{"note", "n"}}), Rules{});
  EXPECT_EQ(violated(missing, {{"value", "1"}}), Rules{"disclosure.name"});
}

TEST(DisclosureRules, AskForTheRequiredNames) {
  const Fields all = {{"digest", std::string(64, '0')}, {"title", "t"}, {"source", "s"}};
  EXPECT_EQ(violated(attest::EvidenceRegistered{}, all), Rules{});
  for (std::size_t left_out = 0; left_out < all.size(); ++left_out) {
    Fields some = all;
    some.erase(some.begin() + static_cast<std::ptrdiff_t>(left_out));
    EXPECT_EQ(violated(attest::EvidenceRegistered{}, some), Rules{"disclosure.name"}) << all[left_out].first;
  }
  ValueSubmitted body;
  body.unit = "percent";
  EXPECT_EQ(violated(body, {{"note", "n"}}), Rules{"disclosure.name"});
}

TEST(DisclosureRules, TakeEachNameOnce) {
  EXPECT_EQ(violated_value({{"value", "1"}, {"note", "one"}, {"note", "two"}}), Rules{"disclosure.name"});
}

TEST(DisclosureRules, AskForDecimals) {
  for (const char* name : {"numerator", "denominator"}) {
    EXPECT_EQ(violated_value({{"value", "1"}, {name, "1,5"}}), Rules{"value.decimal"}) << name;
  }
  EXPECT_EQ(violated_value({{"value", "many"}}), Rules{"value.decimal"});
  EXPECT_EQ(violated_value({{"value", "-0.50"}}), Rules{});
}

TEST(DisclosureRules, TakeTextWhereTheCatalogueSaysSo) {
  const Fields fields = {{"value", "Oceanic"}};
  auto body = reported(fields);
  body.unit = "text";
  EXPECT_EQ(violated(body, fields), Rules{});
}

TEST(DisclosureRules, AskThatTheValueDigestIsTheValues) {
  const Fields fields = {{"numerator", "1"}, {"value", "1"}};
  EXPECT_EQ(violated(reported(fields), fields), Rules{"value.digest"});
}

TEST(DisclosureRules, AskForADigestOfEvidence) {
  const auto with = [](const std::string& digest) {
    return violated(attest::EvidenceRegistered{}, {{"digest", digest}, {"title", "t"}, {"source", "s"}});
  };
  EXPECT_EQ(with(std::string(63, '0')), Rules{"evidence.digest"});
  EXPECT_EQ(with(std::string(64, 'A')), Rules{"evidence.digest"});
}

TEST(DisclosureRules, LimitTexts) {
  const auto text = [](const std::string& note) { return violated(attest::ValueDecided{}, {{"text", note}}); };
  EXPECT_EQ(text(std::string(attest::kConfidentialTextBytesMax, 'x')), Rules{});
  EXPECT_EQ(text(std::string(attest::kConfidentialTextBytesMax + 1, 'x')), Rules{"disclosure.form"});
  EXPECT_EQ(text("two\nlines"), Rules{});
  EXPECT_EQ(text("a\ttab"), Rules{"disclosure.text"});
  EXPECT_EQ(text("a\x7F delete"), Rules{"disclosure.text"});
}

}  // namespace
}  // namespace sample
