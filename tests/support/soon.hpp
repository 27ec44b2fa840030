// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What another thread does is waited for, not expected at once.
#pragma once

#include <chrono>
#include <thread>

namespace ledger_test {

template <typename Holds>
[[nodiscard]] bool soon(const Holds& holds, std::chrono::seconds patience = std::chrono::seconds(10)) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

}  // namespace ledger_test
