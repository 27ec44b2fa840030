// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Slow, silent and vanished clients, crowds, and the end of the server: with short deadlines.
#include <gtest/gtest.h>

#include <thread>

#include "support/soon.hpp"
#include "test_server.hpp"

namespace http_test {
namespace {

using std::chrono::milliseconds;

void hurry(api::ServerOptions& options) {
  api::Deadlines& d = options.deadlines;
  d.head = d.idle = d.stall = milliseconds(150);
  d.linger = milliseconds(100);
  d.ping = milliseconds(50);
}

TEST(Deadlines, CutASlowHeader) {
  TestServer server(hurry);
  RawClient client(server.port());
  bool open = true;
  for (int i = 0; i < 100 && open; ++i) {  // one byte now and then, for 2 s
    open = client.send("G");
    std::this_thread::sleep_for(milliseconds(20));
    if (i == 20) break;
  }
  const Answer answer = client.read();
  EXPECT_EQ(answer.status, 408U);
  EXPECT_EQ(answer.problem(), "timeout");
  EXPECT_TRUE(client.closes());
}

TEST(Deadlines, CutASlowBodyAndLeaveNothingOfIt) {
  TestServer server(hurry);
  for (const char* const path : {"/memory", "/upload"}) {
    RawClient client(server.port());
    client.send(std::string("POST ") + path + " HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\nabc");
    EXPECT_EQ(client.read().status, 408U) << path;
    EXPECT_TRUE(client.closes());
  }
  EXPECT_TRUE(ledger_test::soon([&] { return server.uploads() == 0; }));
  EXPECT_EQ(server.handled(), 0);
}

TEST(Deadlines, CutABodyThatDripsForever) {
  TestServer server([](api::ServerOptions& options) {
    hurry(options);
    options.bytes_per_second_min = 1'000;
  });
  RawClient client(server.port());
  client.send("POST /upload HTTP/1.1\r\nHost: here\r\nContent-Length: 1000000\r\n\r\n");
  const auto start = std::chrono::steady_clock::now();
  std::string answer;
  while (answer.empty() && std::chrono::steady_clock::now() - start < std::chrono::seconds(5)) {
    client.send("x");  // never silent for long, far under the rate
    answer = client.read_for(milliseconds(20));
  }
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 408 ")) << answer;
}

TEST(Deadlines, CloseAnIdleConnectionQuietly) {
  TestServer server(hurry);
  RawClient client(server.port());
  EXPECT_EQ(client.ask(get("/small")).status, 200U);
  EXPECT_TRUE(client.closes());
  EXPECT_EQ(client.read_for(milliseconds(1)), "");
  RawClient silent(server.port());
  EXPECT_TRUE(silent.closes());
}

TEST(Deadlines, CutAClientThatDoesNotRead) {
  TestServer server([](api::ServerOptions& options) {
    hurry(options);
    options.workers = 1;
  });
  RawClient deaf(server.port(), 4'096);
  deaf.send(get("/large") + get("/large") + get("/large") + get("/large") + get("/large"));
  EXPECT_TRUE(ledger_test::soon([&] { return server.server->metrics().connections_cut == 1; }));
  RawClient other(server.port());
  EXPECT_EQ(other.ask(get("/secret")).status, 200U) << "the only worker is free";
}

TEST(Deadlines, NoticeAClientThatVanished) {
  TestServer server(hurry);
  {
    RawClient client(server.port());
    client.send("POST /upload HTTP/1.1\r\nHost: here\r\nContent-Length: 500000\r\n\r\n" + std::string(400'000, 'x'));
    EXPECT_TRUE(ledger_test::soon([&] { return server.uploads() == 1; }));
  }
  EXPECT_TRUE(ledger_test::soon([&] { return server.uploads() == 0 && server.server->metrics().connections == 0; }));
  EXPECT_EQ(server.handled(), 0);
}

TEST(Crowds, RequestsOfAnAddressAreLimited) {
  TestServer server([](api::ServerOptions& options) {
    options.by_address = std::make_shared<api::RateLimit>(api::RateLimit::Rule{0.5, 2});
    options.trusted_proxies = {"127.0.0.1"};
  });
  RawClient client(server.port());
  EXPECT_EQ(client.ask(get("/small")).status, 200U);
  EXPECT_EQ(client.ask(get("/small")).status, 200U);
  const Answer third = client.ask(get("/small"));
  EXPECT_EQ(third.status, 429U);
  EXPECT_EQ(third.problem(), "too_many_requests");
  EXPECT_EQ(third.header("retry-after"), "2");
  EXPECT_EQ(client.ask(get("/small", "X-Forwarded-For: 1.2.3.4, 192.0.2.7\r\n")).status, 200U) << "another client";
  EXPECT_EQ(client.ask(get("/small", "X-Forwarded-For: 9.9.9.9, 192.0.2.7\r\n")).status, 200U);
  EXPECT_EQ(client.ask(get("/small", "X-Forwarded-For: 8.8.8.8, 192.0.2.7\r\n")).status, 429U)
      << "what a client writes there itself does not help";
  EXPECT_EQ(client.ask(post("/memory", "abc", "X-Forwarded-For: 192.0.2.7\r\n")).status, 429U);
  EXPECT_TRUE(client.closes()) << "its body was not taken";
  EXPECT_EQ(server.handled(), 0);
}

TEST(Crowds, BodiesTogetherAreLimited) {
  TestServer server([](api::ServerOptions& options) { options.bodies_bytes_max = 1'500; });
  const std::string head = "POST /memory HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\n";
  RawClient first(server.port());
  first.send(head + std::string(900, 'x'));
  EXPECT_EQ(first.read_for(milliseconds(1'000)), "");
  const auto first_is_alone = [&] { return server.server->metrics().connections == 1; };
  {
    RawClient second(server.port());
    const Answer answer = second.ask(head + std::string(601, 'x'));
    EXPECT_EQ(answer.status, 503U);
    EXPECT_EQ(answer.problem(), "busy");
    EXPECT_TRUE(second.closes());
  }
  ASSERT_TRUE(ledger_test::soon(first_is_alone));
  {
    RawClient third(server.port());
    EXPECT_EQ(third.ask(post("/memory", std::string(600, 'x'))).status, 200U) << "what the second held is free again";
  }
  ASSERT_TRUE(ledger_test::soon(first_is_alone));
  EXPECT_EQ(first.ask(std::string(100, 'x')).body, "1000 1000");
}

TEST(Events, AreSentAsTheyComeAndResumed) {
  TestServer server;
  RawClient client(server.port());
  const Answer answer = client.ask(get("/events", "Last-Event-ID: 997\r\n"));
  EXPECT_EQ(answer.header("content-type"), "text/event-stream");
  EXPECT_EQ(answer.header("cache-control"), "no-store");
  EXPECT_EQ(answer.header("content-length"), "");
  EXPECT_EQ(answer.body, "id: 998\ndata: x\n\nid: 999\ndata: x\n\nid: 1000\ndata: x\n\n");
  EXPECT_EQ(client.ask(get("/small")).body, "hello") << "the connection is kept";
}

TEST(Events, AreLimitedAndEndWithTheServer) {
  TestServer server([](api::ServerOptions& options) { options.streams_max = 1; });
  RawClient first(server.port());
  first.send(get("/silent"));
  EXPECT_TRUE(ledger_test::soon([&] { return server.server->metrics().streams == 1; }));
  RawClient second(server.port());
  const Answer answer = second.ask(get("/silent"));
  EXPECT_EQ(answer.status, 503U);
  EXPECT_EQ(answer.problem(), "busy");
  server.server->stop(milliseconds(2'000));
  EXPECT_TRUE(first.closes());
  EXPECT_TRUE(first.read_for(milliseconds(1)).ends_with("0\r\n\r\n"));
  EXPECT_EQ(server.server->metrics().streams, 0);
}

TEST(Events, OfOneAddressAreLimited) {
  TestServer server([](api::ServerOptions& options) {
    options.streams_per_address_max = 2;
    options.trusted_proxies = {"127.0.0.1"};
  });
  RawClient first(server.port());
  RawClient second(server.port());
  first.send(get("/silent"));
  second.send(get("/silent"));
  EXPECT_TRUE(ledger_test::soon([&] { return server.server->metrics().streams == 2; }));
  RawClient third(server.port());
  const Answer answer = third.ask(get("/silent"));
  EXPECT_EQ(answer.status, 429U);
  EXPECT_EQ(answer.problem(), "too_many_requests");
  EXPECT_EQ(answer.header("retry-after"), "10");
  EXPECT_EQ(third.ask(get("/events", "X-Forwarded-For: 192.0.2.7\r\nLast-Event-ID: 999\r\n")).status, 200U)
      << "another address has its own";
  EXPECT_EQ(third.ask(get("/events", "X-Forwarded-For: 192.0.2.7\r\nLast-Event-ID: 999\r\n")).status, 200U)
      << "what has ended counts no more";
  server.server->stop(milliseconds(2'000));
}

TEST(Stop, LetsARunningRequestEndAndTakesNoOther) {
  TestServer server;
  RawClient idle(server.port());
  EXPECT_EQ(idle.ask(get("/small")).status, 200U);
  RawClient busy(server.port());
  busy.send(get("/wait"));
  EXPECT_TRUE(ledger_test::soon([&] { return server.handled() == 1; }));
  std::thread stopping([&] { server.server->stop(milliseconds(3'000)); });
  EXPECT_TRUE(idle.closes());
  EXPECT_TRUE(ledger_test::soon([&] {
    try {
      RawClient late(server.port());
      return late.ask(get("/small")).status == 0;
    } catch (const std::runtime_error&) {
      return true;
    }
  }));
  server.release();
  const Answer answer = busy.read();
  EXPECT_EQ(answer.body, "done");
  EXPECT_EQ(answer.header("connection"), "close");
  stopping.join();
}

TEST(Stop, InTheMiddleOfAnUploadLeavesNothing) {
  TestServer server;
  RawClient client(server.port());
  client.send("POST /upload HTTP/1.1\r\nHost: here\r\nContent-Length: 900000\r\n\r\n" + std::string(400'000, 'x'));
  EXPECT_TRUE(ledger_test::soon([&] { return server.uploads() == 1; }));
  const auto start = std::chrono::steady_clock::now();
  server.server->stop(milliseconds(200));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(3));
  EXPECT_TRUE(client.closes());
  EXPECT_EQ(server.uploads(), 0U);
  EXPECT_EQ(server.handled(), 0);
}

TEST(Stop, WaitsForHandlersThatRunAndRunsNoneThatStillWait) {
  TestServer server([](api::ServerOptions& options) { options.workers = 1; });
  RawClient busy(server.port());
  busy.send(get("/wait"));
  ASSERT_TRUE(ledger_test::soon([&] { return server.handled() == 1; }));
  RawClient waiting(server.port());
  waiting.send(post("/memory", "abc"));
  ASSERT_TRUE(ledger_test::soon([&] { return server.server->metrics().queued == 1; }));
  std::atomic<bool> stopped{false};
  std::thread stopping([&] {
    server.server->stop(milliseconds(100));
    stopped = true;
  });
  EXPECT_TRUE(waiting.closes()) << "after the grace";
  EXPECT_EQ(waiting.read_for(milliseconds(1)), "");
  EXPECT_TRUE(busy.closes());
  EXPECT_FALSE(stopped) << "a handler runs";
  const auto start = std::chrono::steady_clock::now();
  server.release();
  stopping.join();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(3));
  EXPECT_EQ(server.handled(), 1) << "what waited changes nothing after the end";
}

TEST(Disk, IsNotFilledBelowItsFloor) {
  TestServer server([](api::ServerOptions& options) { options.disk_floor_bytes = ~0ULL; });
  RawClient client(server.port());
  const Answer answer = client.ask(post("/upload", "abc"));
  EXPECT_EQ(answer.status, 507U);
  EXPECT_EQ(answer.problem(), "disk_full");
  RawClient other(server.port());
  EXPECT_EQ(other.ask(get("/file")).status, 200U) << "reads go on";
  EXPECT_EQ(other.ask(post("/memory", "abc")).status, 200U);
}

TEST(AccessLog, NamesTheRouteAndTheTraceAndNoValue) {
  TestServer server;
  RawClient client(server.port());
  const Answer answer = client.ask(get("/small?token=hush",
                                       "Authorization: Bearer hush\r\nTraceparent: 00-0af7651916cd43dd8448eb211c80319c-"
                                       "b7ad6b7169203331-01\r\n"));
  ASSERT_EQ(answer.status, 200U);
  ASSERT_TRUE(ledger_test::soon([&] { return !server.log().empty(); }));
  const std::string line = server.log().front();
  EXPECT_NE(line.find(R"("route":"/small")"), std::string::npos) << line;
  EXPECT_NE(line.find(R"("trace":"0af7651916cd43dd8448eb211c80319c")"), std::string::npos);
  EXPECT_NE(line.find("\"id\":\"" + answer.header("x-request-id") + "\""), std::string::npos);
  EXPECT_EQ(line.find("hush"), std::string::npos);
}

}  // namespace
}  // namespace http_test
