// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger demo: a whole ledger with its story, in the order of its (simulated) dates. A city's real figures end
// without a certificate; a sample city gets one; then everything is verified from the files alone.
#pragma once

#include <filesystem>

#include "cityledger/console.hpp"

namespace cityledger {

struct DemoOptions {
  std::filesystem::path out;
  bool quick = false;  // one year of real figures instead of five
};
[[nodiscard]] int run_demo(const DemoOptions& options, Console& console);

}  // namespace cityledger
