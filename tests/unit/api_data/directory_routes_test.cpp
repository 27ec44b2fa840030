// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "demo_service.hpp"

namespace api_test {
namespace {

using sample::json_of;

const char* const kOpenCycle = "/api/v1/cycles/melbourne/iso37120-2014/2016";
const char* const kClosedCycle = "/api/v1/cycles/mississauga/iso37120-2014/2017";

TEST(Cycles, AreListedByCityStandardAndYear) {
  const DemoService service;
  EXPECT_EQ(list_at(json_of(service.get("/api/v1/cycles")), "items").size(), 2U);
  const auto one = json_of(service.get("/api/v1/cycles?city=mississauga&standard=iso37120-2014&year=2017"));
  EXPECT_EQ(text_at(one, "items.0.cycle"), "mississauga/iso37120-2014/2017");
  EXPECT_EQ(text_at(one, "items.0.certificate"), kNumber);
  EXPECT_EQ(text_at(one, "items.0.simulated_clock"), "true");
  EXPECT_EQ(list_at(json_of(service.get("/api/v1/cycles?year=1999")), "items").size(), 0U);
}

TEST(Cycles, ComeInPagesWhoseCursorsLeadThroughAll) {
  const DemoService service;
  const auto first = service.get("/api/v1/cycles?limit=1");
  const std::string next = text_at(json_of(first), "next");
  EXPECT_EQ(first.header("link"), "<" + next + ">; rel=\"next\"");
  const auto second = json_of(service.get(next));
  EXPECT_EQ(text_at(second, "items.0.city"), "mississauga");
  EXPECT_EQ(second.find("next"), nullptr);
}

TEST(Cycles, SayWhatTheNextLevelWants) {
  const DemoService service;
  const auto cycle = json_of(service.get(kOpenCycle));
  EXPECT_EQ(text_at(cycle, "next.missing"), "8 more core indicators to Aspirational");
  EXPECT_EQ(text_at(cycle, "next.core"), "8");
  EXPECT_EQ(text_at(cycle, "counts.core"), "22");
  EXPECT_EQ(text_at(cycle, "in_standard.core"), "46");
  EXPECT_EQ(text_at(cycle, "level"), "");
  EXPECT_FALSE(text_at(cycle, "notice").empty());
  const auto top = json_of(service.get(kClosedCycle));
  EXPECT_EQ(text_at(top, "level"), "Platinum");
  EXPECT_EQ(top.find("next"), nullptr) << "there is nothing above";
}

TEST(Cycles, NameWhatIsWrong) {
  const DemoService service;
  EXPECT_EQ(outcome_of(service.get("/api/v1/cycles/melbourne/iso37120-2014/1999")), "not_found cycle");
  EXPECT_EQ(outcome_of(service.get("/api/v1/cycles?city=atlantis")), "not_found city");
  EXPECT_EQ(outcome_of(service.get("/api/v1/cycles?standard=iso1")), "not_found standard");
  EXPECT_EQ(outcome_of(service.get("/api/v1/cycles?year=x")), "invalid year");
  EXPECT_EQ(outcome_of(service.get("/api/v1/cycles?cursor=%21")), "invalid cursor");
  EXPECT_EQ(outcome_of(service.get("/api/v1/cycles?limit=1001")), "invalid limit");
  EXPECT_EQ(outcome_of(service.get("/api/v1/cycles?limit=1000")), "200 application/json");
  EXPECT_EQ(outcome_of(service.get("/api/v1/cycles?town=x")), "invalid town");
  EXPECT_EQ(outcome_of(service.get(std::string(kOpenCycle) + "?x=1")), "invalid x");
}

TEST(Parties, AreListedByKindAndShown) {
  const DemoService service;
  const auto cities = json_of(service.get("/api/v1/parties?kind=city"));
  for (const auto& city : list_at(cities, "items")) EXPECT_EQ(text_at(city, "kind"), "city");
  EXPECT_EQ(list_at(cities, "items").size(), 4U);
  EXPECT_EQ(text_at(json_of(service.get("/api/v1/parties/mississauga")), "kind"), "city");
  EXPECT_EQ(outcome_of(service.get("/api/v1/parties/atlantis")), "not_found party");
  EXPECT_EQ(outcome_of(service.get("/api/v1/parties?kind=wizard")), "invalid kind");
  EXPECT_EQ(outcome_of(service.get("/api/v1/parties?cursor=%25")), "invalid cursor");
  const auto page = json_of(service.get("/api/v1/parties?limit=2"));
  EXPECT_EQ(list_at(page, "items").size(), 2U);
  EXPECT_NE(page.find("next"), nullptr);
}

TEST(Standards, AreShownWithTheirCatalogue) {
  const DemoService service;
  const auto list = json_of(service.get("/api/v1/standards"));
  EXPECT_EQ(text_at(list, "items.0.standard"), "iso37120-2014");
  const auto standard = json_of(service.get("/api/v1/standards/iso37120-2014"));
  EXPECT_GE(list_at(standard, "catalogue.indicators").size(), 100U);
  EXPECT_EQ(text_at(standard, "in_force"), "true");
  const std::string adoption = text_at(standard, "entry.index");
  EXPECT_EQ(json_of(service.get("/api/v1/standards/iso37120-2014?adoption=" + adoption)), standard);
  EXPECT_EQ(outcome_of(service.get("/api/v1/standards/iso37120-2014?adoption=0")), "not_found adoption");
  EXPECT_EQ(outcome_of(service.get("/api/v1/standards/iso1")), "not_found standard");
}

TEST(Directory, AnswersHeadLikeGet) {
  const DemoService service;
  for (const char* target : {"/api/v1/cycles", kOpenCycle, "/api/v1/parties", "/api/v1/standards"}) {
    const auto head = service.ask(api::Method::kHead, target);
    EXPECT_EQ(head.status, 200U) << target;
    EXPECT_EQ(head.caching, api::Caching::kRevalidate) << target;
  }
  EXPECT_EQ(outcome_of(service.post("/api/v1/cycles", "{}")), "method_not_allowed method");
}

}  // namespace
}  // namespace api_test
