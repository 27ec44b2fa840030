// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What waits for the writer. Whatever waits when the writer comes is one batch, up to the limit.
//
// Threads: push() from any; pop() from one.
#pragma once

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <vector>

#include "ledger/sequencer.hpp"

namespace ledger {

struct Job {
  enum class Kind : std::uint8_t { kSubmit, kDryRun, kSeal };
  Kind kind = Kind::kSubmit;
  std::vector<Bytes> statements;
  std::promise<Result<Answer>> answer{};
};

class BatchQueue {
 public:
  // Errors: kBusy when kQueueEntriesMax statements wait; kHalted after close_to_submitters().
  [[nodiscard]] Result<std::future<Result<Answer>>> push(Job job);
  // A seal is let in although submitters are not. Errors: kHalted after stop().
  [[nodiscard]] Result<std::future<Result<Answer>>> push_seal();

  // Waits for jobs; empty once stop() was called and nothing is left.
  [[nodiscard]] std::vector<Job> pop_batch();

  void close_to_submitters();
  void stop();

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Job> jobs_;
  std::size_t statements_ = 0;
  bool closed_ = false;
  bool stopped_ = false;
};

}  // namespace ledger
