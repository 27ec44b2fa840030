// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Reads what was stored and computes it again: after every commit, and at every start for the ledger's tail.
#pragma once

#include "ledger/store.hpp"

namespace ledger {

inline constexpr std::uint64_t kTailEntries = 256;  // looked at when a ledger is started

// Bodies against leaf nodes, chain values, head and root from `first` to the end, from stored bytes only.
// Gives the stored head. Errors: kCorrupt names what differs; kStorage.
[[nodiscard]] Result<Head> read_back(const Store& store, EntryIndex first);

}  // namespace ledger
