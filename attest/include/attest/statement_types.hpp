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

struct KeyAuthorised {
  std::string party;
  std::string holder;
  PublicKey key;
  std::vector<std::string> roles;  // sorted
  std::string valid_from;          // moment
  std::string valid_until;
  Bytes proof;  // COSE proof of possession
};

struct KeyRevoked {
  std::string party;
  Digest kid;
  std::string reason;
};

struct StandardAdopted {
  std::string standard;
  Json catalogue;
};

struct CityEnrolled {
  std::string cycle;
  std::string city;
  std::string standard;
  int data_year = 0;
  std::optional<std::string> notice;  // a sentence that everything about this cycle repeats, e.g. "sample data"
};

struct EvidenceRegistered {
  std::optional<std::string> provider;
  std::string media_type;
  std::int64_t size = 0;
  std::string period;
  std::string retention_until;  // day
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
};

struct StatusListPublished {
  std::string purpose;  // "revocation" or "suspension"
  std::string list;     // its address
  TreeSize size;        // the entries it covers
  std::string valid_from;
  std::string valid_until;
  Digest signed_digest;
};

using Body = std::variant<LedgerOpened, LedgerSeal, PartyRegistered, KeyAuthorised, KeyRevoked, StandardAdopted,
                          CityEnrolled, EvidenceRegistered, ValueSubmitted, ValueDecided, DidPublished, CycleReviewed,
                          CertificateIssued, StatusListPublished>;

[[nodiscard]] std::string_view to_text(PartyKind kind);
[[nodiscard]] std::string_view to_text(ValueState state);
[[nodiscard]] std::string_view to_text(Verdict verdict);
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
