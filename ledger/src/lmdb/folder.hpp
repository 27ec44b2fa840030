// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A database folder opened for one of the three uses.
#pragma once

#include "lmdb/env.hpp"

namespace ledger {

struct OpenFolder {
  std::unique_ptr<WriterLock> lock;  // none when for reading
  std::shared_ptr<Env> env;
};

// `first` writes what a new database starts with. Errors: see open_lmdb_store.
[[nodiscard]] Result<OpenFolder> open_folder(const std::filesystem::path& folder, OpenMode mode,
                                             const EnvFormat& format,
                                             const std::function<Result<void>(WriteTxn&)>& first);

}  // namespace ledger
