// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The last signed head, kept in a file beside the database so that readers have proofs without the ledger key.
// Not trusted: it is signed, and it can be made again from the store.
#pragma once

#include <filesystem>

#include "attest/ledger_folder.hpp"

namespace attest {

[[nodiscard]] Result<void> write_signed_head(const std::filesystem::path& file, const LedgerFolder::SignedHead& head);
// Errors: kNotFound, kCorrupt.
[[nodiscard]] Result<LedgerFolder::SignedHead> read_signed_head(const std::filesystem::path& file);

}  // namespace attest
