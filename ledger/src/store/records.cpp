// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/records.hpp"

#include <algorithm>
#include <array>

namespace ledger {

namespace {

constexpr std::size_t kDigestBytes = 8;
constexpr std::size_t kEntryHeaderBytes = 8 + 32;
constexpr std::size_t kEdgeBytes = 8 + 32;

std::array<std::uint8_t, 4> big_endian_32(std::size_t value) {
  return {static_cast<std::uint8_t>(value >> 24U), static_cast<std::uint8_t>(value >> 16U),
          static_cast<std::uint8_t>(value >> 8U), static_cast<std::uint8_t>(value)};
}

std::size_t read_big_endian_32(ByteView bytes) {
  return std::size_t{bytes[0]} << 24U | std::size_t{bytes[1]} << 16U | std::size_t{bytes[2]} << 8U | bytes[3];
}

Digest record_digest(TableTag table, ByteView length, ByteView key, ByteView value) {
  const std::array<std::uint8_t, 1> tag{static_cast<std::uint8_t>(table)};
  return sha256({tag, length, key, value});
}

tl::unexpected<Error> damaged(std::string_view what) {
  return fail(Code::kCorrupt, "a stored " + std::string(what) + " is damaged: run fsck");
}

}  // namespace

Digest digest_at(ByteView bytes, std::size_t offset) {
  Digest digest;
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), digest.bytes.size(), digest.bytes.begin());
  return digest;
}

Bytes make_record(TableTag table, ByteView key, ByteView value) {
  const auto length = big_endian_32(value.size());
  const Digest digest = record_digest(table, length, key, value);
  Bytes record;
  record.reserve(kRecordHeaderBytes + value.size());
  append(record, digest.view().first(kDigestBytes));
  append(record, length);
  append(record, value);
  return record;
}

Result<ByteView> open_record(TableTag table, ByteView key, ByteView record) {
  if (record.size() < kRecordHeaderBytes) return damaged("record");
  const ByteView length = record.subspan(kDigestBytes, 4);
  if (read_big_endian_32(length) != record.size() - kRecordHeaderBytes) return damaged("record");
  const ByteView value = record.subspan(kRecordHeaderBytes);
  const Digest digest = record_digest(table, length, key, value);
  if (!std::ranges::equal(digest.view().first(kDigestBytes), record.first(kDigestBytes))) return damaged("record");
  return value;
}

Bytes encode_head(const HeadRecord& record) {
  Bytes value;
  append(value, big_endian_64(record.head.size.value));
  append(value, record.head.root.view());
  append(value, record.head.chain.view());
  append(value, big_endian_64(record.head.time.value));
  value.push_back(record.unsealed_since ? 1 : 0);
  append(value, big_endian_64(record.unsealed_since.value_or(UnixMillis{}).value));
  return value;
}

Result<HeadRecord> decode_head(ByteView value) {
  if (value.size() != kHeadBytes || value[80] > 1) return damaged("head");
  HeadRecord record;
  record.head.size = {read_big_endian_64(value)};
  record.head.root = digest_at(value, 8);
  record.head.chain = digest_at(value, 40);
  record.head.time = {read_big_endian_64(value.subspan(72))};
  if (value[80] == 1) record.unsealed_since = UnixMillis{read_big_endian_64(value.subspan(81))};
  return record;
}

Bytes encode_entry(const StoredEntry& entry) {
  Bytes value;
  value.reserve(kEntryHeaderBytes + entry.body.size());
  append(value, big_endian_64(entry.time.value));
  append(value, entry.chain_after.view());
  append(value, entry.body);
  return value;
}

Result<StoredEntry> decode_entry(ByteView value) {
  if (value.size() < kEntryHeaderBytes) return damaged("entry");
  return StoredEntry{to_bytes(value.subspan(kEntryHeaderBytes)), {read_big_endian_64(value)}, digest_at(value, 8)};
}

Bytes encode_edge(const EdgeRecord& record) {
  Bytes value = {};
  append(value, big_endian_64(record.tile));
  append(value, record.hash.view());
  return value;
}

Result<EdgeRecord> decode_edge(ByteView value) {
  if (value.size() != kEdgeBytes) return damaged("node");
  return EdgeRecord{read_big_endian_64(value), digest_at(value, 8)};
}

}  // namespace ledger
