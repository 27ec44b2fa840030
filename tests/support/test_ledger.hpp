// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A toy ledger around the sequencer: a signing key, an admission with a few words, seals.
//
// The words of a statement: "refuse…" is refused; "need K …" is refused unless key K was put; "put K V" puts;
// "seal-me…" asks for a seal; anything else is appended. The same bytes twice are a duplicate.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ledger/ed25519.hpp"
#include "ledger/sequencer.hpp"

namespace ledger_test {

// A key made from a fixed seed, with its signing function.
struct TestKey {
  ledger::Ed25519Key key{};
  ledger::Ed25519Sign sign;
};
[[nodiscard]] TestKey make_test_key(std::uint8_t seed);

inline constexpr const char* kTestOrigin = "ledger.example/test";

[[nodiscard]] ledger::Result<ledger::Admission> test_admit(ledger::ByteView statement, const ledger::Place& place,
                                                           ledger::State& state);
[[nodiscard]] ledger::Result<ledger::Bytes> test_seal(const ledger::Place& place);
[[nodiscard]] bool is_test_seal(ledger::ByteView body);

[[nodiscard]] ledger::NoteKey test_note_key();
[[nodiscard]] ledger::Result<std::string> sign_test_head(const ledger::Head& head);
[[nodiscard]] ledger::SequencerConfig test_config();

// Texts as statements.
[[nodiscard]] std::vector<ledger::Bytes> statements(const std::vector<std::string>& texts);

}  // namespace ledger_test
