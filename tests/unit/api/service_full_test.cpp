// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The service over a socket when the ledger has no room: too many statements before the writer, and a full disk. What a
// submitter is told, that nothing is changed and readers notice nothing, and that it goes on afterwards.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <thread>

#include "api/server.hpp"
#include "api/service.hpp"
#include "cityledger/server_client.hpp"
#include "ledger/limits.hpp"
#include "support/raw_client.hpp"
#include "support/sample_folder.hpp"
#include "support/soon.hpp"

namespace sample {
namespace {

using http_test::Answer;
using http_test::RawClient;

constexpr const char* kSubmission = "application/vnd.cityledger.submission+cbor";
constexpr std::chrono::seconds kPatience{120};  // thousands of signatures are checked here

// Holds the ledger's writer, which alone asks for the monotonic time, while it is shut.
class GatedClock final : public ledger::Clock {
 public:
  explicit GatedClock(const ledger::Clock& inner) : inner_(inner) {}
  [[nodiscard]] ledger::UnixMillis now() const override { return inner_.now(); }
  [[nodiscard]] std::uint64_t monotonic_ms() const override {
    std::unique_lock lock(mutex_);
    held_ = shut_;
    opened_.wait(lock, [this] { return !shut_; });
    held_ = false;
    return inner_.monotonic_ms();
  }
  void set(bool shut) {
    const std::lock_guard lock(mutex_);
    shut_ = shut;
    opened_.notify_all();
  }
  [[nodiscard]] bool holds_the_writer() const {
    const std::lock_guard lock(mutex_);
    return held_;
  }

