// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Files that commands read and write.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "attest/json.hpp"
#include "ledger/bytes.hpp"
#include "ledger/result.hpp"

namespace cityledger {

// Errors: kNotFound; kTooLarge over `bytes_max`; kStorage.
[[nodiscard]] ledger::Result<std::string> read_file(const std::filesystem::path& file, std::size_t bytes_max);
// Makes missing folders; another content takes the place of an old one at once, by renaming.
// Errors: kFull, kStorage.
[[nodiscard]] ledger::Result<void> write_file(const std::filesystem::path& file, std::string_view content);
[[nodiscard]] ledger::Result<void> write_file(const std::filesystem::path& file, ledger::ByteView content);
// JSON of any layout. Errors: those of read_file and parse_json, naming the file.
[[nodiscard]] ledger::Result<attest::Json> read_json_file(const std::filesystem::path& file);

inline constexpr std::size_t kJsonFileBytesMax = 32U << 20U;

}  // namespace cityledger
