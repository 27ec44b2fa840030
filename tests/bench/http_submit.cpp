// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Statements over HTTP, answered with their receipts, beside the least that could be called a ledger behind the same
// server: signature checked, statement in LMDB, one commit for whatever waits. Both get the same statements over 64
// keep-alive connections, and over one; or over as many as the arguments say. One connection has a second limit: check,
// one written-through block and two signatures, one after the other on one thread, without any network.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <future>
#include <thread>

#include "api/server.hpp"
#include "api/service.hpp"
#include "attest/ledger_folder.hpp"
#include "attest/statement.hpp"
#include "bench.hpp"
#include "ledger/encoding.hpp"

namespace {

using bench::must;
using ledger::Bytes;

constexpr std::size_t kConnections = 64;
constexpr std::uint64_t kMany = 12'800;
constexpr std::uint64_t kOne = 1'000;
constexpr std::uint64_t kRounds = 5;

// A ledger whose root registers cities; and as many registrations, signed before anything is measured.
struct Made {
  explicit Made(const std::filesystem::path& folder) {
    key = must(attest::generate_signer(attest::Algorithm::kEdDsa));
    root = must(attest::generate_signer(attest::Algorithm::kEdDsa));
    const attest::LedgerFolder::Opening opening{
        "bench.example/log", attest::ClockKind::kMachine, "certifier", {{"en", "Certifier"}}, "CA"};
    ledger = must(attest::LedgerFolder::create(folder / "L", opening, {key.get(), {{root.get(), "holder"}}}, clock));
  }
  [[nodiscard]] Bytes statement() {
    attest::PartyRegistered body;
    body.party = "city-" + std::to_string(next++);
    body.kind = attest::PartyKind::kCity;
    body.names = {{"en", "A city of the bench, as long a name as names of cities are"}};
    body.country = "CA";
    const attest::Common common{ledger::base64url_encode(attest::random_bytes(16)), ledger->config().genesis};
    return must(attest::sign_statement(
        {"certifier", static_cast<std::int64_t>(clock.now().value / 1000), common, body, {}}, *root));
  }
  ledger::MachineClock clock;
  std::unique_ptr<attest::Signer> key;
  std::unique_ptr<attest::Signer> root;
  std::unique_ptr<attest::LedgerFolder> ledger;
  std::uint64_t next = 0;
};

// One thread commits whatever waits.
class BareWriter {
 public:
  explicit BareWriter(const std::filesystem::path& folder)
      : map_(must(ledger::open_durable_map(folder / "map", ledger::OpenMode::kCreate))), thread_([this] { run(); }) {}
  ~BareWriter() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    arrived_.notify_one();
    thread_.join();
  }
  BareWriter(const BareWriter&) = delete;
  BareWriter& operator=(const BareWriter&) = delete;

  std::uint64_t put(const Bytes& statement) {
    std::future<std::uint64_t> place;
    {
      const std::lock_guard lock(mutex_);
      jobs_.push_back({statement, {}});
      place = jobs_.back().answer.get_future();
    }
    arrived_.notify_one();
    return place.get();
  }

