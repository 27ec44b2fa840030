// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A session's home without threads, clock or network: everything happens when run() or step() is called, in the order
// in which it was asked for.
#pragma once

#include <deque>

#include "http/session.hpp"

namespace http_test {

class FakeHome final : public api::Home {
 public:
  FakeHome(const api::Router& router_in, const api::ServerOptions& options_in) {
    router = &router_in;
    options = &options_in;
    metrics = options_in.metrics.get();
    held_bytes = &held;
    sending_bytes = &sending;
    streams = &open_streams;
  }
  api::TimePoint now() override { return time; }
  const std::string& date_line() override { return date; }
  std::string new_id() override { return "id"; }
  void post(std::function<void()> job) override { jobs.push_back(std::move(job)); }
  void after(std::chrono::milliseconds, std::function<void()> job) override { jobs.push_back(std::move(job)); }
  bool to_worker(std::function<void()> job) override {
    jobs.push_back(std::move(job));
    return true;
  }
  void to_disk(std::function<void()> job) override { jobs.push_back(std::move(job)); }
  void post_beginning(std::function<void()> job) override { post(std::move(job)); }
  void end_on_worker(std::function<void()> job) override { post(std::move(job)); }
  std::shared_ptr<void> stay() override { return std::make_shared<int>(); }
  api::ReadyMemo& memo() override { return memo_; }

  void step() {
    const auto job = std::move(jobs.front());
    jobs.pop_front();
    job();
  }
  // False when it does not come to an end.
  [[nodiscard]] bool run() {
    for (int steps = 0; !jobs.empty(); ++steps) {
      if (steps == 100'000) return false;
      step();
    }
    return true;
  }
  std::atomic<std::uint64_t> held{0};
  std::atomic<std::uint64_t> sending{0};
  api::ConnectionCounts open_streams{8, 8};
  api::TimePoint time{};
  std::string date = "Date: x\r\n";
  std::deque<std::function<void()>> jobs;

 private:
  api::ReadyMemo memo_;
};

}  // namespace http_test
