// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// C2SP signed-note 1.0.0: a text that ends with a newline, an empty line, signature lines.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ed25519.hpp"
#include "ledger/result.hpp"

namespace ledger {

enum class NoteKeyType : std::uint8_t {
  kEd25519 = 0x01,      // signs the text
  kCosignature = 0x04,  // signs time and text (C2SP tlog-cosignature)
};

// A verifier key: `name+hhhhhhhh+base64(type || key)`.
struct NoteKey {
  std::string name;
  NoteKeyType type = NoteKeyType::kEd25519;
  Ed25519Key key{};
  friend bool operator==(const NoteKey&, const NoteKey&) = default;
};

[[nodiscard]] std::uint32_t note_key_id(const NoteKey& key);
[[nodiscard]] std::string format_vkey(const NoteKey& key);
// Errors: kInvalid for a bad name, another type, or a key ID that does not belong to name and key.
[[nodiscard]] Result<NoteKey> parse_vkey(std::string_view vkey);
// Not empty, valid UTF-8, no Unicode space, no '+', at most kOriginBytesMax bytes.
[[nodiscard]] bool is_note_name(std::string_view name);

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  Bytes signature;  // without the key ID
};

struct SignedNote {
  std::string text;  // ends with a newline
  std::vector<NoteSignature> signatures;
};

// Errors: kInvalid when malformed; kTooLarge.
[[nodiscard]] Result<SignedNote> parse_note(std::string_view note);
[[nodiscard]] std::string format_note(const SignedNote& note);

// Adds a signature of type 0x01 by `key`. Errors: those of `sign`; kInvalid when the text is not a note text.
[[nodiscard]] Result<SignedNote> sign_note(std::string text, const NoteKey& key, const Ed25519Sign& sign);

// The keys of `known` whose signature is on the note. Lines of unknown keys are skipped; a line whose
// name and ID are known must verify. Errors: kInvalid when such a line does not verify or none is known.
struct NoteVerdict {
  NoteKey key;
  std::uint64_t cosigned_at_s = 0;  // POSIX seconds, for 0x04; else 0
};
// One verdict a key, that of its first line.
[[nodiscard]] Result<std::vector<NoteVerdict>> verify_note(const SignedNote& note, std::span<const NoteKey> known);
// The same, but no signature by a known key is an empty answer and no error.
[[nodiscard]] Result<std::vector<NoteVerdict>> verify_known_lines(const SignedNote& note,
                                                                  std::span<const NoteKey> known);

}  // namespace ledger
