// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Threads that may block, with a bounded queue before them.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace api {

class Workers {
 public:
  using Job = std::function<void()>;  // must not throw
  Workers(unsigned threads, std::size_t queue_max);
  ~Workers() { stop(Queued::kRun); }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False when the queue is full or stop() was called.
  [[nodiscard]] bool run(Job job);
  // Returns when what runs, and what is queued if it is to run, has ended.
  enum class Queued : std::uint8_t { kRun, kDrop };
  void stop(Queued queued);

 private:
  void work();
  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<Job> queue_;
  const std::size_t queue_max_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace api
