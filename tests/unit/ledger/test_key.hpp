// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Keys that sign in tests. Their seeds are known to everybody: 32 times the same byte.
#pragma once

#include "ledger/note.hpp"

namespace ledger::testing {

struct TestKey {
  NoteKey key;
  Ed25519Sign sign;
};

// The same key as Key(name, type, seed) of tests/vectors/ledger/generate.py.
TestKey test_key(std::string name, std::uint8_t seed, NoteKeyType type = NoteKeyType::kEd25519);

// A line of a witness for this text.
NoteSignature cosign(const TestKey& witness, std::string_view text, std::uint64_t time_s);

}  // namespace ledger::testing
