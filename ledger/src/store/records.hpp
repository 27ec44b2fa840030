// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The bytes of stored records. FORMAT.md, "Stored bytes".
//
// A record is checked on the way out: digest (8 bytes) || length of the value (u32) || value. The digest is
// taken over table, length, key and value, so that a value is not believed under another key either.
#pragma once

#include <optional>
#include <string_view>

#include "ledger/store.hpp"

namespace ledger {

enum class TableTag : std::uint8_t { kMeta = 'm', kEntries = 'e', kEdge = 'g', kState = 's', kMap = 'r' };

inline constexpr std::size_t kRecordHeaderBytes = 12;

// REQUIRES: value.size() fits into 32 bits.
[[nodiscard]] Bytes make_record(TableTag table, ByteView key, ByteView value);
// The value, a view into `record`. Touches no byte of the value before the length is known to be right.
// Errors: kCorrupt.
[[nodiscard]] Result<ByteView> open_record(TableTag table, ByteView key, ByteView record);

// The 32 bytes at `offset`. REQUIRES: they are there.
[[nodiscard]] Digest digest_at(ByteView bytes, std::size_t offset);

inline constexpr std::size_t kHeadBytes = 8 + 32 + 32 + 8 + 1 + 8;  // of encode_head()
struct HeadRecord {
  Head head;
  std::optional<UnixMillis> unsealed_since;
  friend bool operator==(const HeadRecord&, const HeadRecord&) = default;
};
[[nodiscard]] Bytes encode_head(const HeadRecord& record);
[[nodiscard]] Result<HeadRecord> decode_head(ByteView value);

[[nodiscard]] Bytes encode_entry(const StoredEntry& entry);
[[nodiscard]] Result<StoredEntry> decode_entry(ByteView value);

// A node of a tile that is not full yet. The tile's number tells stale slots from present ones.
struct EdgeRecord {
  std::uint64_t tile = 0;
  Digest hash;
  friend bool operator==(const EdgeRecord&, const EdgeRecord&) = default;
};
[[nodiscard]] Bytes encode_edge(const EdgeRecord& record);
[[nodiscard]] Result<EdgeRecord> decode_edge(ByteView value);

}  // namespace ledger
