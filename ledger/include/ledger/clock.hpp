// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Where the time comes from: the machine, or a value that a demonstration or a test sets.
#pragma once

#include <cstdint>

#include "ledger/ids.hpp"

namespace ledger {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual UnixMillis now() const = 0;
  // Milliseconds of a clock that nobody sets; only differences mean something.
  [[nodiscard]] virtual std::uint64_t monotonic_ms() const = 0;
};

// Any thread.
class MachineClock final : public Clock {
 public:
  [[nodiscard]] UnixMillis now() const override;
  [[nodiscard]] std::uint64_t monotonic_ms() const override;
};

// Stands still until told otherwise; the monotonic clock moves with it. One thread.
class SimulatedClock final : public Clock {
 public:
  explicit SimulatedClock(UnixMillis start) : now_(start) {}
  [[nodiscard]] UnixMillis now() const override { return now_; }
  [[nodiscard]] std::uint64_t monotonic_ms() const override { return now_.value; }
  void set(UnixMillis now) { now_ = now; }
  void advance_ms(std::uint64_t ms) { now_.value += ms; }

 private:
  UnixMillis now_;
};

}  // namespace ledger
