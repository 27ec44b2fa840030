// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger serve: the ledger on the network, until a signal ends it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct ServeOptions {
  LedgerOptions ledger;
  std::filesystem::path config;   // TOML; empty: defaults with the options below
  std::vector<std::string> http;  // addresses without TLS, instead of the configuration's
  bool simulated_clock = false;   // serve a ledger whose clock is simulated
  bool print_config = false;      // say how it would be set up, and stop
};
// SIGTERM and SIGINT end it when the running requests are answered; SIGHUP reads the TLS files anew.
[[nodiscard]] int run_serve(const ServeOptions& options, Console& console);

}  // namespace cityledger
