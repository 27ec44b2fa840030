// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A store that a writer of any process fills through a journal, for reading. FORMAT.md, "Journal".
#pragma once

#include <filesystem>
#include <memory>

#include "ledger/store.hpp"

namespace ledger {

// Every read sees whatever was committed before it. There may be no
// journal yet. Errors: kStale as above, after a second of trying; kCorrupt, kStorage.
[[nodiscard]] Result<std::unique_ptr<Store>> read_through_journal(std::unique_ptr<Store> behind,
                                                                  std::filesystem::path file);

}  // namespace ledger
