// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Who may read which confidential field: one table, and the function that applies it. STATEMENTS.md prints it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attest/statement.hpp"
#include "ledger/state.hpp"

namespace attest {

// What a party is to a statement.
enum class Relation : std::uint8_t {
  kSigner,
  kCity,       // whose cycle or certificate it is about; of evidence: whose accepted value cites it
  kVerifier,   // accredited, on that day, for the standard of such a cycle
  kProvider,   // named as the one the evidence comes from
  kOpener,     // who opened the case that it decides
  kCertifier,  // of this ledger
  kAuditor,    // any party of that kind
};
[[nodiscard]] std::string_view to_text(Relation relation);  // "signer" and so on

struct Right {
  std::string_view type;
  std::string_view field;
  std::vector<Relation> readers;
  bool published = false;  // everybody, once a certificate rests on the value (or on one that cites the evidence)
};
// One row for each confidential field of each type, by type and field.
[[nodiscard]] const std::vector<Right>& all_rights();

// What that party is to the statement at that index, on that day. Errors: kCorrupt, kStorage.
[[nodiscard]] Result<std::vector<Relation>> relations_of(const ledger::StateReader& state, EntryIndex index,
                                                         const Body& body, std::string_view party, UnixMillis now);
// What that party is to a cycle on that day, and so to what is said in it: of kCity, kVerifier, kCertifier and
// kAuditor. Errors: kCorrupt, kStorage.
[[nodiscard]] Result<std::vector<Relation>> relations_to_cycle(const ledger::StateReader& state, std::string_view cycle,
                                                               std::string_view party, UnixMillis now);
// Whether an issued certificate, in force or not, rests on the submission, or on one that cites the evidence.
[[nodiscard]] Result<bool> is_published(const ledger::StateReader& state, EntryIndex index, const Body& body);
// The names of the confidential fields that the party may read; an empty party is an outsider. Same errors.
[[nodiscard]] Result<std::vector<std::string>> readable_fields(const ledger::StateReader& state, EntryIndex index,
                                                               const Body& body, std::string_view party,
                                                               UnixMillis now);

}  // namespace attest
