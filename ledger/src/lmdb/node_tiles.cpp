// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "lmdb/node_tiles.hpp"

#include <algorithm>

namespace ledger {

namespace {

constexpr unsigned kLevelsPerTile = 8;

// Slot of the first node of a level within the tile.
constexpr std::uint16_t first_slot(unsigned level) {
  return static_cast<std::uint16_t>(512U - (512U >> level));
}
static_assert(first_slot(0) == 0 && first_slot(1) == 256 && first_slot(7) == 508);

unsigned level_of(std::uint16_t slot) {
  unsigned level = 0;
  while (level + 1 < kLevelsPerTile && slot >= first_slot(level + 1)) ++level;
  return level;
}

Digest hash_at(ByteView value, unsigned slot) {
  Digest hash;
  std::copy_n(value.begin() + static_cast<std::ptrdiff_t>(kTileHeaderBytes + std::size_t{slot} * 32), 32,
              hash.bytes.begin());
  return hash;
}

}  // namespace

TileSlot slot_of(NodeId id) {
  const unsigned level = id.level % kLevelsPerTile;
  const unsigned shift = kLevelsPerTile - level;
  const std::uint64_t place = id.index & ((std::uint64_t{1} << shift) - 1);
  const auto tile_level = static_cast<std::uint8_t>(id.level / kLevelsPerTile);
  return {{tile_level, id.index >> shift}, static_cast<std::uint16_t>(first_slot(level) + place)};
}

TileKey tile_key(TileId tile) {
  TileKey key{tile.level};
  const auto number = big_endian_64(tile.number);
  std::copy(number.begin(), number.end(), key.begin() + 1);
  return key;
}

EdgeKey edge_key(TileSlot slot) {
  return {slot.tile.level, static_cast<std::uint8_t>(slot.slot >> 8U), static_cast<std::uint8_t>(slot.slot & 0xFFU)};
}

Bytes tile_header(TileId tile) {
  const TileKey key = tile_key(tile);
  Bytes header(key.begin(), key.end());
  header.resize(kTileHeaderBytes, 0);
  return header;
}

Result<Digest> hash_in_tile(ByteView value, TileSlot slot) {
  if (value.size() != kTileValueBytes || !std::ranges::equal(value.first(kTileHeaderBytes), tile_header(slot.tile))) {
    return fail(Code::kCorrupt, "a stored tile is damaged: run fsck");
  }
  const unsigned level = level_of(slot.slot);
  const unsigned place = slot.slot - first_slot(level);
  // Any two nodes with the one above them tell of a damaged one; the tile's top pair has none above it here.
  const bool is_top = level + 1 == kLevelsPerTile;
  const unsigned above = is_top ? slot.slot : first_slot(level + 1) + place / 2;
  const unsigned left = is_top ? first_slot(level - 1) + 2 * place : slot.slot - place % 2;
  if (node_hash(hash_at(value, left), hash_at(value, left + 1)) != hash_at(value, above)) {
    return fail(Code::kCorrupt, "a stored node is damaged: run fsck");
  }
  return hash_at(value, slot.slot);
}

std::map<TileId, TileChanges> by_tile(const std::vector<Node>& nodes) {
  std::map<TileId, TileChanges> tiles;
  for (const Node& node : nodes) {
    const TileSlot slot = slot_of(node.id);
    tiles[slot.tile][slot.slot] = node.hash;
  }
  return tiles;
}

}  // namespace ledger
