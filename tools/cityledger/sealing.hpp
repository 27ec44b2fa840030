// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a ledger's certificates give to whoever seals a PDF: key with path, and later roots with lists.
#pragma once

#include "certs/seal.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

// The seal in force at that moment, its signer out of the key ring, which must outlive the answer.
// Errors: kNotFound (no certificates, none valid now, no such key), kKey (the key is not the certified one,
// passphrase).
[[nodiscard]] Result<certs::SealKey> seal_key_for(const LedgerOptions& options, KeyRing& keys, ledger::UnixMillis now);

// Roots and every authority's last list, for extending a seal. Errors: those of certs::PkiFolder; kStale (a list that
// has to be issued again).
[[nodiscard]] Result<certs::ValidationData> validation_data_for(const LedgerOptions& options);

}  // namespace cityledger
