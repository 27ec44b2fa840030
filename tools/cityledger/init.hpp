// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger init: a new ledger with its keys, its first entry and its first seal.
#pragma once

#include <string>
#include <vector>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct InitOptions {
  LedgerOptions ledger;
  std::string origin;  // ledger.attest.example/demo
  std::string clock_kind = "machine";
  std::string certifier;           // party id
  std::vector<std::string> names;  // "Name" or "fr=Nom"
  std::string country;
  std::string root = "root";  // name of the root key
  std::string root_holder;
};
[[nodiscard]] int run_init(const InitOptions& options, Console& console);

// "Name", "en=Name", "fr=Nom" -> names by language. Errors: kInvalid.
[[nodiscard]] Result<attest::Names> parse_names(const std::vector<std::string>& texts);

}  // namespace cityledger
