// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>

#include "cityledger/command_line.hpp"
#include "cityledger/exit_codes.hpp"

namespace {

std::string exit_code_help() {
  std::string text = "Exit codes:\n";
  for (const auto& entry : cityledger::all_exit_codes()) {
    const std::string number = std::to_string(entry.code);
    text += "  " + std::string(number.size() < 2 ? 1 : 0, ' ') + number + "  " + std::string(entry.meaning) + "\n";
  }
  return text;
}

// 0 unless text goes to a terminal.
std::size_t screen_columns() {
  winsize size{};
  return isatty(STDOUT_FILENO) != 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

std::string cityledger::words_of(const CLI::App* sub) {
  const CLI::App* above = sub->get_parent();
  return above == nullptr || above->get_parent() == nullptr ? sub->get_name() : words_of(above) + " " + sub->get_name();
}

int main(int argc, char** argv) {
  CLI::App app{"Audit-trail and attestation ledger for city indicator certificates", "cityledger"};
  cityledger::LedgerOptions ledger;
  cityledger::ConsoleStyle style;
  std::function<int(cityledger::Console&)> chosen;
  app.fallthrough();
  app.require_subcommand(1);
  app.set_version_flag("--version", CITYLEDGER_VERSION);
  const auto* folder = app.add_option("--ledger", ledger.folder, "The ledger's folder")
                           ->envname("CITYLEDGER_LEDGER")
                           ->capture_default_str();
  app.add_option("--keys", ledger.keys, "Folder with the private keys (default: LEDGER/keys)");
  app.add_option("--passphrase-file", ledger.passphrase_file,
                 "File whose first line unlocks the keys (default: CITYLEDGER_PASSPHRASE, else asked for)")
      ->envname("CITYLEDGER_PASSPHRASE_FILE");
  app.add_option("--clock", ledger.clock, "The moment it is, for a ledger with a simulated clock");
  app.add_option("--server", ledger.server,
                 "Address of a ledger's server: --ledger is then the folder of a mirror that is checked and brought "
                 "forward (default: ~/.local/share/cityledger/HOST), and what is appended is sent")
      ->envname("CITYLEDGER_SERVER");
  app.add_option("--trust", ledger.trust, "With --server: the trust folder that names its ledger; needed once");
  app.add_option("--reader", ledger.reader, "With --server: key by whose party confidential fields are read");
  app.add_flag("--json", style.json, "Answer with JSON");
  app.add_flag("--quiet", style.quiet, "No remarks, no progress");
  app.footer(exit_code_help());

  cityledger::CommandLine line{app, ledger, chosen};
  cityledger::add_setup_commands(line);
  cityledger::add_work_commands(line);
  cityledger::add_certificate_commands(line);
  cityledger::add_pki_commands(line);
  cityledger::add_value_commands(line);
  cityledger::add_proof_commands(line);
  cityledger::add_service_commands(line);
  cityledger::add_data_commands(line);  // adds to commands of the others
  try {
    app.parse(argc, argv);
    if (!ledger.server.empty() && folder->count() == 0) ledger.folder.clear();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? cityledger::kExitDone : cityledger::kExitUsage;
  }
  style.terminal = isatty(STDERR_FILENO) != 0;
  style.columns = screen_columns();
  cityledger::Console console(std::cout, std::cerr, style);
  return chosen(console);
}
