// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Admission of a statement that is parsed already, for readers that need its parts as well.
#pragma once

#include "attest/policy.hpp"

namespace attest {

// What admit() says of bytes that do not parse.
[[nodiscard]] ledger::Refuse refuse_form(const Error& error);

// `leaf` is the hash of the bytes that `statement` was parsed from.
[[nodiscard]] Result<ledger::Admission> admit_parsed(const Statement& statement, const Digest& leaf,
                                                     const ledger::Place& place, ledger::State& state);

}  // namespace attest
