// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Files in: the only contact of this program with the world.
#pragma once

#include <filesystem>
#include <string>

#include "certs/trust.hpp"

namespace cityledger_verify {

// Reads one byte more than may be judged, so that verify() sees that a file is too large.
// Errors: kNotFound with the file's name.
[[nodiscard]] ledger::Result<std::string> read_file(const std::filesystem::path& file);
// From log.vkey, genesis, policy, did.json, and ca.pem where there is one. Errors: kNotFound; kInvalid with the file's
// name.
[[nodiscard]] ledger::Result<certs::Trust> read_trust(const std::filesystem::path& folder);

}  // namespace cityledger_verify
