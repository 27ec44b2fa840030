// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// One thread that moves bytes: an event loop with its own listening sockets (SO_REUSEPORT) and the sessions that it
// accepted. A session never changes its thread.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "http/connection_counts.hpp"
#include "http/home.hpp"
#include "http/session.hpp"
#include "http/tls.hpp"
#include "http/workers.hpp"

namespace api {

// The TLS files in use; connections keep those that they began with. Threads: any.
class TlsSource {
 public:
  void set(std::shared_ptr<boost::asio::ssl::context> tls) {
    const std::lock_guard lock(mutex_);
    tls_ = std::move(tls);
  }
  [[nodiscard]] std::shared_ptr<boost::asio::ssl::context> get() const {
    const std::lock_guard lock(mutex_);
    return tls_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<boost::asio::ssl::context> tls_;
};

// What all loops of a server share; outlives them.
struct Shared {
  const Router& router;
  ServerOptions options;
  TlsSource tls;
  ConnectionCounts counts;
  ConnectionCounts streams;
  Workers workers;
  Workers disk;
  std::atomic<std::uint64_t> held_bytes{0};
  std::atomic<std::uint64_t> sending_bytes{0};
  std::atomic<std::uint64_t> underway{0};  // requests that are answered later
};

class Loop final : public Home {
 public:
  explicit Loop(Shared& shared);
  ~Loop() override;

  // Before start(). The port that it listens on. `first`: no other loop of ours listens there yet. Errors: kInvalid,
  // kBusy.
  [[nodiscard]] Result<std::uint16_t> listen(const Listen& where, std::uint16_t port, bool first);
  void start();
  void stop_accepting();  // and let sessions end; from any thread
  [[nodiscard]] std::size_t sessions() const { return session_count_; }
  void cut_all();  // from any thread
  void join();     // ends the thread

  TimePoint now() override { return std::chrono::steady_clock::now(); }
  const std::string& date_line() override { return date_line_; }
  std::string new_id() override;
  void post(std::function<void()> job) override;
  void post_beginning(std::function<void()> job) override;
  void after(std::chrono::milliseconds time, std::function<void()> job) override;
  bool to_worker(std::function<void()> job) override { return shared_.workers.run(std::move(job)); }
  void to_disk(std::function<void()> job) override { (void)shared_.disk.run(std::move(job)); }
  void end_on_worker(std::function<void()> job) override { shared_.workers.run_ending(std::move(job)); }
  std::shared_ptr<void> stay() override;
  ReadyMemo& memo() override { return memo_; }

 private:
  struct Asio;  // the event loop, its sockets and timers
  struct Door;  // one listening socket
  void accept(Door& door);
  void welcome(Door& door, void* socket);
  void turn_away(void* socket, const std::string& address, bool for_its_address);
  void tick();
  void run_due();
  [[nodiscard]] std::vector<std::shared_ptr<Session>> alive();
  [[nodiscard]] std::shared_ptr<void> hold();  // counted in underway
  void come_to_turn();

  Shared& shared_;
  ReadyMemo memo_;
  std::string date_line_;
  std::uint64_t id_seed_;
  std::uint64_t ids_ = 0;
  std::chrono::milliseconds tick_;
  std::vector<std::weak_ptr<Session>> sessions_;
  std::atomic<std::size_t> session_count_{0};
  std::size_t turned_away_ = 0;  // of them, connections over a limit that are being told so
  bool accepting_ = true;
  std::mutex posted_mutex_;
  std::vector<std::function<void()>> posted_;     // by any thread: one wake-up for all of them
  std::deque<std::function<void()>> due_;         // taken from posted_; this thread's
  std::deque<std::function<void()>> beginnings_;  // this thread's
  bool turn_comes_ = false;                       // for what is due, or begins
  std::unique_ptr<Asio> asio_;
  std::thread thread_;
};

}  // namespace api
