// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// C2SP tlog-tiles: addresses and bytes of hash tiles, entry bundles, and our times tiles of the same shape
// (256 big-endian u64 milliseconds a file).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/merkle.hpp"

namespace ledger {

struct TilePath {
  enum class Kind : std::uint8_t { kHashes, kEntries, kTimes };
  Kind kind = Kind::kHashes;
  std::uint8_t level = 0;     // 0..63, hashes only
  std::uint64_t index = 0;    // N
  std::uint16_t width = 256;  // 1..256; 256 is a full tile
  friend bool operator==(const TilePath&, const TilePath&) = default;
};

// "tile/0/x001/x234/067", "tile/entries/000.p/17", "times/000.p/17".
[[nodiscard]] std::string format_tile_path(const TilePath& path);
// Errors: kNotFound for anything but the one canonical spelling.
[[nodiscard]] Result<TilePath> parse_tile_path(std::string_view path);

// Width of tile `index` on `level` for a tree of `size`: 0 when there is none, 256 when full.
[[nodiscard]] std::uint16_t tile_width(std::uint8_t level, std::uint64_t index, TreeSize size);
// Every tile that a published checkpoint of `size` implies: full ones and the partial one at the edge
// (of hashes, entries and times), in order.
[[nodiscard]] std::vector<TilePath> tiles_of(TreeSize size);

// Bytes of a hash tile: path.width * 32. Errors: kNotFound beyond the nodes that exist.
[[nodiscard]] Result<Bytes> hash_tile(const NodeReader& nodes, const TilePath& path);
// uint16 big-endian length || entry, for each entry. REQUIRES: each at most kEntryBytesMax.
[[nodiscard]] Bytes entry_bundle(const std::vector<Bytes>& entries);
// Errors: kInvalid when cut short or holding anything but exactly `width` entries.
[[nodiscard]] Result<std::vector<Bytes>> parse_entry_bundle(ByteView bundle, std::uint16_t width);

}  // namespace ledger
