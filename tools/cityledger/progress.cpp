// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/progress.hpp"

#include <chrono>
#include <memory>

namespace cityledger {

std::string with_thousands(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t place = digits.size(); place > 3;) {
    place -= 3;
    digits.insert(place, ",");
  }
  return digits;
}

ledger::Progress draw_progress(Console& console, std::string what) {
  if (!console.terminal()) return {};
  using Clock = std::chrono::steady_clock;
  auto last = std::make_shared<Clock::time_point>();
  return [&console, what = std::move(what), last](std::uint64_t done, std::uint64_t total) {
    const Clock::time_point now = Clock::now();
    if (done >= total) return console.progress({});
    if (now - *last < std::chrono::milliseconds(100)) return;
    *last = now;
    const std::uint64_t percent = total == 0 ? 100 : done * 100 / total;
    console.progress(what + " " + with_thousands(done) + " of " + with_thousands(total) + " (" +
                     std::to_string(percent) + " %)");
  };
}

}  // namespace cityledger
