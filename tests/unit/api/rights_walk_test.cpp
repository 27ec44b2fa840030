// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The whole table of rights over HTTP: every type and field, every relation, with a token, with another's, with one
// that has ended, with none.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "attest/disclosure.hpp"
#include "attest/rights.hpp"
#include "support/sample_world.hpp"

namespace sample {
namespace {

using Fields = std::map<std::string, std::string>;  // name to value
using Readers = std::set<std::string>;              // actors

// Who may read, said once more, by actor and name of the statement.
const Readers kCycle = {"submitter", "verifier", "registrar", "auditor"};
const Readers kEvidence = {"submitter", "verifier", "provider", "registrar", "auditor"};
const std::map<std::string, std::pair<Readers, const char*>> kStatements = {
    {"case", {{"other-city", "registrar", "auditor"}, "case.opened"}},
    {"case decision", {{"submitter", "other-city", "registrar", "auditor"}, "case.decided"}},
    {"decision", {kCycle, "value.decided"}},
    {"draft", {kCycle, "value.submitted"}},
    {"draft evidence", {kEvidence, "evidence.registered"}},
    {"evidence", {kEvidence, "evidence.registered"}},
    {"review", {kCycle, "cycle.reviewed"}},
    {"second value", {kCycle, "value.submitted"}},
    {"status", {{"submitter", "registrar", "auditor"}, "certificate.status"}},
    {"taken back", {kCycle, "value.submitted"}},
    {"value", {kCycle, "value.submitted"}},
    {"withdrawal", {kCycle, "value.withdrawn"}},
};
const std::set<std::pair<std::string, std::string>> kPublished = {
    {"evidence", "source"}, {"value", "value"}, {"second value", "value"}};
const std::vector<std::string> kActors = {"submitter", "verifier",   "provider",     "registrar",
                                          "auditor",   "other-city", "other-office", "other-verifier"};

class RightsWalk : public testing::TestWithParam<bool> {
 protected:
  RightsWalk() : world(GetParam()) {}
  Fields expected(const std::string& name, const std::string& actor) const {
    Fields fields;
    for (const auto& [where, text] : world.secrets) {
      if (where.first != name) continue;
      const bool published = GetParam() && kPublished.contains(where);
      if (published || kStatements.at(name).first.contains(actor)) fields.emplace(where.second, text);
    }
    return fields;
  }
  std::string target(const std::string& name) const {
    return "/api/v1/disclosures?entry=" + std::to_string(world.entries().at(name).index.value);
  }
  std::vector<attest::Access> log() { return world.service.folder().ledger().access_log().to("").value(); }
  static Fields shown_in(const api::Response& response) {
    Fields fields;
    const attest::Json json = json_of(response);
    for (const attest::Json& encoded : *json.find("disclosures")->array()) {
      const auto disclosure = attest::parse_disclosure(*encoded.text()).value();
      fields.emplace(disclosure.name, disclosure.value);
    }
    return fields;
  }
  World world;
};

TEST_P(RightsWalk, ShowsEachReaderExactlyItsFieldsAndLogsExactlyWhatWasShown) {
  std::size_t walked = 0;
  for (const std::string& actor : kActors) {
    const Headers headers = world.service.as(actor);
    for (const auto& [name, entry] : world.entries()) {
      const std::size_t before = log().size();
      const api::Response response = world.service.get(target(name), headers);
      ASSERT_EQ(response.status, 200U) << actor << " " << name;
      const Fields fields = expected(name, actor);
      EXPECT_EQ(shown_in(response), fields) << name << " read by " << actor;
      const auto after = log();
      ASSERT_EQ(after.size(), before + (fields.empty() ? 0 : 1)) << name << " read by " << actor;
      ++walked;
      if (fields.empty()) continue;
      std::vector<std::string> names;
      for (const auto& [field, value] : fields) names.push_back(field);
      EXPECT_EQ(after.back().fields, names);
      EXPECT_EQ(after.back().entry, entry.index);
      EXPECT_EQ(after.back().reader, world.service.made().actor(actor).party);
      EXPECT_EQ(after.back().kid, world.service.made().kid(actor));
      EXPECT_EQ(after.back().owner, world.service.folder().ledger().statement(entry.index).value().cose.header.issuer);
    }
  }
  EXPECT_EQ(walked, kActors.size() * (GetParam() ? 12 : 9));
}

TEST_P(RightsWalk, ShowsWithoutATokenWhatIsPublishedAndLogsNothing) {
  for (const auto& [name, entry] : world.entries()) {
    EXPECT_EQ(shown_in(world.service.get(target(name))), expected(name, "")) << name;
  }
  EXPECT_TRUE(log().empty());
}

TEST_P(RightsWalk, ShowsNothingForATokenThatHasEnded) {
  std::map<std::string, Headers> ended;
  for (const std::string& actor : kActors) ended[actor] = world.service.as(actor);
  world.service.set_time({world.service.time().value + 900'000});
  const Headers revoked = world.service.as("submitter");
  world.service.folder().say("registrar",
                             attest::KeyRevoked{kCity, world.service.made().kid("submitter"), "ceased", {}});
  ended["revoked"] = revoked;
  for (const auto& [actor, headers] : ended) {
    for (const auto& [name, entry] : world.entries()) {
      const api::Response response = world.service.get(target(name), headers);
      EXPECT_EQ(problem_of(response), "unauthorized") << actor;
      for (const auto& [where, text] : world.secrets) EXPECT_EQ(response.text().find(text), std::string::npos);
    }
  }
  EXPECT_TRUE(log().empty());
}

TEST(RightsWalkTable, LeavesNoTypeOrFieldOut) {
  std::set<std::pair<std::string, std::string>> rows;
  std::set<std::pair<std::string, std::string>> walked;
  for (const auto& right : attest::all_rights()) rows.insert({std::string(right.type), std::string(right.field)});
  for (const auto& [where, text] : long_secrets()) walked.insert({kStatements.at(where.first).second, where.second});
  EXPECT_EQ(rows, walked);
}

INSTANTIATE_TEST_SUITE_P(BeforeAndAfterACertificate, RightsWalk, testing::Bool());

}  // namespace
}  // namespace sample
