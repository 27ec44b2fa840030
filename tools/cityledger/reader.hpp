// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Somebody who reads confidential fields in a party's name: shown what the rights allow, and written down before it
// is shown.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "attest/rights.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct Reader {
  std::string party;
  std::optional<attest::Digest> kid;  // the key by which it names itself; empty when the operator hands it out
};

// The moment it is for a command that only reads. Errors: kInvalid.
[[nodiscard]] Result<ledger::UnixMillis> present_moment(const attest::LedgerFolder& ledger,
                                                        const LedgerOptions& options);
// The party of that key, which must be at hand and in force. Errors: kNotFound, kKey.
[[nodiscard]] Result<Reader> reader_by_key(Session& session, const std::string& key_name, ledger::UnixMillis now);

// What a reader is shown of one statement.
struct Opened {
  std::map<std::string, std::string> values;    // by name
  std::vector<std::string> disclosures;         // the same, as they are encoded
  std::map<std::string, std::uint64_t> erased;  // digest to the entry that erased it
};
// Everything that this folder knows, as its operator may read it.
[[nodiscard]] Result<Opened> open_all(const attest::LedgerFolder& ledger, const attest::Statement& statement);
// What the reader may read. It is in the access log when this returns.
[[nodiscard]] Result<Opened> open_for(const attest::LedgerFolder& ledger, const Reader& reader,
                                      ledger::EntryIndex index, const attest::Statement& statement,
                                      ledger::UnixMillis now);

}  // namespace cityledger
