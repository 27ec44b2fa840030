// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "api/limits.hpp"
#include "demo_service.hpp"

namespace api_test {
namespace {

using sample::json_of;

std::size_t found(const DemoService& service, const std::string& query) {
  return list_at(json_of(service.get("/api/v1/certificates?" + query)), "items").size();
}

TEST(Registry, IsSearchedByWhatPeopleKnow) {
  const DemoService service;
  for (const char* query : {"city=mississauga", "standard=iso37120-2014", "standard=ISO%2037120", "level=Platinum",
                            "year=2017", "q=MISSISS", "q=city%20OF", "q=000001", "status=in_force",
                            "city=mississauga&standard=iso37120-2014&level=Platinum&year=2017&status=in_force"}) {
    EXPECT_EQ(found(service, query), 1U) << query;
  }
  for (const char* query :
       {"city=melbourne", "standard=ISO%2037122", "level=Gold", "year=2016", "q=nothing", "status=revoked"}) {
    EXPECT_EQ(found(service, query), 0U) << query;
  }
}

TEST(Registry, SaysLevelSchemeStatusAndNotices) {
  const DemoService service;
  const auto list = json_of(service.get("/api/v1/certificates"));
  EXPECT_EQ(text_at(list, "items.0.number"), kNumber);
  EXPECT_EQ(text_at(list, "items.0.city_name"), "City of Mississauga");
  EXPECT_EQ(text_at(list, "items.0.scheme"), "cityledger-demo-iso37120-2014");
  EXPECT_EQ(text_at(list, "items.0.status"), "in_force");
  EXPECT_TRUE(text_at(list, "items.0.notice").starts_with("Sample data"));
  EXPECT_EQ(text_at(list, "items.0.simulated_clock"), "true");
}

TEST(Registry, IsJsonOrCsv) {
  const DemoService service;
  const auto csv = service.get("/api/v1/certificates", accept("text/csv"));
  EXPECT_EQ(outcome_of(csv), "200 text/csv");
  EXPECT_EQ(csv.text(), service.get("/api/v1/certificates?format=csv").text());
  EXPECT_TRUE(csv.text().starts_with("number,city,city_name,"));
  EXPECT_NE(csv.text().find("\r\n37120-2014-2017-000001,mississauga,City of Mississauga,"), std::string::npos);
  EXPECT_EQ(outcome_of(service.get("/api/v1/certificates", accept("image/png"))), "not_acceptable Accept");
  EXPECT_EQ(outcome_of(service.get("/api/v1/certificates?format=xml")), "not_acceptable Accept");
}

TEST(Registry, NamesWhatIsWrong) {
  const DemoService service;
  EXPECT_EQ(outcome_of(service.get("/api/v1/certificates?city=atlantis")), "not_found city");
  EXPECT_EQ(outcome_of(service.get("/api/v1/certificates?standard=iso1")), "not_found standard");
  EXPECT_EQ(outcome_of(service.get("/api/v1/certificates?status=fine")), "invalid status");
  EXPECT_EQ(outcome_of(service.get("/api/v1/certificates?year=-1")), "invalid year");
  EXPECT_EQ(outcome_of(service.get("/api/v1/certificates?cursor=*")), "invalid cursor");
  EXPECT_EQ(outcome_of(service.get("/api/v1/certificates?owner=x")), "invalid owner");
  EXPECT_EQ(outcome_of(service.get("/api/v1/certificates/NONE")), "not_found certificate");
  EXPECT_EQ(outcome_of(service.get("/api/v1/certificates/NONE/lineage")), "not_found certificate");
}

TEST(Registry, TellsWhatTheLedgerSaysOfOneCertificate) {
  const DemoService service;
  const auto facts = json_of(service.get(std::string("/api/v1/certificates/") + kNumber));
  EXPECT_EQ(text_at(facts, "status"), "in_force");
  EXPECT_EQ(text_at(facts, "credential.id"), std::string("https://attest.example/c/") + kNumber);
  EXPECT_EQ(text_at(facts, "pdf.0.digest").size(), 64U);
  EXPECT_EQ(list_at(facts, "history").size(), 0U);
}

TEST(ManyNumbers, AreEachAnsweredInOrder) {
  const DemoService service;
  const auto answer = json_of(service.post("/api/v1/certificates/status",
                                           R"({"numbers":["37120-2014-2017-000001","37120-2014-2017-999999"]})"));
  EXPECT_EQ(text_at(answer, "items.0.status"), "in_force");
  EXPECT_EQ(text_at(answer, "items.1.status"), "unknown");
  EXPECT_EQ(text_at(answer, "simulated_clock"), "true");
  const auto later = json_of(
      service.post("/api/v1/certificates/status", R"({"numbers":["37120-2014-2017-000001"],"at":"2020-01-01"})"));
  EXPECT_EQ(text_at(later, "items.0.status"), "expired");
}

std::string numbers(std::size_t count) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) list += (i == 0 ? "\"" : ",\"") + std::string(kNumber) + "\"";
  return "{\"numbers\":[" + list + "]}";
}

TEST(ManyNumbers, HaveALimit) {
  const DemoService service;
  const auto most = json_of(service.post("/api/v1/certificates/status", numbers(api::kNumbersMax)));
  EXPECT_EQ(list_at(most, "items").size(), api::kNumbersMax);
  EXPECT_EQ(outcome_of(service.post("/api/v1/certificates/status", numbers(api::kNumbersMax + 1))), "invalid numbers");
}

TEST(ManyNumbers, NameWhatIsWrong) {
  const DemoService service;
  const auto outcome = [&](std::string_view body) {
    return outcome_of(service.post("/api/v1/certificates/status", body));
  };
  EXPECT_EQ(outcome(R"({"numbers":["lower case"]})"), "invalid numbers");
  EXPECT_EQ(outcome(R"({"numbers":[7]})"), "invalid numbers");
  EXPECT_EQ(outcome(R"({})"), "invalid numbers");
  EXPECT_EQ(outcome(R"({"numbers":[],"at":"soon"})"), "invalid at");
  EXPECT_EQ(outcome(R"({"numbers":[],"city":"x"})"), "invalid city");
  EXPECT_TRUE(outcome("numbers").starts_with("invalid"));
}

TEST(LineageRoute, LeadsDownToTheSourcesAsJsonOrGraph) {
  const DemoService service;
  const std::string target = std::string("/api/v1/certificates/") + kNumber + "/lineage";
  const auto lineage = json_of(service.get(target));
  EXPECT_EQ(list_at(lineage, "lines").size(), 96U);
  EXPECT_EQ(text_at(lineage, "lines.0.submission.proven"), "true");
  EXPECT_FALSE(text_at(lineage, "lines.0.submission.opened.value").empty()) << "the certificate has published it";
  EXPECT_FALSE(text_at(lineage, "notice").empty());
  const auto graph = service.get(target, accept("text/vnd.graphviz"));
  EXPECT_EQ(outcome_of(graph), "200 text/vnd.graphviz");
  EXPECT_EQ(graph.text(), service.get(target + "?format=dot").text());
  EXPECT_EQ(outcome_of(service.get(target, accept("text/html"))), "not_acceptable Accept");
}

}  // namespace
}  // namespace api_test
