// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The hash chain over leaf, order and time. A seal puts its value into the tree, so that time and order
// of every entry below are provable. It never stands in for a consistency proof of the tree.
#pragma once

#include "ledger/digest.hpp"
#include "ledger/ids.hpp"

namespace ledger {

// c0 = SHA-256 of nothing.
[[nodiscard]] Digest chain_start();
// c(i+1) = SHA-256(0x02 || c(i) || time(i) as u64 big-endian || leaf(i)).
[[nodiscard]] Digest chain_next(const Digest& chain, UnixMillis time, const Digest& leaf);

}  // namespace ledger
