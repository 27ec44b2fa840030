// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a session needs of the thread that it lives on, and of the server: so that a session can be tested and fuzzed
// without a network.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "api/server.hpp"
#include "http/connection_counts.hpp"
#include "http/finish.hpp"

namespace api {

using TimePoint = std::chrono::steady_clock::time_point;

class Home {
 public:
  virtual ~Home() = default;
  [[nodiscard]] virtual TimePoint now() = 0;
  [[nodiscard]] virtual const std::string& date_line() = 0;    // "Date: …", with its line end
  [[nodiscard]] virtual std::string new_id() = 0;              // of a request
  virtual void post(std::function<void()> job) = 0;            // on this thread, soon; from any thread
  virtual void post_beginning(std::function<void()> job) = 0;  // the same after what is posted; from this thread
  virtual void after(std::chrono::milliseconds time, std::function<void()> job) = 0;
  // On a thread that may block. False: the queue is full.
  [[nodiscard]] virtual bool to_worker(std::function<void()> job) = 0;
  virtual void to_disk(std::function<void()> job) = 0;  // for short reads and writes of files
  // On a thread that may block, whatever waits there: the end of a request that has begun.
  virtual void end_on_worker(std::function<void()> job) = 0;
  // Of a request that is answered later: while anybody holds it this object lives, and takes what is posted. Null when
  // too many are underway.
  [[nodiscard]] virtual std::shared_ptr<void> stay() = 0;
  [[nodiscard]] virtual ReadyMemo& memo() = 0;

  const Router* router = nullptr;
  const ServerOptions* options = nullptr;
  Metrics* metrics = nullptr;
  std::atomic<std::uint64_t>* held_bytes = nullptr;     // of bodies in memory, all connections together
  std::atomic<std::uint64_t>* sending_bytes = nullptr;  // of large answers in memory, the same
  ConnectionCounts* streams = nullptr;                  // event streams that are open
  std::string strict_transport_line;                    // for answers over TLS, with its line end; empty: none
};

// Who is told how an operation on the wire ended.
class WireUser : public std::enable_shared_from_this<WireUser> {
 public:
  virtual ~WireUser() = default;
  virtual void on_open(bool ok) = 0;
  virtual void on_read(bool ok, std::size_t bytes) = 0;
  virtual void on_written(bool ok, std::size_t bytes) = 0;
  virtual void on_ended() = 0;
};

// The other end. At most one read and one other operation at a time; the user is told later, on its thread, and lives
// until then.
class Wire {
 public:
  virtual ~Wire() = default;
  void set_user(WireUser& user) { user_ = &user; }
  virtual void open() = 0;  // before anything else: the handshake of TLS
  [[nodiscard]] virtual bool is_tls() const { return false; }
  virtual void read_some(std::span<char> into) = 0;
  virtual void write_some(std::string_view first, std::string_view second) = 0;
  // Writes what goes at once and tells nobody but the caller how much that was.
  [[nodiscard]] virtual std::size_t write_now(std::string_view first, std::string_view second) = 0;
  virtual void end_sending() = 0;  // the other end sees the end; we may go on reading
  virtual void close() = 0;        // operations that run end soon, not ok

 protected:
  WireUser* user_ = nullptr;
};

}  // namespace api
