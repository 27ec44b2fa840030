// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What each command does with --server.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace cityledger {

enum class ServerUse : std::uint8_t {
  kWorks,    // on the mirror; what it appends is sent
  kLocal,    // needs no ledger: as without --server
  kRefused,  // works only where the ledger itself lies
};

struct ServerCommand {
  std::string_view command;  // "key new"
  ServerUse use = ServerUse::kRefused;
  std::string_view why;  // when refused
};

// Sorted by command.
[[nodiscard]] const std::vector<ServerCommand>& server_commands();
// A command that the table does not know is refused.
[[nodiscard]] ServerCommand server_command(std::string_view command);

}  // namespace cityledger
