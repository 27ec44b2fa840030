// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the service counts, and its text for Prometheus (exposition format 0.0.4).
//
// Labels are patterns of routes and classes of status, never a party, a value or an address: counts must not tell
// what is confidential. Threads: any.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace api {

class Metrics {
 public:
  static constexpr std::array<double, 10> kBucketsS = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 10};

  // REQUIRES: before any count. `patterns` are the label values, in the order of count()'s numbers; one more, "none",
  // counts what no route was found for.
  void name_routes(std::vector<std::string> patterns);
  // route: index in patterns; anything else is "none".
  void count(std::size_t route, unsigned status, std::chrono::nanoseconds took, std::uint64_t bytes);

  // What rises and falls.
  std::atomic<std::int64_t> connections{0};
  std::atomic<std::int64_t> streams{0};
  std::atomic<std::int64_t> queued{0};  // requests that wait for a worker
  // What only rises.
  std::atomic<std::uint64_t> connections_accepted{0};
  std::atomic<std::uint64_t> connections_refused{0};  // over a limit
  std::atomic<std::uint64_t> connections_cut{0};      // by a deadline
  std::atomic<std::uint64_t> requests_malformed{0};   // refused before a route was looked for
  std::atomic<std::uint64_t> requests_limited{0};     // 429
  std::atomic<std::uint64_t> requests_busy{0};        // 503: the queue was full

  // A figure from elsewhere, asked when the text is written. REQUIRES: before the server starts.
  void add_gauge(std::string name, std::string help, std::function<double()> value);
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::uint64_t requests() const;

 private:
  struct PerRoute {
    std::array<std::atomic<std::uint64_t>, 5> by_class{};  // 1xx … 5xx
    std::array<std::atomic<std::uint64_t>, kBucketsS.size() + 1> by_time{};
    std::atomic<std::uint64_t> nanoseconds{0};
    std::atomic<std::uint64_t> bytes{0};
  };
  void write_requests(std::string& out) const;
  void write_times(std::string& out) const;
  struct Gauge {
    std::string name, help;
    std::function<double()> value;
  };
  std::vector<std::string> patterns_{"none"};
  std::unique_ptr<PerRoute[]> routes_ = std::make_unique<PerRoute[]>(1);
  std::vector<Gauge> gauges_;
};

}  // namespace api
