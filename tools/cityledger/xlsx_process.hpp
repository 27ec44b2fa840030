// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A workbook read by another process, which holds no key, opens no file and no connection (cityledger-sheet): foreign
// files of such complicated formats are not parsed where keys are.
#pragma once

#include <filesystem>

#include "cityledger/sheet.hpp"
#include "ledger/result.hpp"

namespace cityledger {

// cityledger-sheet beside the running program.
[[nodiscard]] std::filesystem::path sheet_program();

// Whether the file is an archive or an old workbook, which CSV never is. False when it cannot be read.
[[nodiscard]] bool looks_like_workbook(const std::filesystem::path& file);

// Errors: kNotFound; kInvalid, kTooLarge of the workbook; kStorage when the program cannot be started.
[[nodiscard]] ledger::Result<Workbook> read_workbook(const std::filesystem::path& file,
                                                     const std::filesystem::path& program = sheet_program());

}  // namespace cityledger
