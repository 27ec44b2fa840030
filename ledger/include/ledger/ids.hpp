// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Places, sizes and times as types of their own, so that one cannot be passed for another.
// Everything counts from 0; a size is never an index: the last entry of size n has index n-1.
#pragma once

#include <compare>
#include <cstdint>

namespace ledger {

struct EntryIndex {
  std::uint64_t value = 0;
  friend auto operator<=>(EntryIndex, EntryIndex) = default;
};

struct TreeSize {
  std::uint64_t value = 0;
  friend auto operator<=>(TreeSize, TreeSize) = default;
};

// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
struct UnixMillis {
  std::uint64_t value = 0;
  friend auto operator<=>(UnixMillis, UnixMillis) = default;
};

}  // namespace ledger
