// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a verifier holds before it looks at any certificate. Nothing found inside a file is trusted.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "certs/did.hpp"
#include "ledger/digest.hpp"
#include "ledger/witness_policy.hpp"

namespace certs {

struct Trust {
  ledger::NoteKey log;           // log.vkey
  Digest genesis;                // genesis: 64 hex digits, the ledger's name
  ledger::WitnessPolicy policy;  // policy, in tlog-policy form; names the same log
  DidDocument did;               // did.json of the issuer
};

// From the contents of the files of a trust folder. Errors: kInvalid names the file.
[[nodiscard]] Result<Trust> parse_trust(std::string_view log_vkey, std::string_view genesis, std::string_view policy,
                                        std::string_view did_json);

}  // namespace certs
