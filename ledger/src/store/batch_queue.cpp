// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/batch_queue.hpp"

#include <utility>

#include "ledger/limits.hpp"

namespace ledger {

namespace {

tl::unexpected<Error> stopped() {
  return fail(Code::kHalted, "the ledger was closed: open it anew");
}

}  // namespace

Result<void> BatchQueue::push(Job& job) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_ || stopped_) return stopped();
    if (statements_ + job.statements.size() > kQueueEntriesMax) {
      return fail(Code::kBusy, "too many statements are waiting: try again");
    }
    statements_ += job.statements.size();
    jobs_.push_back(std::move(job));
    wake = !taken_ && (jobs_.size() == 1 || is_ready());
  }
  if (wake) arrived_.notify_one();
  return {};
}

Result<void> BatchQueue::push_seal(Job& job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return stopped();
    jobs_.push_back(std::move(job));
  }
  arrived_.notify_one();
  return {};
}

void BatchQueue::announce() {
  const std::lock_guard lock(mutex_);
  ++announced_;
}

void BatchQueue::withdraw() {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    --announced_;
    wake = !taken_ && is_ready() && !jobs_.empty();
  }
  if (wake) arrived_.notify_one();
}

bool BatchQueue::is_ready() const {
  return stopped_ || closed_ || announced_ == 0 || statements_ >= kLingerStatementsMax;
}

bool BatchQueue::take_turn(std::size_t own) {
  const std::lock_guard lock(mutex_);
  if (taken_ || !jobs_.empty() || announced_ > own || closed_ || stopped_) return false;
  taken_ = true;
  return true;
}

void BatchQueue::end_turn() {
  const std::lock_guard lock(mutex_);
  taken_ = false;
  if (!jobs_.empty()) arrived_.notify_one();
}

std::vector<Job> BatchQueue::pop_batch(std::chrono::microseconds linger_max) {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [this] { return !taken_ && (stopped_ || !jobs_.empty()); });
  arrived_.wait_for(lock, linger_max, [this] { return is_ready(); });
  std::vector<Job> batch;
  std::size_t statements = 0;
  while (!jobs_.empty() && statements + jobs_.front().statements.size() <= kBatchEntriesMax) {
    statements += jobs_.front().statements.size();
    batch.push_back(std::move(jobs_.front()));
    jobs_.pop_front();
  }
  statements_ -= statements;
  taken_ = !batch.empty();
  return batch;
}

void BatchQueue::close_to_submitters() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  arrived_.notify_all();
}

void BatchQueue::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  arrived_.notify_all();
}

}  // namespace ledger
