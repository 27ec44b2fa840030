// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Whole small files, read within a bound and written so that a crash leaves the old content or the new one; and
// what the operating system answers, in our words.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/result.hpp"

namespace ledger {

// kFull when the error number says that there is no room, else kStorage.
[[nodiscard]] Code code_of_errno(int error_number);
// "could not <action>: <what the system says>", about `file`.
[[nodiscard]] tl::unexpected<Error> fail_errno(std::string_view action, int error_number,
                                               const std::filesystem::path& file);

// Makes names created in the folder durable. An empty path is the present folder. Errors: kStorage.
[[nodiscard]] Result<void> sync_folder(const std::filesystem::path& folder);

// Each of two names in one folder becomes the other's, in one step that survives a power cut when this returns.
// Errors: kStorage, also where the file system knows no such step.
[[nodiscard]] Result<void> exchange_names(const std::filesystem::path& one, const std::filesystem::path& other);

// Errors: kNotFound; kTooLarge (over `bytes_max`); kStorage.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& file, std::size_t bytes_max);

enum class Sync : bool { kNo, kYes };
// Replaces the file in one step by way of a temporary name beside it; makes missing folders. With Sync::kYes it is
// durable when this returns; with kNo a power cut may bring the old content back. `permissions` are those of a new
// file, less the process's umask. Errors: kFull, kStorage.
[[nodiscard]] Result<void> replace_file(const std::filesystem::path& file, std::string_view content,
                                        Sync sync = Sync::kYes, unsigned permissions = 0644);

}  // namespace ledger
