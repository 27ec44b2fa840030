// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What everybody may know of an entry, as lists and the feed tell it.
#pragma once

#include "api/service.hpp"

namespace api {

// {"index","leaf","signer","subject","time","type"}. Errors: kCorrupt, kStorage.
[[nodiscard]] Result<attest::Json> entry_facts(const attest::LedgerFolder& ledger, ledger::EntryIndex index);

}  // namespace api
