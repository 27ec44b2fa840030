// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Whether the clock can be believed: it must not be far behind the ledger, nor drift from the clock nobody sets.
#pragma once

#include "ledger/clock.hpp"
#include "ledger/result.hpp"

namespace ledger {

class ClockWatch {
 public:
  explicit ClockWatch(const Clock& clock)
      : clock_(&clock), start_ms_(clock.now().value), start_monotonic_ms_(clock.monotonic_ms()) {}

  // max(clock, last). Errors: kClock when more than kClockBackMillisMax behind `last`, or when the clock
  // moved against the monotonic one by more than kClockJumpMillisMax since this object was made.
  [[nodiscard]] Result<UnixMillis> time_after(UnixMillis last) const;

 private:
  const Clock* clock_;
  std::uint64_t start_ms_;
  std::uint64_t start_monotonic_ms_;
};

}  // namespace ledger