 private:
  struct Job {
    Bytes statement;
    std::promise<std::uint64_t> answer;
  };
  void run() {
    for (;;) {
      std::vector<Job> jobs;
      {
        std::unique_lock lock(mutex_);
        arrived_.wait(lock, [this] { return ended_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        jobs.swap(jobs_);
      }
      std::map<std::string, Bytes, std::less<>> records;
      for (std::size_t i = 0; i < jobs.size(); ++i) {
        records.emplace(ledger::to_string(ledger::big_endian_64(next_ + i)), jobs[i].statement);
      }
      must(map_->put_all(records));
      for (Job& job : jobs) job.answer.set_value(next_++);
    }
  }

  std::unique_ptr<ledger::DurableMap> map_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Job> jobs_;
  std::uint64_t next_ = 0;
  bool ended_ = false;
  std::thread thread_;
};

void add_bare_route(api::Router& router, BareWriter& writer, const attest::PublicKey& key) {
  router.add({api::Method::kPost,
              "/entries",
              [&writer, key](const api::Request& request) {
                const auto message = attest::parse_cose(request.body, attest::kStatementType);
                if (!message || !attest::verify_cose(*message, key)) return api::reply(400, "text/plain", "no");
                return api::reply(201, "text/plain", std::to_string(writer.put(request.body)));
              },
              api::Run::kWorker,
              {api::BodyRule::Kind::kMemory, 65'535}});
}

// A keep-alive connection that posts and waits for the answer.
class Connection {
 public:
  explicit Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    // The interface of sockets wants a cast here.
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) bench::give_up("connect");
  }
  ~Connection() { ::close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void post(const Bytes& statement) {
    std::string request =
        "POST /entries HTTP/1.1\r\nHost: bench\r\nContent-Type: application/cose\r\nContent-Length: " +
        std::to_string(statement.size()) + "\r\n\r\n";
    request.append(statement.begin(), statement.end());
    if (::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size())) {
      bench::give_up("send");
    }
    read_answer();
  }

 private:
  void read_answer() {
    std::string answer;
    std::size_t wanted = std::string::npos;
    while (answer.size() < wanted) {
      char part[4096];
      const ssize_t got = ::recv(socket_, part, sizeof part, 0);
      if (got <= 0) bench::give_up("recv");
      answer.append(part, static_cast<std::size_t>(got));
      const std::size_t end = answer.find("\r\n\r\n");
      if (end == std::string::npos || wanted != std::string::npos) continue;
      if (!answer.starts_with("HTTP/1.1 201")) bench::give_up("answered " + answer);
      wanted = end + 4 + std::stoul(answer.substr(answer.find("Content-Length: ") + 16));
    }
  }
  int socket_;
};

// Posts the statements over so many connections; each its own part.
void post_all(std::uint16_t port, const std::vector<Bytes>& statements, std::size_t connections,
              bench::Latencies& latencies) {
  std::vector<bench::Latencies> parts(connections);
  std::vector<std::thread> threads;
  for (std::size_t c = 0; c < connections; ++c) {
    threads.emplace_back([&, c] {
      Connection connection(port);
      for (std::size_t i = c; i < statements.size(); i += connections) {
        bench::time_one(parts[c], [&] { connection.post(statements[i]); });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const bench::Latencies& part : parts) latencies.insert(latencies.end(), part.begin(), part.end());
}

using Batches = std::vector<std::vector<Bytes>>;  // one a round, each once a ledger

Batches sign(Made& made, std::uint64_t count) {
  Batches batches(kRounds);
  for (std::vector<Bytes>& batch : batches) {
    for (std::uint64_t i = 0; i < count; ++i) batch.push_back(made.statement());
  }
  return batches;
}

// What one statement costs at least: its check, a sync, and the signatures of checkpoint and receipt.
void accept(Made& made, const Bytes& statement, bench::SyncedFile& file) {
  const auto message = must(attest::parse_cose(statement, attest::kStatementType));
  if (!attest::verify_cose(message, made.root->public_key())) bench::give_up("check");
  file.write_block();
  static_cast<void>(must(made.key->sign(statement)));
  static_cast<void>(must(made.key->sign(statement)));
}

struct Contender {
  std::string name;
  std::function<void(const std::vector<Bytes>&, bench::Latencies&)> take;
};

// Each gets every batch once, in turn.
void compare(std::size_t streams, const Batches& batches, const std::vector<Contender>& contenders) {
  std::vector<bench::Job> jobs;
  std::vector<bench::Latencies> latencies(contenders.size());
  for (std::size_t c = 0; c < contenders.size(); ++c) {
    jobs.push_back({contenders[c].name, batches.front().size(), [&, c, round = std::size_t{0}]() mutable {
                      contenders[c].take(batches.at(round++), latencies[c]);
                    }});
  }
  bench::compare(std::to_string(streams) + " connection(s), a statement a request", std::move(jobs),
                 static_cast<int>(kRounds));
  for (std::size_t c = 0; c < contenders.size(); ++c) bench::print_latencies(contenders[c].name, latencies[c]);
}

}  // namespace

int main(int count_of_arguments, char** arguments) {
  std::vector<std::size_t> streams_of_runs{kConnections, 1};
  if (count_of_arguments > 1) streams_of_runs.clear();
  for (int i = 1; i < count_of_arguments; ++i) streams_of_runs.push_back(std::stoul(arguments[i]));
  bench::Folder folder;
  Made made(folder.fresh());
  BareWriter writer(folder.fresh());
  api::Router bare;
  add_bare_route(bare, writer, made.root->public_key());
  api::Service service(
      {*made.ledger, [&made] { return made.clock.now(); }, "http://127.0.0.1", std::filesystem::path(), 0});
  auto bare_server = must(api::Server::start(bare, {}));
  auto our_server = must(api::Server::start(service.router(), {}));
  bench::SyncedFile synced(folder.fresh() / "synced", kOne);
  for (const std::size_t streams : streams_of_runs) {
    const auto post_to = [streams](const api::Server& server) {
      return [&server, streams](const std::vector<Bytes>& statements, bench::Latencies& latencies) {
        post_all(server.port(), statements, streams, latencies);
      };
    };
    std::vector<Contender> contenders{{"limit: POST, check, LMDB", post_to(*bare_server)},
                                      {"cityledger: POST /entries", post_to(*our_server)}};
    if (streams == 1) {
      contenders.push_back({"check, sync, 2 signatures on one thread",
                            [&](const std::vector<Bytes>& statements, bench::Latencies& latencies) {
                              for (const Bytes& statement : statements) {
                                bench::time_one(latencies, [&] { accept(made, statement, synced); });
                              }
                            }});
    }
    compare(streams, sign(made, streams == 1 ? kOne : kMany), contenders);
  }
}
