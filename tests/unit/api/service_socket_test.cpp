// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The service over a socket where writing does not go on: what a submitter is told, and that readers notice nothing.
#include <gtest/gtest.h>

#include "api/server.hpp"
#include "support/raw_client.hpp"
#include "support/sample_service.hpp"

namespace sample {
namespace {

using http_test::Answer;
using http_test::RawClient;

class ServiceOverASocket : public testing::Test {
 protected:
  ServiceOverASocket() { server = api::Server::start(service.service().router(), {}).value(); }
  std::string party(const std::string& id) {
    return ledger::to_string(service.made().sign("registrar", SampleLedger::party(id, attest::PartyKind::kCity)));
  }
  Answer post(const std::string& path, const std::string& type, const std::string& body) const {
    RawClient client(server->port());
    return client.ask("POST " + path + " HTTP/1.1\r\nHost: here\r\nContent-Type: " + type +
                      "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  Answer get(const std::string& path) const {
    RawClient client(server->port());
    return client.ask("GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n");
  }
  void expect_reads_go_on() const {
    for (const char* path : {"/checkpoint", "/tile/0/000.p/1", "/times/000.p/1", "/api/v1/entries", "/entries/3",
                             "/api/v1/certificates", "/api/v1/proofs/inclusion?index=1", "/healthz"}) {
      EXPECT_EQ(get(path).status, 200U) << path;
    }
  }
  static void expect_stopped(const Answer& answer) {
    EXPECT_EQ(answer.status, 503U);
    EXPECT_EQ(answer.header("retry-after"), "60");
    EXPECT_EQ(answer.header("cache-control"), "no-store");
  }
  const std::string kSubmission = "application/vnd.cityledger.submission+cbor";
  SampleService service;
  std::unique_ptr<api::Server> server;
};

TEST_F(ServiceOverASocket, TellsSubmittersThatTheClockWentBackAndReadsGoOn) {
  ASSERT_EQ(post("/api/v1/statements", kSubmission, party("before")).status, 201U);
  const std::string size = get("/checkpoint").body;
  const ledger::UnixMillis right = service.made().clock().now();
  const std::string late = party("late");
  service.made().clock().set({right.value - 6'000});
  const Answer refused = post("/api/v1/statements", kSubmission, late);
  expect_stopped(refused);
  EXPECT_EQ(refused.problem(), "writing_stopped");
  EXPECT_EQ(refused.body.find("clock"), std::string::npos) << "what ails the service is its operator's to know";
  const Answer concise = post("/entries", "application/cose", late);
  expect_stopped(concise);
  EXPECT_EQ(concise.header("content-type"), "application/concise-problem-details+cbor");
  EXPECT_EQ(get("/checkpoint").body, size) << "nothing was appended";
  expect_reads_go_on();
  service.made().clock().set({right.value});
  EXPECT_EQ(post("/api/v1/statements", kSubmission, late).status, 201U)
      << "the same statement, once the clock is right";
}

TEST_F(ServiceOverASocket, TellsSubmittersThatTheLedgerIsClosedAndReadsGoOn) {
  ASSERT_TRUE(service.folder().ledger().close());
  const Answer refused = post("/api/v1/statements", kSubmission, party("late"));
  expect_stopped(refused);
  EXPECT_EQ(refused.problem(), "writing_stopped");
  const Answer several = post("/api/v1/statements", "application/cbor-seq", party("one") + party("two"));
  ASSERT_EQ(several.status, 200U) << "each is answered by itself";
  const attest::Json results = *attest::parse_json(several.body).value().find("results");
  ASSERT_EQ(results.array()->size(), 2U);
  for (const attest::Json& result : *results.array()) {
    EXPECT_EQ(*result.find("status")->integer(), 503);
    EXPECT_EQ(*result.find("type")->text(), "/problems/writing_stopped");
  }
  EXPECT_EQ(get("/readyz").status, 503U);
  expect_reads_go_on();
}

}  // namespace
}  // namespace sample
