// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Derived state as the policy writes it and as the tools read it. Stored as versioned records (cereal) beside
// the entries, in the same commit; never hashed or signed, never read from anybody else.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attest/certificate_state.hpp"
#include "attest/lineage.hpp"
#include "attest/statement_types.hpp"
#include "ledger/state.hpp"

namespace attest {

struct Catalogue;

struct ConfigRecord {
  std::string origin;
  Digest genesis;
  ClockKind clock = ClockKind::kMachine;
  std::string certifier;
  PublicKey ledger_key;
};

struct PartyRecord {
  PartyRegistered party;
  EntryRef entry;
};

struct KeyRecord {
  std::string party;
  std::string holder;
  PublicKey key;
  std::vector<std::string> roles;
  UnixMillis valid_from;
  UnixMillis valid_until;  // exclusive
  EntryRef authorised;
  std::optional<EntryRef> revoked;
};

struct StandardRecord {
  std::string catalogue_json;  // canonical
  EntryRef entry;
};

struct CycleRecord {
  std::string city;
  std::string standard;
  int data_year = 0;
  std::string notice;  // empty when none
  EntryRef enrolled;
  std::optional<EntryRef> review;  // the latest one
  bool review_recommends_issue = false;
  std::string reviewer_holder;
  Digest reviewed_lineage_root;
  Digest reviewed_data_root;
  std::optional<std::string> certificate;  // its number; the cycle is closed then
  std::optional<std::string> corrects;     // the number of the certificate whose correction reopened the cycle
  std::optional<EntryRef> reopened;        // by that statement, the latest time
};

// The live submission of one indicator in one cycle.
struct LiveRecord {
  EntryRef submission;
  ValueState state = ValueState::kReported;
  std::string value_digest;
  std::vector<EntryRef> evidence;
  std::vector<EntryRef> replaced;     // earlier submissions, oldest first
  std::vector<EntryRef> decisions;    // every decision on any version, oldest first
  std::optional<EntryRef> decision;   // the latest one on the live version
  std::optional<Verdict> verdict;     // its verdict
  std::vector<std::string> deciders;  // holders who decided on any version, sorted
  int rounds = 0;
};

struct EvidenceRecord {
  EntryRef entry;
  std::string registered_by;
  std::optional<std::string> provider;
};

// A PDF of a certificate.
struct RenderedRecord {
  Digest pdf;
  std::string renderer;
  EntryRef entry;
};

struct CertificateRecord {
  CertificateIssued issued;
  EntryRef entry;
  UnixMillis time;
  std::string city;
  std::string standard;  // the standard's name, any edition: "ISO 37120"
  EntryRef adoption;     // the standard.adopted that it was issued by
  std::string issuer_holder;
  std::string reviewer_holder;
  CertificateState state = CertificateState::kValid;
  std::vector<StatusEvent> history;  // in the order of the ledger
  bool correction_open = false;      // its cycle is open again, for the certificate that supersedes it
  std::vector<RenderedRecord> renderings;
};

// What a certificate rested on when it was issued, whatever was said in its cycle later.
struct CertificateBasis {
  std::vector<LineageItem> lineage;  // in catalogue order
  std::vector<EntryRef> evidence;    // of those submissions, without repeats
  EntryRef enrolled;
  EntryRef standard;
  EntryRef review;
};

struct CaseRecord {
  CaseOpened opened;
  EntryRef entry;
  std::string opened_by;  // party
  std::optional<CaseDecided> decision;
  std::optional<EntryRef> decided;
};

struct EntryFacts {
  std::string type;
  std::string subject;
  std::string signer_party;
  Digest kid;
  Digest leaf;
  UnixMillis time;
  std::vector<std::string> sd;  // digests of its confidential fields
};

// Each reads one record. A missing one is empty. Errors: kCorrupt, kNewer, kStorage.
[[nodiscard]] Result<std::optional<ConfigRecord>> get_config(const ledger::StateReader& state);
[[nodiscard]] Result<std::optional<PartyRecord>> get_party(const ledger::StateReader& state, std::string_view id);
[[nodiscard]] Result<std::optional<KeyRecord>> get_key(const ledger::StateReader& state, const Digest& kid);
[[nodiscard]] Result<std::optional<StandardRecord>> get_standard(const ledger::StateReader& state, std::string_view id);
[[nodiscard]] Result<std::optional<CycleRecord>> get_cycle(const ledger::StateReader& state, std::string_view id);
[[nodiscard]] Result<std::optional<LiveRecord>> get_live(const ledger::StateReader& state, std::string_view cycle,
                                                         std::string_view indicator);
[[nodiscard]] Result<std::optional<EvidenceRecord>> get_evidence(const ledger::StateReader& state, EntryIndex index);
[[nodiscard]] Result<std::optional<CertificateRecord>> get_certificate(const ledger::StateReader& state,
                                                                       std::string_view number);
[[nodiscard]] Result<std::optional<CertificateBasis>> get_basis(const ledger::StateReader& state,
                                                                std::string_view number);
[[nodiscard]] Result<std::optional<CaseRecord>> get_case(const ledger::StateReader& state, std::string_view number);
// The certificate that has that PDF.
[[nodiscard]] Result<std::optional<std::string>> get_certificate_of_pdf(const ledger::StateReader& state,
                                                                        const Digest& pdf);
[[nodiscard]] Result<std::optional<EntryFacts>> get_entry_facts(const ledger::StateReader& state, EntryIndex index);
// The latest DID document of that DID, canonical JSON, and the entry that published it.
struct DidRecord {
  std::string document_json;
  EntryRef entry;
};
[[nodiscard]] Result<std::optional<DidRecord>> get_did(const ledger::StateReader& state, std::string_view did);

// The latest status list at that address, and its entry.
struct StatusListRecord {
  StatusListPublished published;
  EntryRef entry;
};
[[nodiscard]] Result<std::optional<StatusListRecord>> get_status_list(const ledger::StateReader& state,
                                                                      std::string_view address);
// The number of the certificate with that status index.
[[nodiscard]] Result<std::optional<std::string>> get_certificate_at_status_index(const ledger::StateReader& state,
                                                                                 std::int64_t index);

// Ids in byte order. Errors: kCorrupt, kStorage.
[[nodiscard]] Result<std::vector<std::string>> list_parties(const ledger::StateReader& state);
[[nodiscard]] Result<std::vector<Digest>> list_keys(const ledger::StateReader& state);
[[nodiscard]] Result<std::vector<std::string>> list_standards(const ledger::StateReader& state);
[[nodiscard]] Result<std::vector<std::string>> list_cycles(const ledger::StateReader& state);
[[nodiscard]] Result<std::vector<std::string>> list_certificates(const ledger::StateReader& state);
// Of one city, under any standard.
[[nodiscard]] Result<std::vector<std::string>> list_certificates_of(const ledger::StateReader& state,
                                                                    std::string_view city);
[[nodiscard]] Result<std::vector<std::string>> list_cases(const ledger::StateReader& state);
[[nodiscard]] Result<std::vector<std::string>> list_dids(const ledger::StateReader& state);
[[nodiscard]] Result<std::vector<std::string>> list_status_lists(const ledger::StateReader& state);
// Indicators with a live submission in the cycle.
[[nodiscard]] Result<std::vector<std::string>> list_live(const ledger::StateReader& state, std::string_view cycle);

// Whether a certificate of this cycle is the city's first under that standard, any edition. Revoked ones and those
// of the same cycle do not count.
[[nodiscard]] Result<bool> is_first_certificate(const ledger::StateReader& state, std::string_view cycle,
                                                std::string_view city, std::string_view standard);

// The accepted reported indicators of a cycle, profile ones too, in catalogue order.
[[nodiscard]] Result<std::vector<LineageItem>> accepted_items(const ledger::StateReader& state, std::string_view cycle,
                                                              const Catalogue& catalogue);

}  // namespace attest
