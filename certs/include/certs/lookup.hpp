// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Things of a ledger by the names people type. A wrong name is answered with the names that there are.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "attest/catalogue.hpp"
#include "attest/ledger_folder.hpp"
#include "certs/did.hpp"
#include "certs/words.hpp"

namespace certs {

// Errors of all: kNotFound with what exists; kCorrupt, kStorage.
[[nodiscard]] Result<attest::PartyRecord> find_party(const ledger::StateReader& state, const std::string& id);
[[nodiscard]] Result<attest::CycleRecord> find_cycle(const ledger::StateReader& state, const std::string& id);
[[nodiscard]] Result<attest::ProgrammeRecord> find_programme(const ledger::StateReader& state, const std::string& id);
[[nodiscard]] Result<attest::StandardRecord> find_standard(const ledger::StateReader& state, const std::string& id);
// The one in force.
[[nodiscard]] Result<attest::Catalogue> find_catalogue(const ledger::StateReader& state, const std::string& id);
// The one in force; for a cycle with a certificate the one by which that was issued.
[[nodiscard]] Result<attest::Catalogue> catalogue_of(const ledger::StateReader& state,
                                                     const attest::CycleRecord& cycle);
// The one by which the certificate was issued.
[[nodiscard]] Result<attest::Catalogue> catalogue_by(const ledger::StateReader& state,
                                                     const attest::CertificateRecord& certificate);
[[nodiscard]] Result<attest::CertificateRecord> find_certificate(const ledger::StateReader& state,
                                                                 const std::string& number);
// The only DID document of the ledger when `did` is empty.
[[nodiscard]] Result<DidDocument> find_did(const ledger::StateReader& state, const std::string& did);

// The level reached by what is accepted in a cycle.
struct Standing {
  attest::Catalogue catalogue;
  std::vector<attest::LineageItem> accepted;
  attest::Counts counts;
  std::string level;  // empty when none is reached
};
[[nodiscard]] Result<Standing> standing_of(const ledger::StateReader& state, const std::string& cycle);

// What everything said about that cycle must repeat, one line "notice: ..." each: the cycle's own notice, and that
// the clock is simulated. Empty when neither is so. Just the clock's when `cycle` is no cycle.
[[nodiscard]] std::string notice_lines(const attest::LedgerFolder& ledger, const std::string& cycle,
                                       std::string_view indent = "");

// "submissions to 2018-06-30, decisions to 2018-09-30" on a line; empty when the cycle has no last days.
[[nodiscard]] std::string last_days_text(const attest::CycleRecord& record, std::string_view indent = "");

// Calls `visit` for every entry of that type, in order.
[[nodiscard]] Result<void> each_of_type(
    const attest::LedgerFolder& ledger, std::string_view type,
    const std::function<Result<void>(ledger::EntryIndex, const attest::EntryFacts&)>& visit);

[[nodiscard]] attest::EntryRef ref_of(ledger::EntryIndex index, const attest::EntryFacts& facts);
// One line of a list of entries.
[[nodiscard]] Json entry_line_json(ledger::EntryIndex index, const attest::EntryFacts& facts);

}  // namespace certs
