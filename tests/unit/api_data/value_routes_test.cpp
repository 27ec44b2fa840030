// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>

#include "api/limits.hpp"
#include "demo_service.hpp"

namespace api_test {
namespace {

using attest::Json;
using sample::json_of;

TEST(Values, AreThoseThatCertificatesPublish) {
  const DemoService service;
  const auto values = json_of(service.get("/api/v1/values?limit=1000"));
  EXPECT_EQ(list_at(values, "items").size(), 96U);
  EXPECT_EQ(text_at(values, "items.0.certificate"), kNumber);
  EXPECT_EQ(text_at(values, "items.0.certificate_status"), "in_force");
  EXPECT_FALSE(text_at(values, "items.0.value").empty());
  EXPECT_FALSE(text_at(values, "items.0.source").empty());
  EXPECT_NE(text_at(values, "items.0.notice").find("simulated clock"), std::string::npos);
  const auto one = json_of(service.get("/api/v1/values?city=mississauga&indicator=5.1&year=2017"));
  ASSERT_EQ(list_at(one, "items").size(), 1U);
  EXPECT_EQ(text_at(one, "items.0.indicator"), "5.1");
  EXPECT_EQ(list_at(json_of(service.get("/api/v1/values?city=melbourne")), "items").size(), 0U);
}

// Every value once, in order, whatever the size of a page.
TEST(Values, ComeInPagesWithoutGapsOrRepeats) {
  const DemoService service;
  const auto whole = json_of(service.get("/api/v1/values?limit=1000"));
  for (const char* limit : {"1", "7", "95", "96", "97"}) {
    Json::Array all;
    std::string next = std::string("/api/v1/values?limit=") + limit;
    while (!next.empty()) {
      const auto page = json_of(service.get(next));
      for (const Json& item : list_at(page, "items")) all.push_back(item);
      next = page.find("next") == nullptr ? "" : text_at(page, "next");
      ASSERT_LE(all.size(), 96U) << limit;
    }
    EXPECT_EQ(Json(all), member(whole, "items")) << limit;
  }
}

TEST(Values, AreJsonOrCsv) {
  const DemoService service;
  const auto csv = service.get("/api/v1/values?limit=5", accept("text/csv"));
  EXPECT_EQ(outcome_of(csv), "200 text/csv");
  EXPECT_TRUE(csv.text().starts_with("certificate,certificate_status,city,"));
  EXPECT_TRUE(csv.header("link").has_value()) << "the next page";
  EXPECT_EQ(outcome_of(service.get("/api/v1/values", accept("text/html"))), "not_acceptable Accept");
}

TEST(Values, NameWhatIsWrong) {
  const DemoService service;
  EXPECT_EQ(outcome_of(service.get("/api/v1/values?city=atlantis")), "not_found city");
  EXPECT_EQ(outcome_of(service.get("/api/v1/values?certificate=NONE")), "not_found certificate");
  EXPECT_EQ(outcome_of(service.get("/api/v1/values?standard=iso1")), "not_found standard");
  EXPECT_EQ(outcome_of(service.get("/api/v1/values?cursor=_%3D")), "invalid cursor");
  EXPECT_EQ(outcome_of(service.get("/api/v1/values?limit=0")), "invalid limit");
  EXPECT_EQ(outcome_of(service.get("/api/v1/values?year=1e3")), "invalid year");
}

TEST(Compare, ShowsWhatIsPublishedAndNothingElse) {
  const DemoService service;
  const auto both = json_of(service.get("/api/v1/compare?cities=melbourne,mississauga"));
  EXPECT_EQ(list_at(both, "cycles").size(), 2U);
  EXPECT_EQ(text_at(both, "simulated_clock"), "true");
  std::set<std::string> with_value;
  for (const Json& line : list_at(both, "indicators")) {
    for (const Json& figure : list_at(line, "values")) {
      if (figure.find("value") != nullptr) with_value.insert(text_at(figure, "city"));
    }
  }
  EXPECT_EQ(with_value, std::set<std::string>{"mississauga"}) << "no certificate has published Melbourne's";
  EXPECT_EQ(outcome_of(service.get("/api/v1/compare?cities=mississauga&format=csv")), "200 text/csv");
}

std::string cities(std::size_t count) {
  std::string list = "mississauga";
  for (std::size_t i = 1; i < count; ++i) list += ",mississauga";
  return list;
}

TEST(Compare, NamesWhatIsWrong) {
  const DemoService service;
  EXPECT_EQ(outcome_of(service.get("/api/v1/compare")), "invalid cities");
  EXPECT_EQ(outcome_of(service.get("/api/v1/compare?cities=atlantis")), "not_found party");
  EXPECT_EQ(outcome_of(service.get("/api/v1/compare?cities=melbourne&standard=iso1")), "not_found standard");
  EXPECT_EQ(outcome_of(service.get("/api/v1/compare?cities=melbourne&year=1999")), "not_found year");
  EXPECT_EQ(outcome_of(service.get("/api/v1/compare?cities=melbourne&year=99999999999")), "invalid year");
  EXPECT_EQ(outcome_of(service.get("/api/v1/compare?cities=melbourne&indicators=0.0")), "not_found indicator");
  EXPECT_EQ(outcome_of(service.get("/api/v1/compare?cities=melbourne&profile=maybe")), "invalid profile");
  EXPECT_EQ(outcome_of(service.get("/api/v1/compare?cities=melbourne", accept("text/html"))), "not_acceptable Accept");
  EXPECT_EQ(outcome_of(service.get("/api/v1/compare?cities=" + cities(api::kComparedCitiesMax))),
            "200 application/json");
  EXPECT_EQ(outcome_of(service.get("/api/v1/compare?cities=" + cities(api::kComparedCitiesMax + 1))), "invalid cities");
}

}  // namespace
}  // namespace api_test
