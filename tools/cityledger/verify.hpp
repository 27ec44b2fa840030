// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger verify: the verdict of cityledger-verify, with the trust of a folder or of the ledger at hand.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct VerifyOptions {
  LedgerOptions ledger;
  std::filesystem::path file;
  std::filesystem::path trust;  // empty: from the ledger
  std::string did;
  std::optional<std::string> at;  // day or moment; now
  std::vector<std::filesystem::path> status;
  std::vector<std::filesystem::path> crls;
};
[[nodiscard]] int run_verify(const VerifyOptions& options, Console& console);

}  // namespace cityledger
