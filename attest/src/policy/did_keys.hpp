// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The keys that a DID document names, as far as they could also be statement keys: Ed25519 and P-256.
#pragma once

#include <vector>

#include "attest/json.hpp"
#include "ledger/bytes.hpp"

namespace attest {

// What is common to two spellings of one key: the Ed25519 point or the x coordinate, 32 bytes each. Looks at every
// `publicKeyMultibase` and `publicKeyJwk` in the document; other kinds of keys are passed over.
[[nodiscard]] std::vector<ledger::Bytes> key_material_in(const Json& document);

}  // namespace attest
