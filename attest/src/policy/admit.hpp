// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Admission of a statement that is parsed already, for readers that need its parts as well.
#pragma once

#include <optional>

#include "attest/policy.hpp"
#include "attest/public_key.hpp"

namespace attest {

// What admit() says of bytes that do not parse.
[[nodiscard]] ledger::Refuse refuse_form(const Error& error);

// What checking the statement's signature with that key said.
struct CheckedSignature {
  PublicKey key;
  bool good = false;
};

// `leaf` is the hash of the bytes that `statement` was parsed from. A signature that was checked with the key that the
// state names is not checked again; the judgement is the same.
[[nodiscard]] Result<ledger::Admission> admit_parsed(const Statement& statement, const Digest& leaf,
                                                     const ledger::Place& place, ledger::State& state,
                                                     const CheckedSignature* checked = nullptr);

// The key that the state has under this kid, whatever it may be used for. Errors: kCorrupt, kStorage.
[[nodiscard]] Result<std::optional<PublicKey>> key_in(const ledger::StateReader& state, const Digest& kid);

}  // namespace attest
