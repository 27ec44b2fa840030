// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Threads that may block, with a bounded queue before them.
#pragma once

#include <condition_variable>
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
  ~Workers() { stop(); }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False when the queue is full, or after drop_queued() or stop().
  [[nodiscard]] bool run(Job job);
  // The end of something that has begun: there is always room for it, and it is run before stop() returns. After
  // drop_queued() it is run here.
  void run_ending(Job job);
  // Takes no more jobs and forgets those that are queued, but for endings.
  void drop_queued();
  // Takes no more jobs, and returns when those that run or are queued have ended.
  void stop();

 private:
  void work();
  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<Job> queue_;
  std::deque<Job> endings_;  // before the queue
  const std::size_t queue_max_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace api
