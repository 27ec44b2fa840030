// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The members of each statement type, after parsing. Names are those of the JSON. STATEMENTS.md says who signs
// what and which names must be disclosed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "attest/json.hpp"
#include "attest/public_key.hpp"
#include "ledger/ids.hpp"

namespace attest {

using ledger::EntryIndex;
using ledger::TreeSize;
using ledger::UnixMillis;

// Members that every payload has.
struct Common {
  std::string nonce;             // base64url of 128 bits
  std::optional<Digest> ledger;  // genesis; absent in entry 0 alone
};

// Cites an entry by place and content.
struct EntryRef {
  EntryIndex index;
  Digest leaf;
  friend bool operator==(const EntryRef&, const EntryRef&) = default;
};

using Names = std::map<std::string, std::string>;  // language tag -> name; "en" at least

enum class ClockKind : std::uint8_t { kMachine, kSimulated };
enum class PartyKind : std::uint8_t { kCity, kProvider, kVerifier, kCertifier, kProgramme, kAuditor };
enum class ValueState : std::uint8_t { kReported, kNotAvailable, kNotApplicable };
enum class Verdict : std::uint8_t { kAccepted, kRejected, kClarification };

struct LedgerOpened {
  struct RootKey {
    PublicKey key;
    std::string holder;
    Bytes proof;  // COSE proof of possession
  };
  std::string origin;
  ClockKind clock = ClockKind::kMachine;
  PublicKey ledger_key;
  std::int64_t policy_version = 1;
  std::string certifier;  // party id
  Names certifier_names;
  std::string certifier_country;
  std::vector<RootKey> root_keys;
};

struct LedgerSeal {
  TreeSize size;
  Digest chain;
  UnixMillis time;
};

struct Affiliation {
  std::string party;
  std::string from;  // day
  std::optional<std::string> until;
  bool ownership = false;  // one owns the other, in whole or part; else any other tie
  friend bool operator==(const Affiliation&, const Affiliation&) = default;
};

struct Accreditation {
  std::string body;
  std::string number;
  std::vector<std::string> standards;
  std::string valid_from;
  std::string valid_until;
};

struct PartyRegistered {
  std::string party;
  PartyKind kind = PartyKind::kCity;
  Names names;
  std::string country;  // ISO 3166-1 alpha-2
  std::optional<std::string> region;
  std::optional<std::int64_t> population;
  std::vector<Affiliation> affiliations;
  std::optional<Accreditation> accreditation;
};

// The next key for checkpoints, seals and receipts. The present one goes on signing checkpoints beside it.
struct LedgerKeyRotated {
  PublicKey next_key;
  Bytes proof;                // COSE proof of possession
  std::string overlap_until;  // moment; until then both sign checkpoints
};

// The certifier's own choices where the design leaves one.
struct PolicyAdopted {
  std::int64_t version = 1;
  std::int64_t recovery_hours = 0;  // how long a recovered key waits, so that the old one can contest
  std::int64_t overlap_days = 0;    // the least time in which two ledger keys sign checkpoints
};

struct WitnessPolicyAdopted {
  std::string policy;  // C2SP tlog-policy
};

struct TemplatePublished {
  struct Font {
    std::string name;
    Digest digest;
  };
  struct Library {
    std::string name;
    std::string version;
  };
  std::string id;
  std::int64_t version = 1;
  Digest digest;  // of the template's package
  std::vector<Font> fonts;
  std::vector<Library> libraries;  // that draw it
};

// Everything about a party again; what is left out is no longer so, but affiliations are only ever ended.
struct PartyUpdated {
  PartyRegistered party;
};

struct KeyAuthorised {
  std::string party;
  std::string holder;
  PublicKey key;
  std::vector<std::string> roles;  // sorted
  std::string valid_from;          // moment
  std::string valid_until;
  Bytes proof;                               // COSE proof of possession
  std::optional<std::string> delegate = {};  // the organisation that acts for the party, in words
};

// Takes the place of a key that was lost, after a delay in which that key may contest.
struct KeyRecovered {
  std::string party;
  std::string holder;
  PublicKey key;
  std::vector<std::string> roles;  // sorted
  std::string valid_from;          // moment; not before the delay is over
  std::string valid_until;
  Bytes proof;  // COSE proof of possession
  Digest lost;  // the key id of the lost key
};

struct KeyRevoked {
  std::string party;
  Digest kid;
  std::string reason;
  std::optional<std::string> since = {};  // moment; from when a compromised key is not trusted
};

struct StandardAdopted {
  std::string standard;
  Json catalogue;
  std::optional<EntryRef> amends = {};  // the adoption that this one takes the place of
};

// A partner's round: who may enter, on which terms.
struct ProgrammeOpened {
  std::string programme;  // `PARTY/ROUND`
  Names names;
  std::vector<std::string> standards;
  std::string rate;        // e.g. "subsidised"
  std::int64_t years = 1;  // cycles that a city may enter on these terms
  std::string from;        // day; enrolments are taken from then
  std::string until;       // day; to then, inclusive
};

struct CityEnrolled {
  std::string cycle;
  std::string city;
  std::string standard;
  int data_year = 0;
  std::optional<std::string> notice;          // a sentence that everything about this cycle repeats, e.g. "sample data"
  std::optional<std::string> programme = {};  // `PARTY/ROUND`
  std::optional<std::string> submit_until = {};  // day, inclusive: first submissions
  std::optional<std::string> decide_until = {};  // day, inclusive: decisions and what answers them
};

struct CityWithdrawn {
  std::string cycle;
  std::string reason;  // "city_request", "programme_ended", "deadline" or "other"
};

struct EvidenceRegistered {
  std::optional<std::string> provider;
  std::string media_type;
  std::int64_t size = 0;
  std::string period;
  std::string retention_until;  // day
};

struct EvidenceExpired {
  EntryRef evidence;
  std::string reason;  // "retention", "request" or "law"
};

struct ValueSubmitted {
  struct Period {
    std::string label;  // as the source prints it
    int year = 0;       // in which it ends
  };
  std::string cycle;
  std::string indicator;
  ValueState state = ValueState::kReported;
  std::optional<std::string> unit;
  std::optional<Period> period;
  std::vector<EntryRef> evidence;
  std::optional<EntryRef> replaces;
  std::optional<std::string> value_digest;  // which digest of _sd is the value's
};

struct ValueWithdrawn {
  std::string cycle;
  std::string indicator;
  EntryRef submission;  // the live one
};

struct ValueDecided {
  std::string cycle;
  std::string indicator;
  EntryRef submission;
  Verdict verdict = Verdict::kAccepted;
  std::string reason;
  int round = 1;
};

struct DidPublished {
  std::string did;
  Json document;
};

struct CycleReviewed {
  std::string cycle;
  TreeSize size;
  Digest lineage_root;
  Digest data_root;
  bool recommends_issue = true;
};

struct Counts {
  std::map<std::string, std::int64_t> by_kind;  // core, supporting, smart, resilience: those the catalogue has
  std::int64_t total = 0;
  friend bool operator==(const Counts&, const Counts&) = default;
};

struct CertificateIssued {
  std::string number;
  std::string cycle;
  EntryRef review;
  std::string level;
  std::string computed_level;
  std::string scheme;
  std::int64_t scheme_version = 0;
  Counts counts;
  Digest lineage_root;
  Digest data_root;
  std::string valid_from;   // moment
  std::string valid_until;  // moment
  std::int64_t status_index = 0;
  Digest fingerprint;
  Digest signed_digest;
  std::optional<std::string> supersedes = {};  // the number of the cycle's earlier certificate, which this one corrects
};

struct CertificateRendered {
  std::string number;
  Digest pdf;
  EntryRef rendered_with;  // the template.published
  std::string renderer;    // name and version of the build that drew it
};

enum class StatusChange : std::uint8_t { kSuspended, kReinstated, kRevoked, kSuperseded, kCorrected };

struct CertificateStatus {
  std::string number;
  StatusChange change = StatusChange::kSuspended;
  std::string from;  // moment
  std::string reason;
  std::optional<std::string> by;  // superseded by that certificate
};

struct CaseOpened {
  std::string number;                      // of the case
  std::string kind;                        // "complaint" or "appeal"
  std::optional<std::string> certificate;  // what it is about: a certificate,
  std::optional<EntryRef> entry;           // or an entry
};

struct CaseDecided {
  std::string number;
  std::string outcome;                // "upheld", "dismissed" or "withdrawn"
  std::optional<EntryRef> follow_up;  // the statement that carries it out
};

struct DisclosureErased {
  EntryRef entry;                    // whose confidential fields
  std::vector<std::string> digests;  // of its _sd, sorted
  std::string requested_by;          // party
  std::string reason;                // "request", "retention" or "law"
};

struct AuditReported {
  TreeSize size;
  Digest root;
  std::string outcome;        // "clean" or "differences"
  std::int64_t findings = 0;  // differences named
  std::int64_t not_done = 0;  // entries with rules that could not be run
  Digest report;              // digest of the whole report
};

struct StatusListPublished {
  std::string purpose;  // "revocation" or "suspension"
  std::string list;     // its address
  TreeSize size;        // the entries it covers
  std::string valid_from;
  std::string valid_until;
  Digest signed_digest;
};

using Body =
    std::variant<LedgerOpened, LedgerSeal, LedgerKeyRotated, PolicyAdopted, WitnessPolicyAdopted, TemplatePublished,
                 PartyRegistered, PartyUpdated, KeyAuthorised, KeyRecovered, KeyRevoked, StandardAdopted,
                 ProgrammeOpened, CityEnrolled, CityWithdrawn, EvidenceRegistered, EvidenceExpired, ValueSubmitted,
                 ValueWithdrawn, ValueDecided, DidPublished, CycleReviewed, CertificateIssued, CertificateRendered,
                 CertificateStatus, CaseOpened, CaseDecided, DisclosureErased, AuditReported, StatusListPublished>;

[[nodiscard]] std::string_view to_text(PartyKind kind);
[[nodiscard]] std::string_view to_text(ValueState state);
[[nodiscard]] std::string_view to_text(Verdict verdict);
[[nodiscard]] std::string_view to_text(StatusChange change);  // "suspended" and so on
[[nodiscard]] Json to_json(const EntryRef& ref);
[[nodiscard]] Result<EntryRef> entry_ref_from_json(const Json& json, std::string_view where);

// Proof that who asks for a key to be authorised holds it.
struct Possession {
  std::string holder;
  std::string party;
  std::vector<std::string> roles;  // sorted
  std::string ledger;              // genesis in hex; for the root keys of entry 0, the origin
  std::string nonce;
};

}  // namespace attest
