// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/tile.hpp"

#include <gtest/gtest.h>

#include "ledger/limits.hpp"
#include "unit/ledger/support.hpp"

namespace ledger {
namespace {

using testing::numbered_leaves;
using testing::tree_of;
using Kind = TilePath::Kind;

Kind kind_named(std::string_view name) {
  return name == "hashes" ? Kind::kHashes : name == "entries" ? Kind::kEntries : Kind::kTimes;
}

TEST(TilePath, AgreesWithTheOwnVectors) {
  const auto vectors = testing::read_json(testing::own_vector("tile_paths.json"));
  for (const auto& one : vectors.at("valid").as_array()) {
    const TilePath expected{
        kind_named(testing::text_of(one, "kind")), static_cast<std::uint8_t>(one.at("level").as_int64()),
        std::stoull(testing::text_of(one, "index")), static_cast<std::uint16_t>(one.at("width").as_int64())};
    EXPECT_EQ(format_tile_path(expected), testing::text_of(one, "path"));
    EXPECT_EQ(parse_tile_path(testing::text_of(one, "path")), expected) << one;
  }
  ASSERT_GT(vectors.at("invalid").as_array().size(), 40U);
  for (const auto& path : vectors.at("invalid").as_array()) {
    const auto parsed = parse_tile_path(boost::json::value_to<std::string>(path));
    ASSERT_FALSE(parsed.has_value()) << path;
    EXPECT_EQ(parsed.error().code, Code::kNotFound);
  }
}

TEST(TilePath, AnyFlippedBitGivesAnotherPathOrNone) {
  const std::string path = "tile/1/x001/x234/067.p/17";
  const TilePath original = *parse_tile_path(path);
  testing::for_each_flipped_bit(path, [&](const std::string& flipped, std::size_t) {
    const auto parsed = parse_tile_path(flipped);
    if (!parsed) return;
    EXPECT_NE(*parsed, original);
    EXPECT_EQ(format_tile_path(*parsed), flipped);
  });
}

TEST(TileWidth, FollowsTheExamplesOfTheSpecification) {
  // 70,000 entries: 273 full tiles and 112 hashes; 1 full tile and 17 hashes; 1 hash.
  EXPECT_EQ(tile_width(0, 272, {70'000}), 256);
  EXPECT_EQ(tile_width(0, 273, {70'000}), 112);
  EXPECT_EQ(tile_width(0, 274, {70'000}), 0);
  EXPECT_EQ(tile_width(1, 0, {70'000}), 256);
  EXPECT_EQ(tile_width(1, 1, {70'000}), 17);
  EXPECT_EQ(tile_width(2, 0, {70'000}), 1);
  EXPECT_EQ(tile_width(2, 1, {70'000}), 0);
  EXPECT_EQ(tile_width(3, 0, {70'000}), 0);
  EXPECT_EQ(tile_width(0, 0, {256}), 256);
  EXPECT_EQ(tile_width(0, 1, {256}), 0);
  EXPECT_EQ(tile_width(1, 0, {256}), 1);
  EXPECT_EQ(tile_width(0, 0, {0}), 0);
}

TEST(TileWidth, HoldsForTheLargestTreeAndLevel) {
  const TreeSize largest{~std::uint64_t{0}};
  EXPECT_EQ(tile_width(0, largest.value / 256, largest), 255);
  EXPECT_EQ(tile_width(7, 0, largest), 255);
  EXPECT_EQ(tile_width(8, 0, largest), 0);
  EXPECT_EQ(tile_width(63, 0, largest), 0);
  EXPECT_EQ(tile_width(0, ~std::uint64_t{0}, largest), 0);
}

TEST(Tiles, OfASizeAreAllThatItImplies) {
  std::vector<std::string> paths;
  for (const TilePath& path : tiles_of({513})) paths.push_back(format_tile_path(path));
  EXPECT_EQ(paths, (std::vector<std::string>{"tile/0/000", "tile/0/001", "tile/0/002.p/1", "tile/1/000.p/2",
                                             "tile/entries/000", "tile/entries/001", "tile/entries/002.p/1",
                                             "times/000", "times/001", "times/002.p/1"}));
  EXPECT_TRUE(tiles_of({0}).empty());
  EXPECT_EQ(tiles_of({70'000}).size(), 274U * 3 + 2 + 1);
}

TEST(HashTile, HoldsTheSubtreeHashesOfItsLevel) {
  const std::vector<Digest> leaves = numbered_leaves(600);
  const MemoryTree tree = tree_of(leaves);
  for (const TilePath& path : tiles_of(tree.size())) {
    if (path.kind != Kind::kHashes) continue;
    const Bytes bytes = *hash_tile(tree, path);
    ASSERT_EQ(bytes.size(), path.width * 32U);
    const std::size_t leaves_per_hash = path.level == 0 ? 1 : 256;
    for (std::size_t i = 0; i < path.width; ++i) {
      const Digest expected =
          testing::naive_root(std::span(leaves).subspan((path.index * 256 + i) * leaves_per_hash, leaves_per_hash));
      EXPECT_EQ(digest_from_bytes(ByteView(bytes).subspan(i * 32, 32)), expected);
    }
  }
}

TEST(HashTile, BeyondTheTreeIsNotFound) {
  const MemoryTree tree = tree_of(numbered_leaves(300));
  EXPECT_TRUE(hash_tile(tree, {Kind::kHashes, 0, 1, 44}).has_value());
  for (const TilePath& path :
       {TilePath{Kind::kHashes, 0, 1, 45}, TilePath{Kind::kHashes, 0, 2, 1}, TilePath{Kind::kHashes, 1, 0, 2},
        TilePath{Kind::kHashes, 2, 0, 1}, TilePath{Kind::kHashes, 8, 0, 1}, TilePath{Kind::kHashes, 32, 0, 1},
        TilePath{Kind::kHashes, 63, 0, 1}, TilePath{Kind::kHashes, 0, 0, 0}, TilePath{Kind::kHashes, 0, 0, 257},
        TilePath{Kind::kEntries, 0, 0, 1}, TilePath{Kind::kHashes, 0, ~std::uint64_t{0}, 1},
        TilePath{Kind::kHashes, 0, std::uint64_t{1} << 56U, 1}}) {
    const auto tile = hash_tile(tree, path);
    ASSERT_FALSE(tile.has_value()) << format_tile_path(path);
    EXPECT_EQ(tile.error().code, Code::kNotFound);
  }
}

TEST(EntryBundle, ReadsBackEntriesOfAllLengths) {
  const std::vector<Bytes> entries = {Bytes{}, to_bytes("a"), Bytes(255, 1), Bytes(256, 2), Bytes(kEntryBytesMax, 3)};
  const Bytes bundle = entry_bundle(entries);
  EXPECT_EQ(bundle.size(), 2U * 5 + 1 + 255 + 256 + kEntryBytesMax);
  EXPECT_EQ(parse_entry_bundle(bundle, 5), entries);
  EXPECT_EQ(hex_encode(ByteView(bundle).first(7)),
            "0000000161"
            "00ff");
}

TEST(EntryBundle, OfAnotherWidthOrCutAnywhereIsRefused) {
  const Bytes bundle = entry_bundle({to_bytes("one"), Bytes{}, to_bytes("three")});
  ASSERT_TRUE(parse_entry_bundle(bundle, 3).has_value());
  EXPECT_FALSE(parse_entry_bundle(bundle, 2).has_value());
  EXPECT_FALSE(parse_entry_bundle(bundle, 4).has_value());
  for (std::size_t size = 0; size < bundle.size(); ++size) {
    EXPECT_FALSE(parse_entry_bundle(ByteView(bundle).first(size), 3).has_value()) << size;
  }
  Bytes longer = bundle;
  longer.push_back(0);
  EXPECT_FALSE(parse_entry_bundle(longer, 3).has_value());
  EXPECT_TRUE(parse_entry_bundle({}, 0).value().empty());
}

}  // namespace
}  // namespace ledger
