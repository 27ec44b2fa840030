// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/tile.hpp"

#include <algorithm>

#include "ledger/limits.hpp"
#include "text.hpp"

namespace ledger {
namespace {

constexpr std::size_t kPathCharactersMax = 64;  // the longest canonical path has 49
constexpr std::uint8_t kLevelMax = 63;
constexpr unsigned kLevelsPerTile = 8;  // 2^8 = kTileWidth

// "x001/x234/067"
std::string format_index(std::uint64_t index) {
  const auto group = [](std::uint64_t value) {
    const std::string digits = std::to_string(value);
    return std::string(3 - digits.size(), '0') + digits;
  };
  std::string out = group(index % 1000);
  for (index /= 1000; index != 0; index /= 1000) out.insert(0, "x" + group(index % 1000) + "/");
  return out;
}

// Reads any number of groups, also with needless zeros: the caller compares with the canonical spelling.
std::optional<std::uint64_t> parse_index(std::string_view text) {
  std::string digits;
  while (text.starts_with('x')) {
    if (text.size() < 5 || text[4] != '/') return std::nullopt;
    digits += text.substr(1, 3);
    text.remove_prefix(5);
  }
  digits += text;
  const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  return digits.empty() ? std::nullopt : parse_decimal(std::string_view(digits).substr(zeros));
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Cuts kind and level off the front.
bool take_kind(std::string_view& rest, TilePath& path) {
  if (take_prefix(rest, "times/")) {
    path.kind = TilePath::Kind::kTimes;
    return true;
  }
  if (take_prefix(rest, "tile/entries/")) {
    path.kind = TilePath::Kind::kEntries;
    return true;
  }
  if (!take_prefix(rest, "tile/")) return false;
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const std::optional<std::uint64_t> level = parse_decimal(rest.substr(0, slash));
  if (!level || *level > kLevelMax || slash == rest.size()) return false;
  path.level = static_cast<std::uint8_t>(*level);
  rest.remove_prefix(slash + 1);
  return true;
}

// Cuts ".p/W" off the end, when it is there.
bool take_width(std::string_view& rest, TilePath& path) {
  const std::size_t dot = rest.find(".p/");
  if (dot == std::string_view::npos) return true;
  const std::optional<std::uint64_t> width = parse_decimal(rest.substr(dot + 3));
  if (!width || *width == 0 || *width >= kTileWidth) return false;
  path.width = static_cast<std::uint16_t>(*width);
  rest = rest.substr(0, dot);
  return true;
}

tl::unexpected<Error> no_such_tile(std::string_view path) {
  return fail(Code::kNotFound, "there is no tile '" + std::string(path.substr(0, kPathCharactersMax)) + "'");
}

void add_tiles(std::vector<TilePath>& tiles, TilePath::Kind kind, std::uint8_t level, TreeSize size) {
  for (std::uint64_t index = 0; const std::uint16_t width = tile_width(level, index, size); ++index) {
    tiles.push_back({kind, level, index, width});
  }
}

}  // namespace

std::string format_tile_path(const TilePath& path) {
  std::string out = path.kind == TilePath::Kind::kTimes     ? "times/"
                    : path.kind == TilePath::Kind::kEntries ? "tile/entries/"
                                                            : "tile/" + std::to_string(path.level) + "/";
  out += format_index(path.index);
  if (path.width != kTileWidth) out += ".p/" + std::to_string(path.width);
  return out;
}

Result<TilePath> parse_tile_path(std::string_view path) {
  if (path.size() > kPathCharactersMax) return no_such_tile(path);
  TilePath parsed;
  std::string_view rest = path;
  if (!take_kind(rest, parsed) || !take_width(rest, parsed)) return no_such_tile(path);
  const std::optional<std::uint64_t> index = parse_index(rest);
  if (!index) return no_such_tile(path);
  parsed.index = *index;
  if (format_tile_path(parsed) != path) return no_such_tile(path);
  return parsed;
}

std::uint16_t tile_width(std::uint8_t level, std::uint64_t index, TreeSize size) {
  const unsigned shift = kLevelsPerTile * level;
  const std::uint64_t hashes = shift < 64 ? size.value >> shift : 0;
  const std::uint64_t full_tiles = hashes / kTileWidth;
  if (index < full_tiles) return kTileWidth;
  return index == full_tiles ? static_cast<std::uint16_t>(hashes % kTileWidth) : std::uint16_t{0};
}

std::vector<TilePath> tiles_of(TreeSize size) {
  std::vector<TilePath> tiles;
  for (std::uint8_t level = 0; tile_width(level, 0, size) != 0; ++level) {
    add_tiles(tiles, TilePath::Kind::kHashes, level, size);
  }
  add_tiles(tiles, TilePath::Kind::kEntries, 0, size);
  add_tiles(tiles, TilePath::Kind::kTimes, 0, size);
  return tiles;
}

Result<Bytes> hash_tile(const NodeReader& nodes, const TilePath& path) {
  const unsigned node_level = kLevelsPerTile * path.level;
  const bool representable = path.index <= (UINT64_MAX - kTileWidth) / kTileWidth;
  if (path.kind != TilePath::Kind::kHashes || node_level >= 64 || !representable || path.width == 0 ||
      path.width > kTileWidth) {
    return no_such_tile(format_tile_path(path));
  }
  Bytes tile;
  tile.reserve(path.width * std::size_t{32});
  for (std::uint64_t i = 0; i < path.width; ++i) {
    const Result<Digest> hash = nodes.node({static_cast<std::uint8_t>(node_level), path.index * kTileWidth + i});
    if (!hash) return tl::unexpected(hash.error());
    append(tile, hash->view());
  }
  return tile;
}

Bytes entry_bundle(const std::vector<Bytes>& entries) {
  Bytes bundle;
  for (const Bytes& entry : entries) {
    bundle.push_back(static_cast<std::uint8_t>(entry.size() >> 8U));
    bundle.push_back(static_cast<std::uint8_t>(entry.size()));
    append(bundle, entry);
  }
  return bundle;
}

Result<std::vector<Bytes>> parse_entry_bundle(ByteView bundle, std::uint16_t width) {
  std::vector<Bytes> entries;
  while (!bundle.empty() && entries.size() < width) {
    const std::size_t size = bundle.size() < 2 ? 0 : static_cast<std::size_t>(bundle[0] << 8U | bundle[1]);
    if (bundle.size() < 2 + size) return fail(Code::kInvalid, "the entry bundle is cut short; fetch it again");
    entries.push_back(to_bytes(bundle.subspan(2, size)));
    bundle = bundle.subspan(2 + size);
  }
  if (entries.size() != width || !bundle.empty()) {
    return fail(Code::kInvalid, "the entry bundle does not hold exactly " + std::to_string(width) + " entries");
  }
  return entries;
}

}  // namespace ledger
