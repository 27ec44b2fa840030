// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The writing side of the derived state, and the records that the policy alone reads.
#pragma once

#include "attest/catalogue.hpp"
#include "attest/records.hpp"

namespace attest {

// What the policy asks of one indicator at every submission; the whole catalogue is large.
struct IndicatorRecord {
  std::string unit;
  bool dropped = false;  // by an amendment
};

// What key material is for.
enum class KeyUse : std::uint8_t { kStatements, kCredentials };

void put_config(ledger::State& state, const ConfigRecord& record);
void put_policy(ledger::State& state, const PolicyRecord& record);
void put_witness_policy(ledger::State& state, const WitnessPolicyRecord& record);
void put_template(ledger::State& state, const TemplateRecord& record);
void put_party(ledger::State& state, const PartyRecord& record);
void put_key(ledger::State& state, const KeyRecord& record);
void put_standard(ledger::State& state, std::string_view id, const StandardRecord& record);
void put_amended(ledger::State& state, std::string_view id, const StandardRecord& record);
void put_programme(ledger::State& state, const ProgrammeRecord& record);
void put_rules(ledger::State& state, std::string_view standard, const CatalogueRules& rules);
void put_indicator(ledger::State& state, std::string_view standard, std::string_view code,
                   const IndicatorRecord& record);
void put_cycle(ledger::State& state, std::string_view id, const CycleRecord& record);
void put_live(ledger::State& state, std::string_view cycle, std::string_view indicator, const LiveRecord& record);
void put_evidence(ledger::State& state, const EvidenceRecord& record);
void put_certificate(ledger::State& state, const CertificateRecord& record);  // and its place among its city's
void put_basis(ledger::State& state, std::string_view number, const CertificateBasis& record);
// The certificate rests on entries signed by that key, the latest of them at `latest`.
void put_rests_on(ledger::State& state, const Digest& kid, std::string_view certificate, UnixMillis latest);
void put_case(ledger::State& state, const CaseRecord& record);
void put_pdf(ledger::State& state, const Digest& pdf, std::string_view certificate);
void put_entry_facts(ledger::State& state, EntryIndex index, const EntryFacts& record);
void put_erased(ledger::State& state, std::string_view digest, EntryIndex by);
void put_erasures_end(ledger::State& state, TreeSize end);
void put_did(ledger::State& state, std::string_view did, const DidRecord& record);
void put_status_list(ledger::State& state, const StatusListRecord& record);
void put_duplicate(ledger::State& state, const Digest& identity, const Digest& kid, EntryIndex first);
void put_holder(ledger::State& state, std::string_view party, std::string_view holder, EntryIndex since);
// That the record of `by` names that party among its affiliations.
void put_tie(ledger::State& state, std::string_view named, std::string_view by);
void put_status_index(ledger::State& state, std::int64_t index, std::string_view certificate);
void put_key_use(ledger::State& state, ByteView x, KeyUse use);

[[nodiscard]] Result<std::optional<CatalogueRules>> get_rules(const ledger::StateReader& state,
                                                              std::string_view standard);
// Of the catalogue in force; empty for one that an amendment dropped.
[[nodiscard]] Result<std::optional<IndicatorRecord>> get_indicator(const ledger::StateReader& state,
                                                                   std::string_view standard, std::string_view code);
[[nodiscard]] Result<std::optional<EntryIndex>> get_duplicate(const ledger::StateReader& state, const Digest& identity,
                                                              const Digest& kid);
[[nodiscard]] Result<std::optional<KeyUse>> get_key_use(const ledger::StateReader& state, ByteView x);
// Whether this person holds or held a key of that party.
[[nodiscard]] Result<bool> is_holder(const ledger::StateReader& state, std::string_view party, std::string_view holder);

// Calls `visit` with each certificate that rests on entries signed by that key, and with the time of the latest.
[[nodiscard]] Result<void> each_resting_on(
    const ledger::StateReader& state, const Digest& kid,
    const std::function<void(std::string_view number, UnixMillis latest)>& visit);

// The parties whose records name this one among their affiliations, in byte order.
[[nodiscard]] Result<std::vector<std::string>> list_tied_to(const ledger::StateReader& state, std::string_view party);

// Calls `visit` with each indicator that has a live submission, in byte order of the codes.
[[nodiscard]] Result<void> each_live(const ledger::StateReader& state, std::string_view cycle,
                                     const std::function<void(std::string_view indicator, const LiveRecord&)>& visit);
[[nodiscard]] Result<Catalogue> catalogue_of(const StandardRecord& record);

}  // namespace attest
