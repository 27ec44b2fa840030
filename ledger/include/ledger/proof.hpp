// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Inclusion and consistency proofs, made (RFC 9162 sections 2.1.3.1, 2.1.4.1) and checked (2.1.3.2,
// 2.1.4.2). Hashes are in the order of the RFC. A path that is too long is refused as well as one that
// is too short.
#pragma once

#include <span>
#include <vector>

#include "ledger/merkle.hpp"

namespace ledger {

using HashPath = std::vector<Digest>;

// Errors: kInvalid when index >= size; those of the reader.
[[nodiscard]] Result<HashPath> make_inclusion(const NodeReader& nodes, EntryIndex index, TreeSize size);
// Consistency of `older` with `newer`; empty when older is 0 or equal to newer. Errors: kInvalid when older > newer.
[[nodiscard]] Result<HashPath> make_consistency(const NodeReader& nodes, TreeSize older, TreeSize newer);

// The root that path, leaf, index and size lead to. Errors: kInvalid when index >= size or the length is wrong.
[[nodiscard]] Result<Digest> root_from_inclusion(const Digest& leaf, EntryIndex index, TreeSize size,
                                                 std::span<const Digest> path);
// Errors: kInvalid when the proof does not lead to `root`.
[[nodiscard]] Result<void> check_inclusion(const Digest& leaf, EntryIndex index, TreeSize size,
                                           std::span<const Digest> path, const Digest& root);
// Errors: kInvalid when the proof does not show that `older_root` is a prefix of `newer_root`.
[[nodiscard]] Result<void> check_consistency(TreeSize older, TreeSize newer, std::span<const Digest> path,
                                             const Digest& older_root, const Digest& newer_root);

}  // namespace ledger
