// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger certificate badge: a picture for a city's web site that says what its certificate's status is.
#pragma once

#include <filesystem>
#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct BadgeOptions {
  LedgerOptions ledger;
  std::string number;
  std::string language = "en";
  std::filesystem::path out;  // SVG file; empty: the screen
};
[[nodiscard]] int run_certificate_badge(const BadgeOptions& options, Console& console);

}  // namespace cityledger
