// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A server on loopback over a small table of routes, one for each way in which a handler can answer or take a body.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api/server.hpp"
#include "support/raw_client.hpp"
#include "support/temp_folder.hpp"

namespace http_test {

// GET  /small           memory, "hello", asked for again        inline
// GET  /large           2 MB of text in memory                  worker
// GET  /ready           ready body of 8 KB, immutable           inline
// GET  /text            ready body of 20 KB of text             inline
// GET  /file            a file of 300,000 bytes with an ETag    worker
// GET  /secret          never kept, from no other origin        worker
// GET  /wait            answers when release() is called        worker
// GET  /held            answers when release() is called        later
// GET  /slow            takes 20 ms of its connection's thread  later
// POST /later           says where its rest ran: the body asks for "now", "inline", "worker", "throw", "throw-then"
// GET  /events          counts up from Last-Event-ID; ends at 1,000
// GET  /silent          an event stream that says nothing       inline
// GET  /broken          throws
// POST /memory          up to 1,000 bytes, says how many        worker
// POST /inline          the same                                inline
// POST /upload          a file of up to 1,000,000 bytes         worker
class TestServer {
 public:
  explicit TestServer(const std::function<void(api::ServerOptions&)>& change = [](api::ServerOptions&) {});
  ~TestServer();

  [[nodiscard]] std::uint16_t port() const { return server->port(); }
  [[nodiscard]] std::size_t uploads() const;  // files in the upload folder
  void release();
  [[nodiscard]] int handled() const { return handled_; }  // requests that reached a handler
  [[nodiscard]] int ended() const { return ended_; }      // of POST /later

  [[nodiscard]] int announced() const { return announced_; }  // requests for /slow that have come and not begun

  ledger_test::TempFolder folder;
  api::Router router;
  std::unique_ptr<api::Server> server;
  std::vector<std::string> log();

 private:
  void add_bodies();
  void add_later();
  void add_others();
  std::mutex mutex_;
  std::condition_variable released_;
  bool open_ = false;
  std::vector<api::Resume> held_;
  std::vector<std::string> log_;
  std::atomic<int> handled_{0};
  std::atomic<int> ended_{0};
  std::atomic<int> announced_{0};
};

// "GET PATH HTTP/1.1" with Host and those header lines, each with its end.
[[nodiscard]] std::string get(const std::string& path, const std::string& lines = {});
[[nodiscard]] std::string post(const std::string& path, const std::string& body, const std::string& lines = {});

}  // namespace http_test
