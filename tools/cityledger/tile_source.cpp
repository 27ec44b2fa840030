// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/tile_source.hpp"

#include "cityledger/files.hpp"
#include "ledger/limits.hpp"
#include "ledger/tile.hpp"

namespace cityledger {
using ledger::Code;
using ledger::fail;
using ledger::Result;
using ledger::TilePath;

namespace {
constexpr std::size_t kTimeBytes = 8;
constexpr std::size_t kBundleBytesMax = ledger::kTileWidth * (ledger::kEntryBytesMax + 2);
}  // namespace

Result<TileSource::Bundle> TileSource::bundle(std::uint64_t number) const {
  const std::uint16_t width = ledger::tile_width(0, number, size_);
  const TilePath entries{TilePath::Kind::kEntries, 0, number, width};
  const TilePath times{TilePath::Kind::kTimes, 0, number, width};
  const auto entries_text = read_file(folder_ / ledger::format_tile_path(entries), kBundleBytesMax);
  if (!entries_text) return tl::unexpected(entries_text.error());
  auto statements = ledger::parse_entry_bundle(ledger::view(*entries_text), width);
  if (!statements) {
    return fail(Code::kCorrupt, ledger::format_tile_path(entries) + ": " + statements.error().message, "tile");
  }
  const auto times_text = read_file(folder_ / ledger::format_tile_path(times), ledger::kTileWidth * kTimeBytes);
  if (!times_text) return tl::unexpected(times_text.error());
  if (times_text->size() != width * kTimeBytes) {
    return fail(Code::kCorrupt, ledger::format_tile_path(times) + " has the wrong length", "times");
  }
  return Bundle{std::move(*statements), ledger::to_bytes(*times_text)};
}

Result<void> TileSource::entries(ledger::EntryIndex first, std::uint64_t count,
                                 const std::function<bool(ledger::EntryIndex, const Item&)>& visit) const {
  const std::uint64_t end = std::min(size_.value, first.value + count);
  for (std::uint64_t index = first.value; index < end;) {
    const std::uint64_t number = index / ledger::kTileWidth;
    const Result<Bundle> content = bundle(number);
    if (!content) return tl::unexpected(content.error());
    for (; index < end && index / ledger::kTileWidth == number; ++index) {
      const std::size_t place = index % ledger::kTileWidth;
      const ledger::ByteView time = ledger::ByteView(content->times).subspan(place * kTimeBytes, kTimeBytes);
      const Item item{content->statements[place], {ledger::read_big_endian_64(time)}};
      if (!visit({index}, item)) return {};
    }
  }
  return {};
}

Result<std::vector<std::string>> TileSource::compare_hash_tiles() const {
  ledger::MemoryTree tree;
  const auto read = entries({0}, size_.value, [&tree](ledger::EntryIndex, const Item& item) {
    tree.append(ledger::leaf_hash(item.statement));
    return true;
  });
  if (!read) return tl::unexpected(read.error());
  std::vector<std::string> differences;
  for (const TilePath& path : ledger::tiles_of(size_)) {
    if (path.kind != TilePath::Kind::kHashes) continue;
    const auto computed = ledger::hash_tile(tree, path);
    if (!computed) return tl::unexpected(computed.error());
    const std::string name = ledger::format_tile_path(path);
    const auto published = read_file(folder_ / name, ledger::kTileWidth * sizeof(ledger::Digest));
    if (!published) {
      differences.push_back(name + " cannot be read: " + published.error().message);
    } else if (*published != ledger::text(*computed)) {
      differences.push_back(name + " differs from the entries");
    }
  }
  return differences;
}

}  // namespace cityledger
