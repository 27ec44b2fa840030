// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/command_line.hpp"

namespace cityledger {

void add_proof_commands(CommandLine& line) {
  static_cast<void>(line);
}

}  // namespace cityledger
