// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/records.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "ledger/encoding.hpp"
#include "lmdb/node_tiles.hpp"
#include "store/batch_record.hpp"
#include "store/guard_slots.hpp"

namespace {

using namespace ledger;

TEST(Records, RefuseEveryFlippedBitAnotherKeyAndAnotherTable) {
  const Bytes key = to_bytes("key");
  Bytes record = make_record(TableTag::kState, key, view("value"));
  ASSERT_EQ(text(*open_record(TableTag::kState, key, record)), "value");
  for (std::size_t bit = 0; bit < record.size() * 8; ++bit) {
    record[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    const auto opened = open_record(TableTag::kState, key, record);
    ASSERT_FALSE(opened) << bit;
    EXPECT_EQ(opened.error().code, Code::kCorrupt);
    record[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  }
  EXPECT_FALSE(open_record(TableTag::kState, view("kez"), record));
  EXPECT_FALSE(open_record(TableTag::kMap, key, record));
  EXPECT_FALSE(open_record(TableTag::kState, key, ByteView(record).first(record.size() - 1)));
  EXPECT_FALSE(open_record(TableTag::kState, key, ByteView(record).first(5)));
}

TEST(Records, TellKeyAndValueApart) {
  const Bytes record = make_record(TableTag::kState, view("ab"), view("c"));
  EXPECT_NE(record, make_record(TableTag::kState, view("a"), view("bc")));
  EXPECT_FALSE(open_record(TableTag::kState, view("a"), record));
}

std::string format_document() {
  std::ifstream in(std::filesystem::path(CITYLEDGER_SOURCE_DIR) / "ledger" / "FORMAT.md");
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Records, AndTheGuardsSlotAreTheBytesThatTheFormatDocumentShows) {
  const std::string page = format_document();
  HeadRecord head;
  head.head = {{2}, sha256(view("root")), sha256(view("chain")), {1'700'000'000'000}};
  head.unsealed_since = UnixMillis{1'700'000'000'000};
  const auto key = big_endian_64(5);
  const StoredEntry entry{to_bytes("body"), {1'700'000'000'000}, sha256(view("chain"))};
  const std::string records =
      hex_encode(make_record(TableTag::kMeta, view("head"), encode_head(head))) + "\n" +
      hex_encode(make_record(TableTag::kEntries, key, encode_entry(entry))) + "\n" +
      hex_encode(make_record(TableTag::kEdge, edge_key({{1, 3}, 256}), encode_edge({3, sha256(view("node"))}))) + "\n";
  EXPECT_EQ(*decode_head(encode_head(head)), head);
  EXPECT_NE(page.find("```text records\n" + records + "```\n"), std::string::npos);
  const GuardSlot slot = encode_guard_slot({2, {65'536}, {5}, sha256(view("root"))});
  EXPECT_NE(page.find("```text guard\n" + hex_encode(slot) + "\n```\n"), std::string::npos);
}

TEST(Records, OfTheJournalHoldTheBatchThatTheFormatDocumentShows) {
  const UnixMillis time{1'700'000'000'000};
  Batch batch;
  batch.entries.push_back({to_bytes("entry"), time, sha256(view("chain"))});
  batch.nodes.push_back({{0, 0}, leaf_hash(view("entry"))});
  batch.state = {{"k", to_bytes("v")}};
  batch.head = {{1}, sha256(view("root")), sha256(view("chain")), time};
  EXPECT_NE(format_document().find("```text batch\n" + hex_encode(encode_batch(batch)) + "\n```\n"), std::string::npos);
}

TEST(Records, RefuseValuesOfAnotherLength) {
  Bytes head = encode_head({});
  head.push_back(0);
  EXPECT_FALSE(decode_head(head));
  head.resize(head.size() - 2);
  EXPECT_FALSE(decode_head(head));
  EXPECT_FALSE(decode_entry(Bytes(39, 0)));
  EXPECT_TRUE(decode_entry(Bytes(40, 0)));
  EXPECT_FALSE(decode_edge(Bytes(41, 0)));
}

TEST(NodeTiles, GiveEveryNodeOfATileASlotOfItsOwn) {
  std::map<std::uint16_t, NodeId> slots;
  for (std::uint8_t level = 8; level < 16; ++level) {
    const std::uint64_t width = 256U >> (level - 8U);
    for (std::uint64_t place = 0; place < width; ++place) {
      const NodeId id{level, 3 * width + place};
      const TileSlot slot = slot_of(id);
      EXPECT_EQ(slot.tile, (TileId{1, 3}));
      EXPECT_TRUE(slots.emplace(slot.slot, id).second) << "level " << int{level} << " place " << place;
    }
  }
  EXPECT_EQ(slots.size(), kTileSlots);
  EXPECT_EQ(slots.rbegin()->first, kTileSlots - 1);
}

// A full tile as the store writes it.
Bytes full_tile(std::vector<std::vector<Digest>>& levels) {
  levels.assign(1, {});
  for (int i = 0; i < 256; ++i) levels[0].push_back(leaf_hash(view(std::to_string(i))));
  while (levels.back().size() > 2) {
    std::vector<Digest> above;
    for (std::size_t i = 0; i < levels.back().size(); i += 2) {
      above.push_back(node_hash(levels.back()[i], levels.back()[i + 1]));
    }
    levels.push_back(above);
  }
  Bytes value = tile_header({0, 7});
  for (const auto& level : levels) {
    for (const Digest& hash : level) append(value, hash.view());
  }
  return value;
}

TEST(NodeTiles, GiveEachHashBackAndNoticeADamagedOne) {
  std::vector<std::vector<Digest>> levels;
  Bytes value = full_tile(levels);
  ASSERT_EQ(value.size(), kTileValueBytes);
  for (std::uint8_t level = 0; level < 8; ++level) {
    for (std::uint64_t place = 0; place < levels[level].size(); ++place) {
      const TileSlot slot = slot_of({level, 7 * levels[level].size() + place});
      EXPECT_EQ(*hash_in_tile(value, slot), levels[level][place]);
      Bytes damaged = value;
      damaged[kTileHeaderBytes + std::size_t{slot.slot} * 32 + 31] ^= 1U;
      EXPECT_EQ(hash_in_tile(damaged, slot).error().code, Code::kCorrupt);
    }
  }
  EXPECT_FALSE(hash_in_tile(value, {{0, 8}, 0})) << "a tile under another number";
  value.pop_back();
  EXPECT_FALSE(hash_in_tile(value, {{0, 7}, 0}));
}

}  // namespace
