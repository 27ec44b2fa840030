// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// http_soak SECONDS: many clients of every kind at once, polite, hostile, slow and vanishing. Every answer to a polite
// one must be right, and at the end descriptors are those of the beginning and memory is that of the first quarter.
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <random>
#include <thread>

#include "ledger/sanitized.hpp"
#include "test_server.hpp"

namespace http_test {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

std::size_t descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

// Threads that start have some open for a moment.
std::size_t settled_descriptors() {
  std::size_t least = descriptors();
  for (int i = 0; i < 50; ++i) {
    std::this_thread::sleep_for(milliseconds(2));
    least = std::min(least, descriptors());
  }
  return least;
}

std::size_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t all = 0;
  std::size_t resident = 0;
  file >> all >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

// A sanitizer slows everything down, the clients too, and whoever shares the machine takes of it what he likes: no
// verdict may hang on that. So clients are patient, and deadlines of the server shorter than a polite one's pauses are
// for builds that are fast.
constexpr milliseconds kDeadline{ledger::kSanitized ? 20'000 : 500};
constexpr milliseconds kPatience{60'000};
// Rude clients wait for no answer. Without this they ask for more than the machine can do, and the queue before the
// polite ones grows without end.
constexpr std::int64_t kConnectionsMax = 32;
constexpr std::uint64_t kToldMax = 20;

struct Counts {
  std::atomic<std::uint64_t> asked{0};
  std::atomic<std::uint64_t> wrong{0};
  std::atomic<std::uint64_t> rude{0};
};

struct Polite {
  std::string name;
  std::string request;
  std::function<bool(const Answer&)> right;
};

Polite a_polite_request(std::mt19937& random) {
  const auto is_fine = [](const Answer& answer) { return answer.status == 200; };
  switch (random() % 7) {
    case 0:
      return {"small", get("/small"), [](const Answer& answer) { return answer.body == "hello"; }};
    case 1:
      return {"ready", get("/ready"), [](const Answer& answer) { return answer.body.size() == 8'192; }};
    case 2:
      return {"packed text", get("/text", "Accept-Encoding: gzip\r\n"),
              [](const Answer& answer) { return answer.header("content-encoding") == "gzip"; }};
    case 3:
      return {"range of a file", get("/file", "Range: bytes=100-199\r\n"),
              [](const Answer& answer) { return answer.body.size() == 100; }};
    case 4:
      return {"body in memory", post("/memory", std::string(random() % 1'001, 'x')), is_fine};
    case 5:
      return {"upload", post("/upload", std::string(random() % 200'000, 'x')), is_fine};
    default:
      return {"events", get("/events", "Last-Event-ID: 998\r\n"), is_fine};
  }
}

// One connection with a few polite requests, each with its one right answer; after a wrong one nobody knows where the
// next begins.
void be_polite(std::uint16_t port, std::mt19937& random, Counts& counts) {
  RawClient client(port);
  client.set_patience(kPatience);
  for (int i = 0; i < 20; ++i) {
    ++counts.asked;
    const Polite polite = a_polite_request(random);
    const auto start = Clock::now();
    const Answer answer = client.ask(polite.request);
    if (polite.right(answer)) continue;
    const auto took = std::chrono::duration_cast<milliseconds>(Clock::now() - start);
    if (++counts.wrong <= kToldMax) {
      std::cerr << "wrong: " + polite.name + ", number " + std::to_string(i) +
                       " of its connection: " + std::to_string(answer.status) + " " + answer.problem() + " after " +
                       std::to_string(took.count()) + " ms\n";
    }
    return;
  }
}

// One connection that ends badly.
void be_rude(std::uint16_t port, std::mt19937& random) {
  RawClient client(port);
  std::string noise(random() % 2'000, ' ');
  for (char& c : noise) c = static_cast<char>(random());
  switch (random() % 6) {
    case 0:
      client.send(noise);
      break;
    case 1:
      client.send(get("/small") + noise);
      break;
    case 2:
      client.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n" + noise);
      break;
    case 3:
      client.send("POST /memory HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n" + noise);
      break;
    case 4:
      client.send(get("/large") + get("/large"));
      break;
    default:
      client.send(get("/events"));
      (void)client.read_for(milliseconds(5));
  }
}

int soak(std::chrono::seconds time) {
  const auto server = std::make_unique<TestServer>([](api::ServerOptions& options) {
    options.deadlines.head = options.deadlines.stall = kDeadline;
    options.deadlines.linger = milliseconds(100);
    options.access_log = {};
  });
  const std::size_t descriptors_before = settled_descriptors();
  const auto start = Clock::now();
  Counts counts;
  std::vector<std::thread> clients;
  for (unsigned i = 0; i < 8; ++i) {
    clients.emplace_back([&, i] {
      std::mt19937 random(i);
      while (Clock::now() - start < time) {
        if (i % 2 == 0) {
          be_polite(server->port(), random, counts);
        } else {
          while (server->server->metrics().connections > kConnectionsMax) std::this_thread::sleep_for(milliseconds(1));
          be_rude(server->port(), random);
          ++counts.rude;
          std::this_thread::sleep_for(milliseconds(1));
        }
      }
    });
  }
  std::this_thread::sleep_for(time / 4);
  const std::size_t warm = resident_bytes();
  for (std::thread& client : clients) client.join();
  for (int i = 0; i < 3'000 && server->server->metrics().connections > 0; ++i)
    std::this_thread::sleep_for(milliseconds(10));
  const std::size_t grown = resident_bytes() > warm ? resident_bytes() - warm : 0;
  std::cout << counts.asked << " polite requests, " << counts.wrong << " answered wrongly, " << counts.rude
            << " rude connections; descriptors " << descriptors_before << " before, " << descriptors()
            << " after; memory " << (warm >> 20U) << " MB, grown by " << (grown >> 10U)
            << " KB; uploads left: " << server->uploads() << "\n";
  const bool flat = ledger::kSanitized || grown < (8U << 20U);  // a sanitizer keeps what was freed
  return counts.asked > 0 && counts.rude > 0 && counts.wrong == 0 && descriptors() == descriptors_before && flat &&
                 server->uploads() == 0
             ? 0
             : 1;
}

}  // namespace
}  // namespace http_test

int main(int argc, char** argv) {
  return argc == 2 ? http_test::soak(std::chrono::seconds(std::atoi(argv[1]))) : 2;
}
