// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger standard: adopt a catalogue, list, show it with what no source confirms.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "attest/catalogue.hpp"
#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct StandardAdoptOptions {
  LedgerOptions ledger;
  std::filesystem::path file;
  bool amend = false;  // in place of the adoption in force
  std::string signer = "registrar";
};
[[nodiscard]] int run_standard_adopt(const StandardAdoptOptions& options, Console& console);

struct StandardListOptions {
  LedgerOptions ledger;
};
[[nodiscard]] int run_standard_list(const StandardListOptions& options, Console& console);

struct StandardShowOptions {
  LedgerOptions ledger;
  std::string standard;
  std::optional<std::uint64_t> adoption = {};  // the entry of an earlier one; none: the one in force
};
[[nodiscard]] int run_standard_show(const StandardShowOptions& options, Console& console);

[[nodiscard]] std::string catalogue_text(const attest::Catalogue& catalogue);

}  // namespace cityledger
