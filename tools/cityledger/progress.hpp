// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Progress of long work: a line drawn over itself on a terminal, nothing elsewhere.
#pragma once

#include <string>

#include "cityledger/console.hpp"
#include "ledger/fsck.hpp"

namespace cityledger {

// Draws "WHAT 12,000 of 48,000 (25 %)", at most about ten times a second. The console must outlive it.
[[nodiscard]] ledger::Progress draw_progress(Console& console, std::string what);

// "12,345,678"
[[nodiscard]] std::string with_thousands(std::uint64_t number);

}  // namespace cityledger
