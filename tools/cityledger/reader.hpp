// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Who reads with a command, and at which moment.
#pragma once

#include <string>

#include "attest/reader.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

// The moment it is for a command that only reads. Errors: kInvalid.
[[nodiscard]] Result<ledger::UnixMillis> present_moment(const attest::LedgerFolder& ledger,
                                                        const LedgerOptions& options);
// The party of that key, which must be at hand and in force. Errors: kNotFound, kKey.
[[nodiscard]] Result<attest::Reader> reader_by_key(Session& session, const std::string& key_name,
                                                   ledger::UnixMillis now);

}  // namespace cityledger
