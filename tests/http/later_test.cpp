// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Requests that are answered later: in their order, from the thread that was asked for, and only to who is still there.
#include <gtest/gtest.h>

#include <thread>

#include "support/soon.hpp"
#include "test_server.hpp"

namespace http_test {
namespace {

using std::chrono::milliseconds;

TEST(Later, IsAnsweredAtOnceOrByTheRestWhereItAsksToBe) {
  TestServer server;
  RawClient client(server.port());
  EXPECT_EQ(client.ask(post("/later", "now")).body, "now");
  EXPECT_EQ(client.ask(post("/later", "inline")).body, "inline here");
  EXPECT_EQ(client.ask(post("/later", "worker")).body, "worker elsewhere");
  for (const char* thrown : {"throw", "throw-then"}) {
    const Answer answer = client.ask(post("/later", thrown));
    EXPECT_EQ(answer.problem(), "internal") << thrown;
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
  }
  EXPECT_EQ(client.ask(get("/small")).status, 200U) << "the connection goes on";
}

TEST(Later, KeepsTheOrderOfPipelinedRequests) {
  TestServer server;
  RawClient client(server.port());
  std::string many;
  for (int i = 0; i < 60; ++i) many += post("/later", i % 2 == 0 ? "inline" : "worker") + get("/small");
  client.send(many);
  for (int i = 0; i < 60; ++i) {
    EXPECT_EQ(client.read().body, i % 2 == 0 ? "inline here" : "worker elsewhere") << i;
    EXPECT_EQ(client.read().body, "hello");
  }
}

TEST(Later, HoldsUpNobodyElse) {
  TestServer server([](api::ServerOptions& options) { options.loops = 1; });
  RawClient patient(server.port());
  patient.send(get("/held") + get("/small"));
  ASSERT_TRUE(ledger_test::soon([&] { return server.handled() == 1; }));
  RawClient other(server.port());
  EXPECT_EQ(other.ask(get("/small")).body, "hello");
  EXPECT_EQ(patient.read_for(milliseconds(50)), "") << "what came after it on the connection waits";
  server.release();
  EXPECT_EQ(patient.read().body, "done");
  EXPECT_EQ(patient.read().body, "hello");
}

TEST(Later, LeavesTurnsToTheSocketsHoweverManyBegin) {
  constexpr int kMany = 100;  // two seconds of work
  TestServer server([](api::ServerOptions& options) { options.loops = 1; });
  RawClient other(server.port());
  EXPECT_EQ(other.ask(get("/small")).status, 200U);
  std::vector<std::unique_ptr<RawClient>> crowd;
  for (int i = 0; i < kMany; ++i) {
    crowd.push_back(std::make_unique<RawClient>(server.port()));
    EXPECT_EQ(crowd.back()->ask(get("/small")).status, 200U);
  }
  for (const auto& client : crowd) client->send(get("/slow"));
  ASSERT_TRUE(ledger_test::soon([&] { return server.handled() >= kMany / 10; }))
      << "all are there, and some have begun";
  EXPECT_EQ(other.ask(get("/small")).status, 200U);
  EXPECT_LT(server.handled(), kMany / 2) << "not after all of them";
  for (const auto& client : crowd) EXPECT_EQ(client->read().body, "slow");
}

TEST(Later, IsAnnouncedFromItsArrivalUntilItsHandlerBegins) {
  constexpr int kMany = 40;
  TestServer server([](api::ServerOptions& options) { options.loops = 1; });
  std::vector<std::unique_ptr<RawClient>> crowd;
  for (int i = 0; i < kMany; ++i) {
    crowd.push_back(std::make_unique<RawClient>(server.port()));
    EXPECT_EQ(crowd.back()->ask(get("/small")).status, 200U);
  }
  for (const auto& client : crowd) client->send(get("/slow"));
  EXPECT_TRUE(ledger_test::soon([&] { return server.announced() >= kMany / 4; }));
  EXPECT_LT(server.handled(), kMany);
  crowd.resize(kMany / 2);  // the others leave
  for (const auto& client : crowd) EXPECT_EQ(client->read().body, "slow");
  EXPECT_TRUE(ledger_test::soon([&] { return server.announced() == 0; }));
}

TEST(Later, IsRefusedWhenTooManyAreUnderway) {
  TestServer server([](api::ServerOptions& options) { options.worker_queue = 2; });
  std::vector<std::unique_ptr<RawClient>> held;
  for (int i = 1; i <= 2; ++i) {
    held.push_back(std::make_unique<RawClient>(server.port()));
    held.back()->send(get("/held"));
    ASSERT_TRUE(ledger_test::soon([&] { return server.handled() == i; }));
  }
  RawClient late(server.port());
  const Answer answer = late.ask(post("/later", "now"));
  EXPECT_EQ(answer.status, 503U);
  EXPECT_EQ(answer.problem(), "busy");
  EXPECT_EQ(answer.header("retry-after"), "1");
  EXPECT_EQ(late.ask(get("/small")).status, 200U);
  server.release();
  for (const auto& client : held) EXPECT_EQ(client->read().body, "done");
  EXPECT_TRUE(ledger_test::soon([&] { return late.ask(post("/later", "now")).status == 200; }));
}

TEST(Later, EndsBeforeAStopDoesAlthoughTheWorkersAreBusyAndNobodyHearsIt) {
  TestServer server([](api::ServerOptions& options) { options.workers = 1; });
  RawClient busy(server.port());
  busy.send(get("/wait"));
  ASSERT_TRUE(ledger_test::soon([&] { return server.handled() == 1; }));
  RawClient client(server.port());
  client.send(post("/later", "worker"));
  ASSERT_TRUE(ledger_test::soon([&] { return server.handled() == 2; }));
  std::this_thread::sleep_for(milliseconds(50));  // it waits for the worker now
  EXPECT_EQ(server.ended(), 0);
  std::thread stopping([&] { server.server->stop(milliseconds(50)); });
  EXPECT_TRUE(client.closes());
  server.release();
  stopping.join();
  EXPECT_EQ(server.ended(), 1) << "what has begun has an end";
}

TEST(Later, ComesToNobodyWhenTheClientIsGone) {
  TestServer server;
  {
    RawClient client(server.port());
    client.send(get("/held"));
    ASSERT_TRUE(ledger_test::soon([&] { return server.handled() == 1; }));
  }
  server.release();
  EXPECT_EQ(RawClient(server.port()).ask(get("/small")).status, 200U);
  EXPECT_TRUE(ledger_test::soon([&] { return server.server->metrics().connections == 0; }));
}

TEST(Later, IsWaitedForByAStopSoThatNothingComesToWhatHasEnded) {
  TestServer server;
  RawClient client(server.port());
  client.send(get("/held"));
  ASSERT_TRUE(ledger_test::soon([&] { return server.handled() == 1; }));
  std::atomic<bool> stopped{false};
  std::thread stopping([&] {
    server.server->stop(milliseconds(50));
    stopped = true;
  });
  EXPECT_TRUE(client.closes()) << "the time it had is over";
  std::this_thread::sleep_for(milliseconds(1'500));  // longer than it waits for connections to end
  EXPECT_FALSE(stopped) << "the answer may still come";
  server.release();
  stopping.join();
}

TEST(Later, IsAnsweredInTheTimeThatAStopLeaves) {
  TestServer server;
  RawClient client(server.port());
  client.send(get("/held"));
  ASSERT_TRUE(ledger_test::soon([&] { return server.handled() == 1; }));
  std::thread stopping([&] { server.server->stop(milliseconds(5'000)); });
  server.release();
  EXPECT_EQ(client.read().body, "done");
  stopping.join();
}

}  // namespace
}  // namespace http_test
