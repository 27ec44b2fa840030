// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "service/log_tiles.hpp"

#include <algorithm>

#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"

namespace attest {

using ledger::TilePath;

namespace {

constexpr std::size_t kTimeBytes = 8;
constexpr std::uint8_t kTileHeight = 8;
constexpr std::size_t kBundleBytesMax = ledger::kTileWidth * (ledger::kEntryBytesMax + 2);
constexpr std::size_t kTilesKept = 32;

TilePath full(TilePath path) {
  path.width = ledger::kTileWidth;
  return path;
}

}  // namespace

Result<Bytes> LogTiles::fixed_records(TilePath path, std::size_t record_bytes) const {
  const std::size_t wanted = path.width * record_bytes;
  std::string name = ledger::format_tile_path(path);
  auto content = source_.get(name, wanted);
  std::size_t expected = wanted;
  if (!content && content.error().code == Code::kNotFound && path.width != ledger::kTileWidth) {
    name = ledger::format_tile_path(full(path));
    expected = ledger::kTileWidth * record_bytes;
    content = source_.get(name, expected);
  }
  if (!content) return content;
  if (content->size() != expected) {
    return ledger::fail(Code::kCorrupt,
                        "the log's " + name + " has " + std::to_string(content->size()) + " bytes instead of " +
                            std::to_string(expected),
                        name);
  }
  content->resize(wanted);
  return content;
}

Result<std::vector<Bytes>> LogTiles::statements(TilePath path) const {
  const std::uint16_t wanted = path.width;
  auto content = source_.get(ledger::format_tile_path(path), kBundleBytesMax);
  if (!content && content.error().code == Code::kNotFound && path.width != ledger::kTileWidth) {
    path = full(path);
    content = source_.get(ledger::format_tile_path(path), kBundleBytesMax);
  }
  if (!content) return tl::unexpected(content.error());
  auto entries = ledger::parse_entry_bundle(*content, path.width);
  const std::string name = ledger::format_tile_path(path);
  if (!entries) return ledger::fail(Code::kCorrupt, "the log's " + name + ": " + entries.error().message, name);
  entries->resize(wanted);
  return entries;
}

Result<LogTiles::Bundle> LogTiles::bundle(std::uint64_t number) const {
  while (!ahead_.empty() && ahead_.front().number != number) ahead_.pop_front();
  auto wanted = ahead_.empty() ? fetch(number) : ahead_.front().bundle.get();
  if (!ahead_.empty()) ahead_.pop_front();
  const std::uint64_t count = (size_.value + ledger::kTileWidth - 1) / ledger::kTileWidth;
  for (std::uint64_t next = number + 1 + ahead_.size(); wanted && next < count && ahead_.size() < kMirrorBundlesAhead;
       ++next) {
    ahead_.push_back({next, std::async(std::launch::async, [this, next] { return fetch(next); })});
  }
  return wanted;
}

Result<LogTiles::Bundle> LogTiles::fetch(std::uint64_t number) const {
  const std::uint16_t width = ledger::tile_width(0, number, size_);
  auto entries = statements({TilePath::Kind::kEntries, 0, number, width});
  if (!entries) return tl::unexpected(entries.error());
  const auto times = fixed_records({TilePath::Kind::kTimes, 0, number, width}, kTimeBytes);
  if (!times) return tl::unexpected(times.error());
  Bundle out{std::move(*entries), {}};
  for (std::size_t at = 0; at < times->size(); at += kTimeBytes) {
    out.times.push_back({ledger::read_big_endian_64(ByteView(*times).subspan(at, kTimeBytes))});
  }
  return out;
}

// A node inside a tile is computed from the tile's own hashes.
Result<Digest> LogTiles::node(ledger::NodeId id) const {
  const auto level = static_cast<std::uint8_t>(id.level / kTileHeight);
  const std::uint64_t first = id.index << (id.level % kTileHeight);  // of the tile's level
  const std::uint64_t number = first / ledger::kTileWidth;
  auto tile = hashes_.find({level, number});
  if (tile == hashes_.end()) {
    const std::uint16_t width = ledger::tile_width(level, number, size_);
    if (width == 0) return ledger::fail(Code::kNotFound, "the log has no such node yet");
    auto content = fixed_records({TilePath::Kind::kHashes, level, number, width}, Digest{}.bytes.size());
    if (!content) return tl::unexpected(content.error());
    if (hashes_.size() >= kTilesKept) hashes_.clear();
    tile = hashes_.emplace(std::pair{level, number}, std::move(*content)).first;
  }
  const std::size_t count = std::size_t{1} << (id.level % kTileHeight);
  const std::size_t begin = (first % ledger::kTileWidth) * Digest{}.bytes.size();
  if (begin + count * Digest{}.bytes.size() > tile->second.size()) {
    return ledger::fail(Code::kNotFound, "the log has no such node yet");
  }
  std::vector<Digest> row(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto from = tile->second.begin() + static_cast<std::ptrdiff_t>(begin + i * Digest{}.bytes.size());
    std::copy_n(from, Digest{}.bytes.size(), row[i].bytes.begin());
  }
  for (; row.size() > 1; row.resize(row.size() / 2)) {
    for (std::size_t i = 0; i < row.size() / 2; ++i) row[i] = ledger::node_hash(row[2 * i], row[2 * i + 1]);
  }
  return row[0];
}

}  // namespace attest
