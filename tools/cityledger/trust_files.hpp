// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a verifier must hold before it looks at any certificate, as small files.
#pragma once

#include <filesystem>
#include <string>

#include "attest/ledger_folder.hpp"
#include "certs/trust.hpp"

namespace cityledger {

struct TrustFiles {
  std::string log_vkey;
  std::string genesis;
  std::string policy;  // tlog-policy; no witness yet
  std::string did_json;
  std::string ca_pem;    // root certificates of PDF seals; empty: there is no such file
  std::string tsa_pem;   // roots of outside time-stamp authorities; the same
  std::string seal_pem;  // the only certificates that seal, where an outside authority's root is in ca_pem; the same
};

// From a ledger on this machine. Errors: kNotFound when no DID document is published.
[[nodiscard]] ledger::Result<TrustFiles> trust_of(const attest::LedgerFolder& ledger, const std::string& did);
// log.vkey, genesis, policy, did.json; ca.pem, tsa.pem and seal.pem where there is one, and gone where there is none.
[[nodiscard]] ledger::Result<void> write_trust(const TrustFiles& files, const std::filesystem::path& folder);
[[nodiscard]] ledger::Result<TrustFiles> read_trust(const std::filesystem::path& folder);
[[nodiscard]] ledger::Result<certs::Trust> parse(const TrustFiles& files);

}  // namespace cityledger
