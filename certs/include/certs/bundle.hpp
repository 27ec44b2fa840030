// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// One canonical JSON file with everything that offline checking of a certificate needs. No unknown members.
// All paths lead to the root of the checkpoint inside `tlog_proof`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attest/lineage.hpp"
#include "certs/data_integrity.hpp"
#include "ledger/ids.hpp"
#include "ledger/proof.hpp"

namespace certs {

inline constexpr std::size_t kHistoryMax = 1'024;
inline constexpr std::size_t kKeyChangesMax = 64;  // roots, and rotations
inline constexpr std::size_t kBundleBytesMax = 32U << 20U;
inline constexpr std::string_view kBundleFormat = "cityledger-bundle/0";

// An entry of the ledger with its path.
struct ProvenEntry {
  ledger::EntryIndex index;
  Bytes statement;
  ledger::HashPath path;
};

struct Bundle {
  Json credential;
  ProvenEntry opened;       // entry 0: its leaf hash is the ledger's name; says clock, certifier, root keys
  ProvenEntry issuer_key;   // key.authorised of the key that signed the issuance, by a root key of entry 0
  ProvenEntry standard;     // standard.adopted: the catalogue by which the level is recomputed
  ProvenEntry enrolled;     // city.enrolled
  ProvenEntry did;          // did.published in force at the issue
  ProvenEntry issuance;     // certificate.issued; its path stands in tlog_proof alone
  ProvenEntry seal;         // the ledger.seal directly after the issuance
  Digest chain_before;      // c(issuance.index): with time and leaf it leads to the seal's chain value
  ledger::UnixMillis time;  // of the issuance
  Bytes receipt;            // RFC 9942, of the issuance
  std::string tlog_proof;   // C2SP, of the issuance
  struct Status {
    Json list;          // the signed status list credential
    ProvenEntry entry;  // status_list.published
  };
  Status revocation;
  Status suspension;
  std::vector<attest::LineageItem> lineage;
  std::vector<ProvenEntry> roots;  // key.authorised and key.recovered from a root key of entry 0 to issuer_key's signer
  struct Rotation {
    ProvenEntry entry;                 // ledger.key_rotated
    std::optional<std::string> proof;  // C2SP tlog-proof of it under a checkpoint that the key before signed too
  };
  std::vector<Rotation> rotations;  // every one below the checkpoint
  // What changed the certificate's state, in the order of the ledger: certificate.status, the certificate.issued that
  // supersedes it, a key.revoked that disputes it. The lists' bits decide; this explains them.
  std::vector<ProvenEntry> history;
};

[[nodiscard]] std::string encode_bundle(const Bundle& bundle);
// Errors: kTooLarge; kInvalid unless it is exactly what encode_bundle writes.
[[nodiscard]] Result<Bundle> parse_bundle(std::string_view text);

}  // namespace certs
