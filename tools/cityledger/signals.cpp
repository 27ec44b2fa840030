// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/signals.hpp"

#include <ctime>

namespace cityledger {

Signals::Signals(std::initializer_list<int> wanted) {
  sigemptyset(&wanted_);
  for (const int signal : wanted) sigaddset(&wanted_, signal);
  pthread_sigmask(SIG_BLOCK, &wanted_, &before_);
}

Signals::~Signals() {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

std::optional<int> Signals::wait_for(std::chrono::milliseconds time) const {
  const timespec limit{time.count() / 1'000, (time.count() % 1'000) * 1'000'000};
  const int signal = sigtimedwait(&wanted_, nullptr, &limit);
  if (signal < 0) return std::nullopt;  // none in that time, or another one's handler ran
  return signal;
}

}  // namespace cityledger
