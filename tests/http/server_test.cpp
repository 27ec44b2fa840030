// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <thread>

#include "api/limits.hpp"
#include "test_server.hpp"

namespace http_test {
namespace {

using std::chrono::milliseconds;

TEST(Server, AnswersOneRequestAfterTheOtherOnOneConnection) {
  TestServer server;
  RawClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    const Answer answer = client.ask(get("/small"));
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.header("cache-control"), "no-cache");
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.header("access-control-allow-origin"), "*");
    EXPECT_EQ(answer.header("date").size(), 29U);
    EXPECT_EQ(answer.header("x-request-id").size(), 15U);
    EXPECT_EQ(answer.header("connection"), "");
    EXPECT_EQ(answer.header("server"), "");
  }
  EXPECT_EQ(client.ask(get("/large")).body.size(), 2'000'000U);
  EXPECT_EQ(client.ask(get("/nowhere")).problem(), "not_found");
  EXPECT_EQ(client.ask(get("/broken")).problem(), "internal");
  EXPECT_EQ(client.ask(get("/small")).status, 200U) << "a problem of a handler does not end the connection";
}

TEST(Server, ClosesWhenTheClientAsksForIt) {
  TestServer server;
  RawClient client(server.port());
  EXPECT_EQ(client.ask(get("/small", "Connection: close\r\n")).header("connection"), "close");
  EXPECT_TRUE(client.closes());
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  TestServer server;
  RawClient client(server.port());
  std::string many;
  for (int i = 0; i < 100; ++i)
    many += get(i % 3 == 0 ? "/secret" : "/small") + post("/inline", std::string(static_cast<std::size_t>(i), 'x'));
  client.send(many);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(client.read().body.front(), i % 3 == 0 ? 's' : 'h') << i;
    EXPECT_EQ(client.read().body, std::to_string(i) + " " + std::to_string(i));
  }
}

TEST(Server, TakesBodiesByLengthAndInChunks) {
  TestServer server;
  RawClient client(server.port());
  EXPECT_EQ(client.ask(post("/memory", std::string(1'000, 'x'))).body, "1000 1000");
  EXPECT_EQ(client.ask(post("/memory", "")).body, "0 0");
  const std::string head = "POST /memory HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(client.ask(head + "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n").body, "13 13");
  EXPECT_EQ(client.ask(get("/small")).body, "hello");
}

TEST(Server, RefusesALargeBodyBeforeItIsSent) {
  TestServer server;
  RawClient client(server.port());
  const Answer answer = client.ask("POST /memory HTTP/1.1\r\nHost: here\r\nContent-Length: 1001\r\n\r\n");
  EXPECT_EQ(answer.status, 413U);
  EXPECT_EQ(answer.problem(), "too_large");
  EXPECT_EQ(answer.header("cache-control"), "no-store");
  EXPECT_TRUE(client.closes());
  RawClient polite(server.port());
  const Answer early =
      polite.ask("POST /memory HTTP/1.1\r\nHost: here\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(early.status, 413U) << "and not 100";
  EXPECT_EQ(server.handled(), 0);
}

TEST(Server, SaysContinueBeforeABodyThatItWillTake) {
  TestServer server;
  RawClient client(server.port());
  const Answer first =
      client.ask("POST /memory HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(first.status, 100U);
  EXPECT_EQ(client.ask("abc").body, "3 3");
}

TEST(Server, StreamsAFileToDiskAndRemovesItAfterTheAnswer) {
  TestServer server;
  RawClient client(server.port());
  const std::string body = std::string(999'999, 'u') + "!";
  EXPECT_EQ(client.ask(post("/upload", body)).body, "1000000 384 !") << "0600";
  EXPECT_EQ(client.ask(get("/small")).status, 200U);
  EXPECT_EQ(server.uploads(), 0U);
  EXPECT_EQ(client.ask(post("/upload", "")).body, "0 384 ");
  const Answer over = client.ask("POST /upload HTTP/1.1\r\nHost: here\r\nContent-Length: 1000001\r\n\r\n");
  EXPECT_EQ(over.problem(), "too_large");
}

TEST(Server, CountsAChunkedUploadWhileItComes) {
  TestServer server;
  RawClient client(server.port());
  client.send("POST /upload HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(65'536, 'c') + "\r\n";
  for (int i = 0; i < 16; ++i) client.send(chunk);
  const Answer answer = client.read();
  EXPECT_EQ(answer.status, 413U);
  EXPECT_TRUE(client.closes());
  for (int i = 0; i < 100 && server.uploads() > 0; ++i) std::this_thread::sleep_for(milliseconds(10));
  EXPECT_EQ(server.uploads(), 0U);
  EXPECT_EQ(server.handled(), 0);
}

TEST(Server, AnswersBusyWhenTheQueueIsFull) {
  TestServer server([](api::ServerOptions& options) {
    options.workers = 1;
    options.worker_queue = 1;
  });
  RawClient first(server.port());
  first.send(get("/wait"));
  while (server.handled() < 1) std::this_thread::sleep_for(milliseconds(1));
  RawClient second(server.port());
  second.send(get("/wait"));
  while (server.server->metrics().queued < 1) std::this_thread::sleep_for(milliseconds(1));
  RawClient third(server.port());
  const Answer answer = third.ask(get("/wait"));
  EXPECT_EQ(answer.status, 503U);
  EXPECT_EQ(answer.problem(), "busy");
  EXPECT_EQ(answer.header("retry-after"), "1");
  EXPECT_EQ(third.ask(get("/small")).status, 200U) << "what needs no worker goes on";
  server.release();
  EXPECT_EQ(first.read().body, "done");
  EXPECT_EQ(second.read().body, "done");
}

TEST(Server, SixtyFourRequestsMayWaitAtOnce) {
  TestServer server;
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 64; ++i) {
    clients.push_back(std::make_unique<RawClient>(server.port()));
    clients.back()->send(get("/wait"));
  }
  for (int i = 0; i < 2'000 && server.handled() < 64; ++i) std::this_thread::sleep_for(milliseconds(1));
  EXPECT_EQ(server.handled(), 64);
  server.release();
  for (const auto& client : clients) EXPECT_EQ(client->read().body, "done");
}

}  // namespace
}  // namespace http_test
