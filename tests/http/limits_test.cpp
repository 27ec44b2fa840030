// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Limits on what a connection, an address and all of them may have, each at the limit and one past it.
#include "api/limits.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "support/fake_home.hpp"
#include "support/soon.hpp"
#include "test_server.hpp"

namespace http_test {
namespace {

using std::chrono::milliseconds;

std::vector<std::unique_ptr<RawClient>> connected(const TestServer& server, int count) {
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < count; ++i) {
    clients.push_back(std::make_unique<RawClient>(server.port()));
    EXPECT_EQ(clients.back()->ask(get("/small")).status, 200U) << i;
  }
  return clients;
}

// The answer to a connection that is one too many: it comes before anything was asked.
void expect_turned_away(const TestServer& server, unsigned status, const char* problem) {
  RawClient late(server.port());
  const Answer answer = late.read();
  EXPECT_EQ(answer.status, status);
  EXPECT_EQ(answer.problem(), problem);
  EXPECT_EQ(answer.header("retry-after"), std::to_string(api::kTurnedAwayRetrySeconds));
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_EQ(answer.header("cache-control"), "no-store");
  late.send(get("/small"));
  EXPECT_TRUE(late.closes());
  EXPECT_EQ(late.read_for(milliseconds(1)), "") << "what it asks is not answered";
}

TEST(Connections, OfAllAreLimitedAndOneMoreIsTold503) {
  TestServer server([](api::ServerOptions& options) {
    options.connections_max = 3;
    options.deadlines.linger = milliseconds(200);
  });
  auto clients = connected(server, 3);
  expect_turned_away(server, 503, "busy");
  EXPECT_EQ(server.server->metrics().connections_refused, 1U);
  EXPECT_EQ(server.server->metrics().connections, 3);
  clients.pop_back();
  EXPECT_TRUE(ledger_test::soon([&] {
    RawClient again(server.port());
    return again.ask(get("/small")).status == 200;
  }));
}

TEST(Connections, OfAnAddressAreLimitedAndOneMoreIsTold429) {
  TestServer server([](api::ServerOptions& options) {
    options.connections_per_address_max = 3;
    options.deadlines.linger = milliseconds(200);
  });
  const auto clients = connected(server, 3);
  expect_turned_away(server, 429, "too_many_requests");
  EXPECT_EQ(clients.front()->ask(get("/small")).status, 200U) << "those before it go on";
}

TEST(Connections, ThatAreOneTooManyTakeNoMoreThanTheirPlaces) {
  TestServer server([](api::ServerOptions& options) {
    options.loops = 1;
    options.connections_per_address_max = 1;
    options.deadlines.linger = milliseconds(60'000);
  });
  const auto first = connected(server, 1);
  std::vector<std::unique_ptr<RawClient>> told;
  for (std::size_t i = 0; i < api::kTurnedAwayMax; ++i) {
    told.push_back(std::make_unique<RawClient>(server.port()));
    EXPECT_EQ(told.back()->read().status, 429U) << i;
  }
  RawClient untold(server.port());
  EXPECT_TRUE(untold.closes());
  EXPECT_EQ(untold.read_for(milliseconds(1)), "");
  EXPECT_EQ(server.server->metrics().connections_refused, api::kTurnedAwayMax + 1);
}

TEST(Connections, EndAfterSoManyRequests) {
  TestServer server([](api::ServerOptions& options) { options.requests_per_connection_max = 3; });
  RawClient client(server.port());
  EXPECT_EQ(client.ask(get("/small")).header("connection"), "");
  EXPECT_EQ(client.ask(get("/small")).header("connection"), "");
  client.send(get("/small") + get("/small"));
  const Answer last = client.read();
  EXPECT_EQ(last.status, 200U);
  EXPECT_EQ(last.header("connection"), "close");
  EXPECT_TRUE(client.closes());
  EXPECT_EQ(client.read_for(milliseconds(1)), "") << "the fourth is not answered";
}

// Takes everything that is written at once.
class QuickWire final : public api::Wire {
 public:
  QuickWire(FakeHome& home, std::string input, std::string& output)
      : home_(home), input_(std::move(input)), output_(output) {}
  void open() override {
    home_.post([user = user_->shared_from_this()] { user->on_open(true); });
  }
  void read_some(std::span<char> into) override {
    const std::size_t bytes = std::min(into.size(), input_.size());
    std::copy_n(input_.data(), bytes, into.data());
    input_.erase(0, bytes);
    if (bytes > 0) home_.post([user = user_->shared_from_this(), bytes] { user->on_read(true, bytes); });
  }
  void write_some(std::string_view, std::string_view) override { ADD_FAILURE() << "all was written"; }
  std::size_t write_now(std::string_view first, std::string_view second) override {
    output_ += std::string(first) + std::string(second);
    return first.size() + second.size();
  }
  void end_sending() override {}
  void close() override {}

 private:
  FakeHome& home_;
  std::string input_;
  std::string& output_;
};

std::size_t answers_in(const std::string& output) {
  std::size_t count = 0;
  for (std::size_t at = output.find("HTTP/1.1 200"); at != std::string::npos; at = output.find("HTTP/1.1 200", at + 1))
    ++count;
  return count;
}

TEST(Pipelining, LetsOthersHaveATurnAfterSoManyRequests) {
  api::Router router;
  router.add({api::Method::kGet, "/a", [](const api::Request&) { return api::reply(200, "text/plain", "a"); },
              api::Run::kInline});
  api::ServerOptions options;
  options.metrics = std::make_shared<api::Metrics>();
  FakeHome home(router, options);
  std::string input;
  for (std::size_t i = 0; i <= api::kPipelinedMax; ++i) input += get("/a");
  std::string output;
  auto session =
      std::make_shared<api::Session>(home, std::make_unique<QuickWire>(home, input, output), "192.0.2.1", nullptr);
  session->start();
  home.step();  // open
  home.step();  // all of it was read
  EXPECT_EQ(answers_in(output), api::kPipelinedMax);
  ASSERT_EQ(home.jobs.size(), 1U) << "its next turn";
  home.step();
  EXPECT_EQ(answers_in(output), api::kPipelinedMax + 1);
}

TEST(Answers, ThatAreLargeAreLimitedTogether) {
  TestServer server([](api::ServerOptions& options) {
    options.answers_bytes_max = 4'000'000;  // two of /large
    options.deadlines.stall = milliseconds(60'000);
  });
  const auto deaf = [&] {
    auto client = std::make_unique<RawClient>(server.port(), 4'096);
    for (int i = 0; i < 8; ++i) client->send(get("/large"));  // more than sockets hold
    return client;
  };
  const auto first = deaf();
  auto second = deaf();
  EXPECT_TRUE(ledger_test::soon([&] {
    RawClient third(server.port());
    const Answer answer = third.ask(get("/large", "Range: bytes=0-0\r\n"));
    return answer.status == 503 && answer.problem() == "busy" && answer.header("retry-after") == "1";
  })) << "a part holds the whole";
  RawClient other(server.port());
  EXPECT_EQ(other.ask(get("/small")).status, 200U) << "small ones go on";
  EXPECT_EQ(other.ask(get("/file")).status, 200U) << "and files, of which a block is held";
  second.reset();
  EXPECT_TRUE(ledger_test::soon([&] {
    RawClient again(server.port());
    return again.ask(get("/large")).body.size() == 2'000'000U;
  }));
}

TEST(UploadFolder, IsEmptiedAtTheStartOfWhatAnEarlierProcessLeft) {
  ledger_test::TempFolder folder;
  const std::filesystem::path uploads = folder / "uploads";
  std::filesystem::create_directories(uploads);
  std::ofstream(uploads / "upload-Ab3dEf") << "half of a file";
  std::ofstream(uploads / "notes.txt") << "somebody else's";
  const TestServer server([&](api::ServerOptions& options) { options.upload_folder = uploads; });
  EXPECT_FALSE(std::filesystem::exists(uploads / "upload-Ab3dEf"));
  EXPECT_TRUE(std::filesystem::exists(uploads / "notes.txt")) << "what is not ours stays";
  EXPECT_EQ(std::filesystem::status(uploads).permissions(), std::filesystem::perms::owner_all);
}

}  // namespace
}  // namespace http_test
