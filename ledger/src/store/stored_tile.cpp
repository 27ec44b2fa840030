// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/stored_tile.hpp"

#include "ledger/limits.hpp"

namespace ledger {
namespace {

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kTimeBytes = 8;
constexpr std::size_t kLengthBytes = 2;

tl::unexpected<Error> too_short() {
  return fail(Code::kInvalid, "the tile has fewer records than that");
}

Result<std::size_t> bundle_bytes(ByteView bundle, std::uint16_t width) {
  std::size_t end = 0;
  for (std::uint16_t i = 0; i < width; ++i) {
    if (bundle.size() - end < kLengthBytes) return too_short();
    end += kLengthBytes + static_cast<std::size_t>(bundle[end] << 8U | bundle[end + 1]);
    if (end > bundle.size()) return too_short();
  }
  return end;
}

}  // namespace

Result<Bytes> stored_tile(const Store& store, const TilePath& path) {
  if (path.kind == TilePath::Kind::kHashes) return hash_tile(store, path);
  if (path.index > UINT64_MAX / kTileWidth) return fail(Code::kNotFound, "the ledger has no such tile");
  std::vector<Bytes> bodies;
  Bytes times;
  const auto read = store.entries({path.index * kTileWidth}, path.width, [&](EntryIndex, const StoredEntry& entry) {
    append(times, big_endian_64(entry.time.value));
    if (path.kind == TilePath::Kind::kEntries) bodies.push_back(entry.body);
    return true;
  });
  if (!read) return tl::unexpected(read.error());
  if (times.size() != path.width * kTimeBytes) return fail(Code::kNotFound, "the ledger has no such tile yet");
  return path.kind == TilePath::Kind::kTimes ? std::move(times) : entry_bundle(bodies);
}

Result<Bytes> cut_tile(ByteView tile, TilePath::Kind kind, std::uint16_t width) {
  std::size_t end = width * (kind == TilePath::Kind::kHashes ? kHashBytes : kTimeBytes);
  if (kind == TilePath::Kind::kEntries) {
    const auto bytes = bundle_bytes(tile, width);
    if (!bytes) return tl::unexpected(bytes.error());
    end = *bytes;
  }
  if (end > tile.size()) return too_short();
  return to_bytes(tile.first(end));
}

}  // namespace ledger
