// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// http_soak SECONDS: many clients of every kind at once, polite, hostile, slow and vanishing. Every answer to a polite
// one must be right, and at the end descriptors are those of the beginning and memory is that of the first quarter.
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include "test_server.hpp"

namespace http_test {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

std::size_t descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

std::size_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t all = 0;
  std::size_t resident = 0;
  file >> all >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

struct Counts {
  std::atomic<std::uint64_t> asked{0};
  std::atomic<std::uint64_t> wrong{0};
};

// One connection with a few polite requests, each with its one right answer.
void be_polite(std::uint16_t port, std::mt19937& random, Counts& counts) {
  RawClient client(port);
  for (int i = 0; i < 20; ++i) {
    ++counts.asked;
    bool right = false;
    switch (random() % 7) {
      case 0:
        right = client.ask(get("/small")).body == "hello";
        break;
      case 1:
        right = client.ask(get("/ready")).body.size() == 8'192;
        break;
      case 2:
        right = client.ask(get("/text", "Accept-Encoding: gzip\r\n")).header("content-encoding") == "gzip";
        break;
      case 3:
        right = client.ask(get("/file", "Range: bytes=100-199\r\n")).body.size() == 100;
        break;
      case 4:
        right = client.ask(post("/memory", std::string(random() % 1'001, 'x'))).status == 200;
        break;
      case 5:
        right = client.ask(post("/upload", std::string(random() % 200'000, 'x'))).status == 200;
        break;
      default:
        right = client.ask(get("/events", "Last-Event-ID: 998\r\n")).status == 200;
    }
    if (!right) ++counts.wrong;
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
    options.deadlines.head = options.deadlines.stall = milliseconds(500);
    options.deadlines.linger = milliseconds(100);
    options.access_log = {};
  });
  const std::size_t descriptors_before = descriptors();
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
          be_rude(server->port(), random);
          std::this_thread::sleep_for(milliseconds(1));
        }
      }
    });
  }
  std::this_thread::sleep_for(time / 4);
  const std::size_t warm = resident_bytes();
  for (std::thread& client : clients) client.join();
  for (int i = 0; i < 500 && server->server->metrics().connections > 0; ++i)
    std::this_thread::sleep_for(milliseconds(10));
  const std::size_t grown = resident_bytes() > warm ? resident_bytes() - warm : 0;
  std::cout << counts.asked << " polite requests, " << counts.wrong << " answered wrongly; descriptors "
            << descriptors_before << " before, " << descriptors() << " after; memory " << (warm >> 20U)
            << " MB, grown by " << (grown >> 10U) << " KB; uploads left: " << server->uploads() << "\n";
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  const bool flat = true;  // a sanitizer keeps what was freed
#else
  const bool flat = grown < (8U << 20U);
#endif
  return counts.asked > 0 && counts.wrong == 0 && descriptors() == descriptors_before && flat && server->uploads() == 0
             ? 0
             : 1;
}

}  // namespace
}  // namespace http_test

int main(int argc, char** argv) {
  return argc == 2 ? http_test::soak(std::chrono::seconds(std::atoi(argv[1]))) : 2;
}
