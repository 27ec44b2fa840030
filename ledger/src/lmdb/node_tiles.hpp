// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Where a node lies in the database: 256 hashes and the nodes above them, up to but without the root of the
// 256, are one tile; a full tile is one value, the one at the right edge lies in single records.
#pragma once

#include <array>
#include <map>
#include <vector>

#include "ledger/merkle.hpp"

namespace ledger {

inline constexpr std::uint16_t kTileSlots = 510;  // 256 + 128 + … + 2
inline constexpr std::size_t kTileHeaderBytes = 16;
inline constexpr std::size_t kTileValueBytes = kTileHeaderBytes + kTileSlots * 32;

struct TileId {
  std::uint8_t level = 0;
  std::uint64_t number = 0;
  friend auto operator<=>(const TileId&, const TileId&) = default;
};

struct TileSlot {
  TileId tile;
  std::uint16_t slot = 0;  // nodes of level 0 within the tile first, then level 1, …
};
[[nodiscard]] TileSlot slot_of(NodeId id);

using TileKey = std::array<std::uint8_t, 9>;
using EdgeKey = std::array<std::uint8_t, 3>;
[[nodiscard]] TileKey tile_key(TileId tile);
[[nodiscard]] EdgeKey edge_key(TileSlot slot);

// The value's header, the key again and zeros, so that a value under another key is noticed.
[[nodiscard]] Bytes tile_header(TileId tile);
// The hash in that slot, checked against the node above it or those below. Errors: kCorrupt.
[[nodiscard]] Result<Digest> hash_in_tile(ByteView value, TileSlot slot);

// A tile that a batch adds to: slot -> hash.
using TileChanges = std::map<std::uint16_t, Digest>;
[[nodiscard]] std::map<TileId, TileChanges> by_tile(const std::vector<Node>& nodes);
// The last slot is written when the tile's last leaf is.
[[nodiscard]] inline bool completes_tile(const TileChanges& changes) {
  return changes.contains(kTileSlots - 1);
}

}  // namespace ledger
