// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a verifier holds before it looks at any certificate. Nothing found inside a file is trusted.
#pragma once

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

// From the contents of the files of a trust folder; an empty PEM is one that is not there. Errors: kInvalid names the
// file.
[[nodiscard]] Result<Trust> parse_trust(std::string_view log_vkey, std::string_view genesis, std::string_view policy,
                                        std::string_view did_json, std::string_view ca_pem = {},
                                        std::string_view tsa_pem = {}, std::string_view seal_pem = {});

}  // namespace certs
