// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the operating system answers, in our words, and folders made durable.
#pragma once

#include <filesystem>
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

}  // namespace ledger
