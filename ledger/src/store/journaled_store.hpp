// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A store made durable by one write: a commit goes into the journal, and the database gets what has gathered there a
// little later, in one transaction of its own. FORMAT.md, "Journal".
#pragma once

#include <memory>

#include "ledger/lmdb_store.hpp"
#include "store/journal.hpp"

namespace ledger {

// First the database gets what it lacks of an earlier writer's journal, and is read back as far as
// that reaches. What it cannot take over now it is offered again at each commit; a damaged one is opened for reading
// and for replace_derived() alone.
// Errors: kStale when the journal goes on where the database does not end; kCorrupt, kStorage.
// Errors of commit(): kFull, kStorage, also when the database cannot take over what is pending: nothing was changed;
// kHalted: the fate of a write is unknown, or the database is damaged.
// Durability: commit() returns after one synced write, or after the database's own syncs for a large batch.
// The destructor hands everything over to the database; what fails then is done by the next writer.
[[nodiscard]] Result<std::unique_ptr<Store>> write_through_journal(std::unique_ptr<Store> behind,
                                                                   std::unique_ptr<Journal> journal,
                                                                   JournalOptions options);

}  // namespace ledger
