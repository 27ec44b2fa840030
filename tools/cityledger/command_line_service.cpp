// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/command_line.hpp"
#include "cityledger/serve.hpp"

namespace cityledger {

void add_service_commands(CommandLine& line) {
  auto* sub = line.app.add_subcommand("serve", "Put the ledger on the network");
  auto& options = line.bind<ServeOptions>(sub, run_serve);
  sub->add_option("--config", options.config, "TOML file that says how (default: --ledger on 127.0.0.1:8080)");
  sub->add_option("--http", options.http, "HOST:PORT without TLS, instead of the configuration's; may be repeated")
      ->allow_extra_args(false);
  sub->add_flag("--simulated-clock", options.simulated_clock, "Serve a ledger whose clock is simulated");
  sub->add_flag("--print-config", options.print_config, "Say how it would be set up, and stop");
}

}  // namespace cityledger
