// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Proof of possession: the new key signs who will hold it, for which party, ledger and roles.
#pragma once

#include "attest/cose.hpp"
#include "attest/statement_types.hpp"

namespace attest {

// As whose key the ledger's next one is proven: the party is the origin.
inline constexpr std::string_view kLedgerHolder = "ledger";

[[nodiscard]] Result<Bytes> sign_possession(const Possession& possession, std::int64_t issued_at_s, const Signer& key);
// Errors: kInvalid unless `proof` is by `key` and says exactly this party, holder, roles and ledger.
[[nodiscard]] Result<void> check_possession(ByteView proof, const PublicKey& key, std::string_view party,
                                            std::string_view holder, const std::vector<std::string>& roles,
                                            std::string_view ledger_or_origin);

}  // namespace attest
