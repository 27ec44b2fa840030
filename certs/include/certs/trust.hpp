// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a verifier holds before it looks at any certificate. Nothing found inside a file is trusted.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "certs/did.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/digest.hpp"
#include "ledger/witness_policy.hpp"

namespace certs {

// A key that the log had before its present one. What it signs counts for checkpoints of up to that many entries;
// larger ones need a later key, so that a key that was stolen and replaced signs nothing new.
struct EarlierLogKey {
  ledger::NoteKey key;
  ledger::TreeSize size_max;
};

struct Trust {
  ledger::NoteKey log;                           // log.vkey: its last line
  Digest genesis;                                // genesis: 64 hex digits, the ledger's name
  ledger::WitnessPolicy policy;                  // policy, in tlog-policy form; names the same log
  DidDocument did;                               // did.json of the issuer
  std::vector<EarlierLogKey> earlier_logs = {};  // the lines before: `VKEY SIZE`, oldest first
  std::vector<ledger::Bytes> ca = {};            // ca.pem: root certificates, DER; without it no PDF seal is judged
  std::vector<ledger::Bytes> tsa = {};    // tsa.pem: roots of other time-stamp authorities; they vouch for no seal
  std::vector<ledger::Bytes> seals = {};  // seal.pem: the only certificates that seal; empty: every one under ca
};

// log.vkey: every key that the log has had, oldest first, one a line; behind each but the last the size up to which
// it counts. All have one name. Errors: kInvalid.
struct LogKeys {
  ledger::NoteKey log;
  std::vector<EarlierLogKey> earlier;
};
[[nodiscard]] Result<LogKeys> parse_log_keys(std::string_view file);
// The checkpoint of a note that one of these keys signed, within its size. Errors: kInvalid.
[[nodiscard]] Result<ledger::Checkpoint> open_checkpoint(std::string_view note, const LogKeys& keys);

// The contents of a trust folder; an empty one of the last three is not there.
struct TrustFiles {
  std::string log_vkey{};
  std::string genesis{};
  std::string policy{};  // tlog-policy
  std::string did_json{};
  std::string ca_pem{};    // root certificates of PDF seals
  std::string tsa_pem{};   // roots of outside time-stamp authorities
  std::string seal_pem{};  // the only certificates that seal, where an outside authority's root is in ca_pem
  bool operator==(const TrustFiles&) const = default;
};
struct TrustFile {
  std::string_view name;
  std::string TrustFiles::* content;
  bool required;
};
inline constexpr std::array<TrustFile, 7> kTrustFiles{{{"log.vkey", &TrustFiles::log_vkey, true},
                                                       {"genesis", &TrustFiles::genesis, true},
                                                       {"policy", &TrustFiles::policy, true},
                                                       {"did.json", &TrustFiles::did_json, true},
                                                       {"ca.pem", &TrustFiles::ca_pem, false},
                                                       {"tsa.pem", &TrustFiles::tsa_pem, false},
                                                       {"seal.pem", &TrustFiles::seal_pem, false}}};

// `there` says whether a file is there, `read` gives its content. Errors: those of `read`; kInvalid for an empty file
// that need not be there.
[[nodiscard]] Result<TrustFiles> read_trust_files(
    const std::function<bool(std::string_view name)>& there,
    const std::function<Result<std::string>(std::string_view name)>& read);
// Errors: kInvalid names the file.
[[nodiscard]] Result<Trust> parse_trust(const TrustFiles& files);

}  // namespace certs
