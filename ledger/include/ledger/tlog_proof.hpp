// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// C2SP tlog-proof: one text file that proves an entry against a signed checkpoint, offline.
#pragma once

#include <string>
#include <string_view>

#include "ledger/checkpoint.hpp"
#include "ledger/proof.hpp"

namespace ledger {

struct TlogProof {
  EntryIndex index;
  HashPath path;
  std::string checkpoint;  // the signed note, unchanged
};

[[nodiscard]] std::string format_tlog_proof(const TlogProof& proof);
// Reads an optional `extra` line and drops it. Errors: kInvalid, kTooLarge.
[[nodiscard]] Result<TlogProof> parse_tlog_proof(std::string_view text);
// The checkpoint that the proof leads to. Errors: kInvalid when signature or path are wrong.
[[nodiscard]] Result<Checkpoint> check_tlog_proof(const TlogProof& proof, const Digest& leaf, const NoteKey& log);

}  // namespace ledger
