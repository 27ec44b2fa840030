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

using certs::TrustFiles;

// From a ledger on this machine. Errors: kNotFound when no DID document is published.
[[nodiscard]] ledger::Result<TrustFiles> trust_of(const attest::LedgerFolder& ledger, const std::string& did);
// log.vkey, genesis, policy, did.json; ca.pem, tsa.pem and seal.pem where there is one, and gone where there is none.
[[nodiscard]] ledger::Result<void> write_trust(const TrustFiles& files, const std::filesystem::path& folder);
[[nodiscard]] ledger::Result<TrustFiles> read_trust(const std::filesystem::path& folder);

}  // namespace cityledger
