// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The ledger's keys as a bundle proves them: that of entry 0, and after each rotation the next one.
#pragma once

#include <vector>

#include "checks.hpp"
#include "examined.hpp"

namespace certs {

// Errors: kInvalid in words for a verdict, unless entry 0's key is one of the trusted log's and each rotation is
// signed by the key before, for this ledger, with a proof that the next key is held.
[[nodiscard]] Result<std::vector<attest::PublicKey>> ledger_keys(const Examined& examined, const Trust& trust);

// The one that signs when the ledger has that many entries. `keys` are those of ledger_keys().
[[nodiscard]] const attest::PublicKey& ledger_key_at(const std::vector<attest::PublicKey>& keys,
                                                     const Examined& examined, ledger::TreeSize size);

// The bundle's checkpoint, when a trusted key signed it or one to which trust can be followed: from a trusted key over
// rotations, each under a checkpoint that the key before signed and the witnesses saw. Else why not: not done when the
// ledger's own next key signed it, failed otherwise.
struct TrustedCheckpoint {
  std::optional<ledger::Checkpoint> checkpoint;
  Finding why_not;
};
[[nodiscard]] TrustedCheckpoint trusted_checkpoint(const Examined& examined, const std::vector<attest::PublicKey>& keys,
                                                   const Trust& trust);

}  // namespace certs
