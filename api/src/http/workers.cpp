// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "http/workers.hpp"

namespace api {

Workers::Workers(unsigned threads, std::size_t queue_max) : queue_max_(queue_max) {
  threads_.reserve(threads);
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

bool Workers::run(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_ || queue_.size() >= queue_max_) return false;
    queue_.push_back(std::move(job));
  }
  more_.notify_one();
  return true;
}

void Workers::run_ending(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopped_) {
      endings_.push_back(std::move(job));
      job = nullptr;
    }
  }
  if (job) return job();
  more_.notify_one();
}

void Workers::drop_queued() {
  std::deque<Job> dropped;  // they end after the lock does
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  dropped.swap(queue_);
}

void Workers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  more_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Workers::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    more_.wait(lock, [this] { return stopped_ || !queue_.empty() || !endings_.empty(); });
    std::deque<Job>& jobs = endings_.empty() ? queue_ : endings_;
    if (jobs.empty()) return;
    const Job job = std::move(jobs.front());
    jobs.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
}

}  // namespace api
