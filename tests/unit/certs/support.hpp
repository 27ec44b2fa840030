// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "certs/verify.hpp"

namespace certs_test {

// Empty when it cannot be read.
[[nodiscard]] std::string read_file(const std::filesystem::path& file);
// A folder of other people's test data; empty when this machine does not have it.
[[nodiscard]] std::optional<std::filesystem::path> others_vectors(std::string_view folder);

[[nodiscard]] attest::Json json_of(std::string_view text);
[[nodiscard]] ledger::Bytes from_hex(std::string_view hex);

[[nodiscard]] certs::CheckState state_of(const certs::Verdict& verdict, std::string_view check);
[[nodiscard]] std::string detail_of(const certs::Verdict& verdict, std::string_view check);
// The names of the checks that failed, with blanks between.
[[nodiscard]] std::string failed_checks(const certs::Verdict& verdict);

}  // namespace certs_test
