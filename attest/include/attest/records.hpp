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
  PublicKey ledger_key;  // the present one: of the next seal, receipt and checkpoint
  struct Earlier {
    PublicKey key;
    UnixMillis overlap_until;  // until then it signs checkpoints too
    EntryRef rotated;          // the ledger.key_rotated that it signed
  };
  std::vector<Earlier> earlier_keys = {};  // oldest first
};

// The ledger's key for seals and receipts when it has that many entries.
[[nodiscard]] const PublicKey& ledger_key_at(const ConfigRecord& config, TreeSize size);

// The certifier's choices in force: those adopted last, or the defaults.
struct PolicyRecord {
  std::int64_t version = 0;  // 0: none adopted yet
  std::int64_t recovery_hours = 72;
  std::int64_t overlap_days = 90;
  std::optional<EntryRef> entry = {};
};

struct WitnessPolicyRecord {
  std::string policy;  // C2SP tlog-policy
  EntryRef entry;
};

// The latest version of one template.
struct TemplateRecord {
  TemplatePublished published;
  EntryRef entry;
};

struct PartyRecord {
  PartyRegistered party;            // as updated last
  EntryRef entry;                   // of its registration
  std::optional<EntryRef> updated;  // the latest update
};

struct KeyRecord {
  std::string party;
  std::string holder;
  PublicKey key;
  std::vector<std::string> roles;
  UnixMillis valid_from;
  UnixMillis valid_until;  // exclusive
  EntryRef authorised;
  std::optional<EntryRef> revoked;                 // the revocation that counts
  std::optional<UnixMillis> revoked_at = {};       // time of that entry
  std::optional<UnixMillis> untrusted_since = {};  // of a compromised key, when the certifier set an earlier moment
  std::optional<std::string> delegate = {};        // the organisation that acts for the party with it
  std::optional<Digest> takes_place_of = {};       // of a recovered key: the lost one
  std::optional<Digest> recovered_by = {};         // of a lost key: the one that would take its place, or does
};

// One adoption; its amendments are adoptions of their own.
struct StandardRecord {
  std::string catalogue_json;  // canonical
  EntryRef entry;
  std::vector<EntryRef> amended = {};  // the adoptions before this one, oldest first
};

struct ProgrammeRecord {
  ProgrammeOpened opened;
  EntryRef entry;
};

struct CycleRecord {
  std::string city;
  std::string standard;
  int data_year = 0;
  std::string notice;        // empty when none
  std::string programme;     // empty when none
  std::string submit_until;  // day, inclusive; empty when none
  std::string decide_until;  // day, inclusive; empty when none
  EntryRef enrolled;
  std::optional<EntryRef> withdrawn;  // the latest enrolment was ended; the city may be enrolled again
  std::optional<EntryRef> review;     // the latest one
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
  std::string unit;  // empty unless reported
  std::string value_digest;
  std::vector<EntryRef> evidence;
  std::optional<EntryRef> withdrawn;     // the city took the live version back
  std::vector<EntryRef> replaced;        // earlier submissions, oldest first
  std::vector<EntryRef> decisions;       // every decision on any version, oldest first
  std::optional<EntryRef> decision;      // the latest one that settled a round on the live version
  std::optional<Verdict> verdict;        // its verdict
  std::vector<std::string> acceptances;  // holders who accepted the live version, sorted
  std::vector<std::string> deciders;     // holders who decided on any version, sorted
  int rounds = 0;                        // settled, on any version
};

struct EvidenceRecord {
  EntryRef entry;
  std::string registered_by;
  std::optional<std::string> provider;
  std::string retention_until;      // day
  std::optional<EntryRef> expired;  // the statement that ended it
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
[[nodiscard]] Result<PolicyRecord> get_policy(const ledger::StateReader& state);
[[nodiscard]] Result<std::optional<WitnessPolicyRecord>> get_witness_policy(const ledger::StateReader& state);
[[nodiscard]] Result<std::optional<TemplateRecord>> get_template(const ledger::StateReader& state, std::string_view id);
[[nodiscard]] Result<std::optional<PartyRecord>> get_party(const ledger::StateReader& state, std::string_view id);
[[nodiscard]] Result<std::optional<KeyRecord>> get_key(const ledger::StateReader& state, const Digest& kid);
[[nodiscard]] Result<std::optional<StandardRecord>> get_standard(const ledger::StateReader& state, std::string_view id);
// The adoption that is this entry, in force or amended since.
[[nodiscard]] Result<std::optional<StandardRecord>> get_standard_at(const ledger::StateReader& state,
                                                                    std::string_view id, EntryIndex adoption);
[[nodiscard]] Result<std::optional<ProgrammeRecord>> get_programme(const ledger::StateReader& state,
                                                                   std::string_view id);
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
// The disclosure.erased that took this digest's disclosure away.
[[nodiscard]] Result<std::optional<EntryIndex>> get_erased(const ledger::StateReader& state, std::string_view digest);
// How many entries lie up to the last disclosure.erased, that one counted; 0 when there is none.
[[nodiscard]] Result<TreeSize> get_erasures_end(const ledger::StateReader& state);
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

// Whether a recovered key has taken the place of this one at that moment. One that was revoked before it became
// valid, as by a contest, takes no place.
[[nodiscard]] Result<bool> is_replaced(const ledger::StateReader& state, const KeyRecord& key, UnixMillis at);

// Ids in byte order. Errors: kCorrupt, kStorage.
[[nodiscard]] Result<std::vector<std::string>> list_parties(const ledger::StateReader& state);
[[nodiscard]] Result<std::vector<Digest>> list_keys(const ledger::StateReader& state);
[[nodiscard]] Result<std::vector<std::string>> list_templates(const ledger::StateReader& state);
[[nodiscard]] Result<std::vector<std::string>> list_standards(const ledger::StateReader& state);
[[nodiscard]] Result<std::vector<std::string>> list_programmes(const ledger::StateReader& state);
[[nodiscard]] Result<std::vector<std::string>> list_cycles(const ledger::StateReader& state);
[[nodiscard]] Result<std::vector<std::string>> list_cycles_of(const ledger::StateReader& state, std::string_view city);
[[nodiscard]] Result<std::vector<std::string>> list_certificates(const ledger::StateReader& state);
// Of one city, under any standard.
[[nodiscard]] Result<std::vector<std::string>> list_certificates_of(const ledger::StateReader& state,
                                                                    std::string_view city);
// The same from that number on, which need not exist: so many at most, and no more are read.
[[nodiscard]] Result<std::vector<std::string>> certificates_from(const ledger::StateReader& state,
                                                                 std::string_view number, std::size_t count_max);
[[nodiscard]] Result<std::vector<std::string>> certificates_of_from(const ledger::StateReader& state,
                                                                    std::string_view city, std::string_view number,
                                                                    std::size_t count_max);
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
