// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What waits to be written, and whose turn it is to write. Whatever waits at a turn's beginning, and what is announced
// and comes directly, is one batch, up to the limit. Turns are taken one at a time; each ends with end_turn(), and what
// one thread did in its turn the next one sees.
//
// Threads: pop_batch() from one, the others from any.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

#include "ledger/sequencer.hpp"

namespace ledger {

struct Job {
  enum class Kind : std::uint8_t { kSubmit, kDryRun, kSeal };
  Kind kind = Kind::kSubmit;
  std::vector<Bytes> statements;
  Sequencer::Done done;
};

class BatchQueue {
 public:
  // Errors: kBusy when kQueueEntriesMax statements wait; kHalted after close_to_submitters().
  // The job is taken only when there is no error, and so it is with those of push_seal().
  [[nodiscard]] Result<void> push(Job& job);
  // A seal is let in although submitters are not. Errors: kHalted after stop().
  [[nodiscard]] Result<void> push_seal(Job& job);

  // A submission is on its way; or it has been pushed, or will not come.
  void announce();
  void withdraw();

  // For who comes alone: the turn without any waiting, for a job that was not pushed. False while another writes, when
  // anything waits, is announced beyond `own`, or nothing may be pushed.
  [[nodiscard]] bool take_turn(std::size_t own);
  // Takes the turn and what waits; empty, and no turn, once stop() was called and nothing is left. Jobs wait for what
  // is announced, `linger_max` at most.
  [[nodiscard]] std::vector<Job> pop_batch(std::chrono::microseconds linger_max);
  void end_turn();

  void close_to_submitters();
  void stop();

 private:
  [[nodiscard]] bool is_ready() const;  // REQUIRES: mutex_
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Job> jobs_;
  std::size_t statements_ = 0;
  std::size_t announced_ = 0;
  bool taken_ = false;  // the turn
  bool closed_ = false;
  bool stopped_ = false;
};

}  // namespace ledger
