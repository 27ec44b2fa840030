// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Signals as something to wait for, instead of something that interrupts.
#pragma once

#include <chrono>
#include <csignal>
#include <initializer_list>
#include <optional>

namespace cityledger {

// Blocks these for this thread and all that it starts from now on. Make it before the first thread.
class Signals {
 public:
  explicit Signals(std::initializer_list<int> wanted);
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  // The next one; nothing when none came in that time.
  [[nodiscard]] std::optional<int> wait_for(std::chrono::milliseconds time) const;

 private:
  sigset_t wanted_{};
  sigset_t before_{};
};

}  // namespace cityledger
