// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// C2SP tlog-checkpoint 1.0.0: origin, tree size, root; as a signed note. We write no extension lines.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "ledger/digest.hpp"
#include "ledger/ids.hpp"
#include "ledger/note.hpp"

namespace ledger {

struct Checkpoint {
  std::string origin;
  TreeSize size;
  Digest root;
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

[[nodiscard]] std::string checkpoint_text(const Checkpoint& checkpoint);
// Extension lines are accepted and ignored, as the specification asks. Errors: kInvalid.
[[nodiscard]] Result<Checkpoint> parse_checkpoint_text(std::string_view text);

// The signed note's bytes. Key name = origin.
[[nodiscard]] Result<std::string> sign_checkpoint(const Checkpoint& checkpoint, const NoteKey& key,
                                                  const Ed25519Sign& sign);
// The same with one more signature, as during the overlap of two keys of a log.
[[nodiscard]] Result<std::string> sign_checkpoint_too(std::string_view note, const NoteKey& key,
                                                      const Ed25519Sign& sign);
// A checkpoint of the log with this key. Errors: kInvalid when malformed, unsigned by `log`, or of another origin.
[[nodiscard]] Result<Checkpoint> open_checkpoint(std::string_view note, const NoteKey& log);

// The same of a log with several keys, as after a rotation: signed by one of them at least.
[[nodiscard]] Result<Checkpoint> open_checkpoint(std::string_view note, std::span<const NoteKey> logs);

}  // namespace ledger
