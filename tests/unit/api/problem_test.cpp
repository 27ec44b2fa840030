// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/problem.hpp"

#include <gtest/gtest.h>

#include "attest/cbor.hpp"
#include "support/sample_service.hpp"

namespace api {
namespace {

TEST(Problem, IsWrittenAsRfc9457Says) {
  Problem problem{"refused", "two rules forbid it", {}};
  problem.refused.push_back({3, {{"key.unknown", "kid", "the key is not known"}}});
  problem.retry_after_s = 7;
  const Response response = to_response(problem);
  EXPECT_EQ(response.status, 422U);
  EXPECT_EQ(response.header("content-type"), "application/problem+json");
  EXPECT_EQ(response.header("retry-after"), "7");
  EXPECT_EQ(response.caching, Caching::kNoStore);
  EXPECT_EQ(response.text(),
            R"({"detail":"two rules forbid it","status":422,"title":"A rule of the ledger forbids it",)"
            R"("type":"/problems/refused","violations":[{"field":"kid","message":"the key is not known",)"
            R"("rule":"key.unknown","statement":3}]})");
}

TEST(Problem, IsWrittenConciselyAsRfc9290Says) {
  const Response response = to_concise_response({"not_found", "no entry 9", "id"});
  EXPECT_EQ(response.header("content-type"), "application/concise-problem-details+cbor");
  const auto map = attest::decode_cbor(ledger::view(response.text()));
  ASSERT_TRUE(map);
  ASSERT_NE(map->find(-1), nullptr);
  EXPECT_EQ(*map->find(-1)->as_text(), "There is no such thing here");
  EXPECT_EQ(*map->find(-2)->as_text(), "no entry 9");
}

TEST(Problem, KeepsOurOwnFaultsToItself) {
  for (const auto code : {ledger::Code::kStorage, ledger::Code::kCorrupt, ledger::Code::kKey, ledger::Code::kHalted,
                          ledger::Code::kFull, ledger::Code::kClock}) {
    const Response response = to_response(ledger::Error{code, "open /srv/secret: denied", "/srv/secret"});
    EXPECT_GE(response.status, 500U);
    EXPECT_EQ(response.text().find("/srv/secret"), std::string::npos);
  }
}

TEST(Problem, EveryCodeOfTheModulesBelowHasAStatus) {
  EXPECT_EQ(to_response(ledger::Error{ledger::Code::kInvalid, "m", "f"}).status, 400U);
  EXPECT_EQ(to_response(ledger::Error{ledger::Code::kTooLarge, "m", "f"}).status, 413U);
  EXPECT_EQ(to_response(ledger::Error{ledger::Code::kNotFound, "m", "f"}).status, 404U);
  EXPECT_EQ(to_response(ledger::Error{ledger::Code::kRefused, "m", "f"}).status, 422U);
  EXPECT_EQ(to_response(ledger::Error{ledger::Code::kFull, "m", "f"}).status, 507U);
  const Response busy = to_response(ledger::Error{ledger::Code::kBusy, "m", "f"});
  EXPECT_EQ(busy.status, 503U);
  EXPECT_EQ(busy.header("retry-after"), "1");
}

TEST(Problem, EachKindHasAPage) {
  sample::SampleService service;
  for (const ProblemKind& kind : all_problems()) {
    const Response page = service.get("/problems/" + std::string(kind.name));
    EXPECT_EQ(page.status, 200U) << kind.name;
    EXPECT_NE(page.text().find(kind.help), std::string::npos) << kind.name;
  }
  EXPECT_EQ(sample::problem_of(service.get("/problems/other")), "not_found");
}

}  // namespace
}  // namespace api
