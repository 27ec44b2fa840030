// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The queue of a cycle and the access log of one's own.
#include <gtest/gtest.h>

#include "support/sample_world.hpp"

namespace sample {
namespace {

const std::string kQueue = std::string("/api/v1/queue?cycle=") + kCity + "/small-2014/2017";

class Own : public testing::Test {
 protected:
  std::vector<attest::Access> log(const std::string& owner) {
    return world.service.folder().ledger().access_log().to(owner).value();
  }
  attest::Json page(const std::string& target, const Headers& headers) {
    const api::Response response = world.service.get(target, headers);
    EXPECT_EQ(response.status, 200U) << response.text();
    EXPECT_FALSE(response.for_any_origin);
    EXPECT_EQ(response.caching, api::Caching::kNoStore);
    return json_of(response);
  }
  World world{false};
};

TEST_F(Own, QueueHasTheValuesOfTheCycleWithTheirEvidenceAndChecks) {
  for (const char* actor : {"verifier", "submitter", "registrar", "auditor"}) {
    const attest::Json queue = page(kQueue, world.service.as(actor));
    EXPECT_EQ(*queue.find("undecided")->integer(), 1);
    const auto& items = *queue.find("items")->array();
    ASSERT_EQ(items.size(), 4U);
    EXPECT_EQ(*items[0].find("indicator")->text(), "C1");
    EXPECT_EQ(*items[0].find("opened")->find("value")->text(), "41.75310");
    EXPECT_FALSE(items[0].find("findings")->array()->empty());
    const attest::Json& evidence = items[2].find("evidence")->array()->at(0);
    EXPECT_EQ(*evidence.find("title")->text(), "Title of a draft's evidence");
    EXPECT_EQ(*evidence.find("source")->text(), "Source of a draft's evidence");
  }
}

TEST_F(Own, QueueIsForThePartiesOfTheCycleAlone) {
  for (const char* actor : {"provider", "other-city", "other-office", "other-verifier"}) {
    EXPECT_EQ(problem_of(world.service.get(kQueue, world.service.as(actor))), "forbidden") << actor;
  }
  EXPECT_EQ(problem_of(world.service.get(kQueue)), "unauthorized");
  EXPECT_TRUE(log("").empty());
  const Headers headers = world.service.as("verifier");
  EXPECT_EQ(problem_of(world.service.get("/api/v1/queue", headers)), "invalid");
  EXPECT_EQ(problem_of(world.service.get("/api/v1/queue?cycle=x", headers)), "invalid");
  EXPECT_EQ(problem_of(world.service.get(kQueue + "&all=1", headers)), "invalid");
  EXPECT_EQ(problem_of(world.service.get("/api/v1/queue?cycle=melbourne/small-2014/2016", headers)), "not_found");
}

TEST_F(Own, QueueIsInTheAccessLogEachEntryOnceWithTheFieldsThatItShows) {
  static_cast<void>(page(kQueue, world.service.as("verifier")));
  std::map<ledger::EntryIndex, std::vector<std::string>> logged;
  for (const attest::Access& access : log("")) {
    EXPECT_EQ(access.reader, kVerifier);
    EXPECT_TRUE(logged.emplace(access.entry, access.fields).second) << "twice";
  }
  using Texts = std::vector<std::string>;
  const std::map<std::string, Texts> expected = {{"value", {"denominator", "note", "numerator", "value"}},
                                                 {"second value", {"value"}},
                                                 {"draft", {"note", "value"}},
                                                 {"taken back", {"value"}},
                                                 {"evidence", {"source", "title"}},
                                                 {"draft evidence", {"source", "title"}}};
  ASSERT_EQ(logged.size(), expected.size());
  for (const auto& [name, fields] : expected) EXPECT_EQ(logged.at(world.entries().at(name).index), fields) << name;
}

TEST_F(Own, AccessLogIsTheOwnersAndComesInPages) {
  static_cast<void>(page(kQueue, world.service.as("verifier")));
  static_cast<void>(page("/api/v1/disclosures?entry=" + std::to_string(world.entries().at("decision").index.value),
                         world.service.as("submitter")));
  const Headers city = world.service.as("submitter");
  const attest::Json all = page("/api/v1/access-log", city);
  EXPECT_EQ(all.find("items")->array()->size(), 6U);
  EXPECT_EQ(all.find("next"), nullptr);
  const attest::Json& first = all.find("items")->array()->front();
  EXPECT_EQ(*first.find("reader")->text(), kVerifier);
  EXPECT_EQ(*first.find("kid")->text(), ledger::to_hex(world.service.made().kid("verifier")));

  std::string target = "/api/v1/access-log?limit=4";
  const attest::Json page_one = page(target, city);
  EXPECT_EQ(page_one.find("items")->array()->size(), 4U);
  const attest::Json page_two = page(*page_one.find("next")->text(), city);
  EXPECT_EQ(page_two.find("items")->array()->size(), 2U);
  EXPECT_EQ(page_two.find("next"), nullptr);
  EXPECT_EQ(page("/api/v1/access-log?limit=6", city).find("next"), nullptr);

  const attest::Json verifiers = page("/api/v1/access-log", world.service.as("verifier"));
  ASSERT_EQ(verifiers.find("items")->array()->size(), 1U);
  EXPECT_EQ(*verifiers.find("items")->array()->front().find("reader")->text(), kCity);
  for (const char* actor : {"registrar", "auditor", "other-city"}) {
    EXPECT_TRUE(page("/api/v1/access-log", world.service.as(actor)).find("items")->array()->empty()) << actor;
  }
  EXPECT_EQ(problem_of(world.service.get("/api/v1/access-log")), "unauthorized");
  EXPECT_EQ(problem_of(world.service.get("/api/v1/access-log?cursor=eHg", city)), "invalid");
  EXPECT_EQ(problem_of(world.service.get("/api/v1/access-log?owner=melbourne", city)), "invalid");
}

}  // namespace
}  // namespace sample
