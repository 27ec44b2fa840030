// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/clock_watch.hpp"

#include <algorithm>
#include <string>

#include "ledger/limits.hpp"

namespace ledger {

Result<UnixMillis> ClockWatch::time_after(UnixMillis last) const {
  const UnixMillis now = clock_->now();
  const std::uint64_t expected = start_ms_ + (clock_->monotonic_ms() - start_monotonic_ms_);
  const std::uint64_t jump = now.value > expected ? now.value - expected : expected - now.value;
  if (jump > kClockJumpMillisMax) {
    return fail(Code::kClock, "the clock jumped by " + std::to_string(jump) +
                                  " ms since the start: set it right, or restart to accept it");
  }
  if (now.value + kClockBackMillisMax < last.value) {
    return fail(Code::kClock, "the clock is " + std::to_string(last.value - now.value) +
                                  " ms behind the last entry: set it right, or wait");
  }
  return std::max(now, last);
}

}  // namespace ledger
