// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A look at the first two pages of a database file before LMDB maps it: LMDB believes what they say, and a
// file that was cut short would end the process at the first page that is not there.
#pragma once

#include <filesystem>

#include "ledger/result.hpp"

namespace ledger {

// Errors: kCorrupt (not such a file, damaged, or truncated); kStorage.
[[nodiscard]] Result<void> check_meta_pages(const std::filesystem::path& data_file);

}  // namespace ledger
