// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the program's exit code says. The same table stands in --help and in the man page.
// Verdicts of `verify` have the codes 10 to 16, 20 and 21 (certs::exit_code).
#pragma once

#include <string_view>
#include <vector>

#include "ledger/result.hpp"

namespace cityledger {

inline constexpr int kExitDone = 0;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitRefused = 5;
inline constexpr int kExitDifference = 40;  // audit or fsck found one

[[nodiscard]] int exit_code(ledger::Code code);

struct ExitCodeText {
  int code = 0;
  std::string_view meaning;
};
// By rising code.
[[nodiscard]] const std::vector<ExitCodeText>& all_exit_codes();

}  // namespace cityledger