 private:
  const ledger::Clock& inner_;
  mutable std::mutex mutex_;
  mutable std::condition_variable opened_;
  mutable bool held_ = false;
  bool shut_ = false;
};

struct ReadyLedger : SampleLedger {
  ReadyLedger() { ready(); }
};

class FullService : public testing::Test {
 protected:
  FullService() { server = api::Server::start(service.router(), {}).value(); }
  ~FullService() override { clock.set(false); }
  std::string party(const std::string& id) {
    return ledger::to_string(made.sign("registrar", SampleLedger::party(id, attest::PartyKind::kCity)));
  }
  [[nodiscard]] Answer post(const std::string& path, const std::string& type, const std::string& body) const {
    RawClient client(server->port());
    client.set_patience(kPatience);
    return client.ask("POST " + path + " HTTP/1.1\r\nHost: here\r\nContent-Type: " + type +
                      "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  [[nodiscard]] Answer get(const std::string& path) const {
    RawClient client(server->port());
    return client.ask("GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n");
  }
  [[nodiscard]] std::uint64_t size() const {  // the second line of the checkpoint
    const std::string checkpoint = get("/checkpoint").body;
    return std::stoull(checkpoint.substr(checkpoint.find('\n') + 1));
  }
  void expect_reads_go_on() const {
    for (const char* path : {"/checkpoint", "/tile/0/000.p/1", "/times/000.p/1", "/api/v1/entries", "/entries/3",
                             "/api/v1/certificates", "/api/v1/proofs/inclusion?index=1", "/healthz", "/metrics"}) {
      EXPECT_EQ(get(path).status, 200U) << path;
    }
  }
  void expect_refused(const std::string& statement, unsigned status, const std::string& type,
                      const std::string& retry_after) const {
    const Answer plain = post("/api/v1/statements", kSubmission, statement);
    EXPECT_EQ(plain.status, status) << plain.body;
    EXPECT_EQ(plain.problem(), type);
    const Answer concise = post("/entries", "application/cose", statement);
    EXPECT_EQ(concise.status, status);
    EXPECT_EQ(concise.header("content-type"), "application/concise-problem-details+cbor");
    for (const Answer& answer : {plain, concise}) {
      EXPECT_EQ(answer.header("retry-after"), retry_after);
      EXPECT_EQ(answer.header("cache-control"), "no-store");
    }
  }
  ReadyLedger made;
  GatedClock clock{made.clock()};
  SampleFolder folder{made, clock};
  api::Service service{{folder.ledger(), [] { return ledger::UnixMillis{1'541'757'600'000}; }, "http://here", {}, 0}};
  std::unique_ptr<api::Server> server;
};

// As many submissions as there is room for, all of the largest size, and two more: whoever comes first.
struct Crowd {
  static constexpr std::size_t kRoom = ledger::kQueueEntriesMax / ledger::kBatchEntriesMax;
  std::vector<Answer> answers = std::vector<Answer>(kRoom + 2);
  std::atomic<std::size_t> answered{0};
  std::vector<std::thread> clients;
  void wait() {
    for (std::thread& client : clients) client.join();
    clients.clear();
  }
  ~Crowd() { wait(); }
};

TEST_F(FullService, TellsThatTheQueueIsFullAndWhenToComeAgain) {
  static_assert(ledger::kQueueEntriesMax % ledger::kBatchEntriesMax == 0);
  const std::uint64_t before = size();
  const std::string late = party("late");
  Crowd crowd;
  clock.set(true);
  Answer first;
  crowd.clients.emplace_back([&, body = party("first")] { first = post("/api/v1/statements", kSubmission, body); });
  ASSERT_TRUE(ledger_test::soon([&] { return clock.holds_the_writer(); }, kPatience));
  const std::string one = party("many");
  std::string many;
  for (std::size_t i = 0; i < ledger::kBatchEntriesMax; ++i) many += one;
  for (Answer& answer : crowd.answers) {
    crowd.clients.emplace_back([&] {
      answer = post("/api/v1/statements?atomic=true", "application/cbor-seq", many);
      ++crowd.answered;
    });
  }
  ASSERT_TRUE(ledger_test::soon([&] { return crowd.answered == 2; }, kPatience)) << crowd.answered;

  expect_refused(late, 503, "busy", "1");
  const Answer sequence = post("/api/v1/statements", "application/cbor-seq", late);
  EXPECT_EQ(sequence.status, 200U);
  EXPECT_NE(sequence.body.find(R"("status":503)"), std::string::npos) << sequence.body;
  expect_reads_go_on();
  EXPECT_EQ(size(), before);
  EXPECT_EQ(crowd.answered, 2U) << "the others still wait";

  // A polite client waits as it was told, and then has its turn.
  std::vector<std::uint32_t> pauses;
  auto client = cityledger::ServerClient::make("http://127.0.0.1:" + std::to_string(server->port()),
                                               [&](std::uint32_t milliseconds) {
                                                 pauses.push_back(milliseconds);
                                                 clock.set(false);
                                                 crowd.wait();
                                               })
                    .value();
  cityledger::HttpRequest request;
  request.method = cityledger::HttpMethod::kPost;
  request.target = "/api/v1/statements";
  request.headers = {{"Content-Type", kSubmission}};
  request.body = ledger::to_bytes(std::string_view(late));
  const auto answer = client.ask(std::move(request));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 201U);
  ASSERT_EQ(pauses.size(), 1U);
  EXPECT_GE(pauses.front(), 1'000U);

  EXPECT_EQ(first.status, 201U);
  std::size_t taken = 0;
  for (const Answer& each : crowd.answers) {
    if (each.status == 201) ++taken;
    EXPECT_TRUE(each.status == 201 || (each.problem() == "busy" && each.header("retry-after") == "1")) << each.status;
  }
  EXPECT_EQ(taken, Crowd::kRoom);
  EXPECT_EQ(size(), before + 3) << "first, many and late, each once";
}

// While it lives no file of this process can grow, as on a full disk.
class FullDisk {
 public:
  FullDisk() {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit none{4'096, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &none);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
};

TEST_F(FullService, TellsThatTheDiskIsFull) {
  const std::string late = party("late");
  const auto confidential = attest::encode_submission(folder.submission("submitter", made.value("C1", "12.5")));
  const std::string value = ledger::to_string(confidential);
  const std::string before = get("/checkpoint").body;
  {
    const FullDisk full;
    expect_refused(late, 507, "disk_full", "");
    EXPECT_EQ(post("/api/v1/statements", kSubmission, value).problem(), "disk_full");
    const Answer sequence = post("/api/v1/statements", "application/cbor-seq", late + value);
    ASSERT_EQ(sequence.status, 200U) << "each is answered by itself";
    const attest::Json results = *attest::parse_json(sequence.body).value().find("results");
    ASSERT_EQ(results.array()->size(), 2U);
    for (const attest::Json& result : *results.array()) {
      EXPECT_EQ(*result.find("status")->integer(), 507);
      EXPECT_EQ(*result.find("type")->text(), "/problems/disk_full");
    }
    EXPECT_EQ(get("/checkpoint").body, before) << "nothing was appended";
    expect_reads_go_on();
    EXPECT_TRUE(folder.ledger().is_writing()) << "it is not halted";
  }
  for (const std::string& body : {late, value}) {
    EXPECT_EQ(post("/api/v1/statements", kSubmission, body).status, 201U) << "the same, once there is room";
  }
  expect_reads_go_on();
}

}  // namespace
}  // namespace sample
