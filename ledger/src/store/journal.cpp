// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/journal.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>

#include "ledger/durable_file.hpp"
#include "store/batch_record.hpp"
#include "store/records.hpp"

namespace ledger {

namespace {

constexpr std::string_view kFileMagic = "CLJOURN1";
constexpr std::string_view kRecordMagic = "CLJBATCH";
constexpr std::size_t kFileHeaderBytes = 8 + 8 + 8 + 32;  // then their SHA-256
constexpr std::size_t kSignedBytes = 8 + 8 + 8 + 32;      // of a record's header; then the checksum
constexpr std::size_t kRingHeaderBytes = kSignedBytes + 32;
constexpr std::size_t kRingBytes = kJournalBlocks * kJournalBlockBytes;

std::uint64_t blocks_for(std::size_t batch_bytes) {
  return (kRingHeaderBytes + batch_bytes + kJournalBlockBytes - 1) / kJournalBlockBytes;
}

// Fills `bytes` from the ring's `offset`.
Result<void> read_ring(int descriptor, std::span<std::uint8_t> bytes, std::size_t offset) {
  offset += kJournalBlockBytes;  // the file's header
  while (!bytes.empty()) {
    const ssize_t got = ::pread(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno("read the journal", errno, {});
    if (got == 0) return fail(Code::kCorrupt, "the journal is cut short: bring back a copy");
    bytes = bytes.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::size_t>(got);
  }
  return {};
}

// Length of the batch in the record that begins here; empty when none begins here.
std::optional<std::size_t> batch_bytes_of(ByteView block, std::uint64_t number) {
  if (block.size() < kRingHeaderBytes || text(block.first(kRecordMagic.size())) != kRecordMagic) return std::nullopt;
  const std::uint64_t bytes = read_big_endian_64(block.subspan(16));
  if (bytes > kJournalRecordBytesMax || number + blocks_for(bytes) > kJournalBlocks) return std::nullopt;
  return bytes;
}

Digest checksum(const Digest& key, ByteView header, ByteView batch) {
  return sha256({key.view(), header.first(kSignedBytes), batch});
}

Bytes make_ring_record(const Digest& key, std::uint64_t sequence, const Digest& chain_before, ByteView batch) {
  Bytes record;
  record.reserve(blocks_for(batch.size()) * kJournalBlockBytes);
  append(record, view(kRecordMagic));
  append(record, big_endian_64(sequence));
  append(record, big_endian_64(batch.size()));
  append(record, chain_before.view());
  append(record, checksum(key, record, batch).view());
  append(record, batch);
  record.resize(blocks_for(batch.size()) * kJournalBlockBytes, 0);
  return record;
}

// Empty when the bytes are not a whole record of this file.
Result<std::optional<JournalRecord>> open_ring_record(const Digest& key, ByteView record, std::size_t batch_bytes) {
  const ByteView batch = record.subspan(kRingHeaderBytes, batch_bytes);
  if (digest_at(record, kSignedBytes) != checksum(key, record, batch)) return std::nullopt;
  auto decoded = decode_batch(batch);
  if (!decoded) return tl::unexpected(decoded.error());
  return JournalRecord{read_big_endian_64(record.subspan(8)), digest_at(record, 24), std::move(*decoded),
                       blocks_for(batch_bytes)};
}

Result<Bytes> first_content() {
  Bytes content = to_bytes(kFileMagic);
  append(content, big_endian_64(kJournalBlocks));
  append(content, big_endian_64(kJournalBlockBytes));
  Digest key;
  if (::getrandom(key.bytes.data(), key.bytes.size(), 0) != static_cast<ssize_t>(key.bytes.size())) {
    return fail_errno("get random bytes", errno, {});
  }
  append(content, key.view());
  append(content, sha256(content).view());
  content.resize(kJournalBlockBytes + kRingBytes, 0);
  return content;
}

Result<Digest> key_of(int descriptor, const std::filesystem::path& file) {
  std::array<std::uint8_t, kFileHeaderBytes + 32> header{};
  const ssize_t got = ::pread(descriptor, header.data(), header.size(), 0);
  if (got < 0) return fail_errno("read the journal", errno, file);
  const ByteView bytes(header);
  const bool whole = got == static_cast<ssize_t>(header.size()) &&
                     digest_at(bytes, kFileHeaderBytes) == sha256(bytes.first(kFileHeaderBytes));
  if (!whole || text(bytes.first(8)) != kFileMagic) {
    return fail(Code::kCorrupt, "the journal's header is damaged: bring back a copy", file.string());
  }
  if (read_big_endian_64(bytes.subspan(8)) != kJournalBlocks ||
      read_big_endian_64(bytes.subspan(16)) != kJournalBlockBytes ||
      ::lseek(descriptor, 0, SEEK_END) != static_cast<off_t>(kJournalBlockBytes + kRingBytes)) {
    return fail(Code::kCorrupt, "the journal is of another size: bring back a copy", file.string());
  }
  return digest_at(bytes, 24);
}

// The records without a gap up to the newest.
std::vector<JournalRecord> newest_run(std::map<std::uint64_t, JournalRecord> found) {
  std::vector<JournalRecord> run;
  while (!found.empty()) {
    auto newest = std::prev(found.end());
    if (!run.empty() && newest->first + 1 != run.back().sequence) break;
    run.push_back(std::move(newest->second));
    found.erase(newest);
  }
  std::ranges::reverse(run);
  return run;
}

}  // namespace

bool follows(const JournalRecord& record, const Head& end) {
  return record.batch.base == end.size && record.chain_before == end.chain;
}

Result<std::vector<JournalRecord>> lacking(const Head& stored, std::vector<JournalRecord> records) {
  std::vector<JournalRecord> lacking;
  Head end = stored;
  for (JournalRecord& record : records) {
    if (record.batch.head.size <= stored.size) continue;
    if (!follows(record, end)) {
      return fail(Code::kStale, "the journal goes on at entry " + std::to_string(record.batch.base.value) +
                                    ", the database ends at " + std::to_string(end.size.value) +
                                    ": it is an older copy, or one of them was damaged: bring back a copy of both");
    }
    end = record.batch.head;
    lacking.push_back(std::move(record));
  }
  return lacking;
}

Result<void> Journal::create(const std::filesystem::path& file) {
  const auto content = first_content();
  if (!content) return tl::unexpected(content.error());
  return replace_file(file, text(*content), Sync::kYes, 0640);  // as the database
}

Result<std::unique_ptr<Journal>> Journal::open(const std::filesystem::path& file, bool writable) {
  const int flags = writable ? O_RDWR | O_DSYNC | O_CLOEXEC : O_RDONLY | O_CLOEXEC;
  const int descriptor = ::open(file.c_str(), flags);
  if (descriptor < 0 && errno == ENOENT) return fail(Code::kNotFound, "there is no journal", file.string());
  if (descriptor < 0) return fail_errno("open the journal", errno, file);
  std::unique_ptr<Journal> journal(new Journal(descriptor));
  const auto key = key_of(descriptor, file);
  if (!key) return tl::unexpected(key.error());
  journal->key_ = *key;
  return journal;
}

Journal::~Journal() {
  ::close(descriptor_);
}

Result<std::vector<JournalRecord>> Journal::read_all() {
  Bytes ring(kRingBytes);
  if (auto read = read_ring(descriptor_, ring, 0); !read) return tl::unexpected(read.error());
  std::map<std::uint64_t, JournalRecord> found;
  Extent newest;
  for (std::uint64_t block = 0; block < kJournalBlocks;) {
    const ByteView from = ByteView(ring).subspan(block * kJournalBlockBytes);
    const auto batch_bytes = batch_bytes_of(from, block);
    auto record = batch_bytes ? open_ring_record(key_, from, *batch_bytes) : std::nullopt;
    if (!record) return tl::unexpected(record.error());
    if (!*record) {
      ++block;
      continue;
    }
    const Extent extent{(*record)->sequence, block, (*record)->blocks};
    if (extent.sequence > newest.sequence) newest = extent;
    if (!found.emplace(extent.sequence, std::move(**record)).second) {
      return fail(Code::kCorrupt, "two records of the journal have one sequence: bring back a copy");
    }
    block += extent.blocks;
  }
  stand_behind(newest);
  return newest_run(std::move(found));
}

Result<std::optional<JournalRecord>> Journal::read_next() {
  for (const std::uint64_t block : {next_, std::uint64_t{0}}) {
    if (block == kJournalBlocks) continue;
    auto record = read_next_at(block);
    if (!record) return record;
    if (!*record) continue;
    stand_behind({sequence_ + 1, block, (*record)->blocks});
    return record;
  }
  return std::nullopt;
}

Result<std::optional<JournalRecord>> Journal::read_next_at(std::uint64_t block) {
  std::array<std::uint8_t, kRingHeaderBytes> header{};
  const std::size_t offset = block * kJournalBlockBytes;
  if (auto read = read_ring(descriptor_, header, offset); !read) return tl::unexpected(read.error());
  const auto batch_bytes = batch_bytes_of(header, block);
  if (!batch_bytes || read_big_endian_64(ByteView(header).subspan(8)) != sequence_ + 1) return std::nullopt;
  Bytes record(kRingHeaderBytes + *batch_bytes);
  if (auto read = read_ring(descriptor_, record, offset); !read) return tl::unexpected(read.error());
  return open_ring_record(key_, record, *batch_bytes);
}

void Journal::stand_behind(const Extent& extent) {
  sequence_ = extent.sequence;
  next_ = extent.first + extent.blocks;
}

// Where as many blocks in a row may be written; empty when they lie on what is kept.
std::optional<std::uint64_t> Journal::place_for(std::uint64_t blocks) const {
  const std::lock_guard lock(mutex_);
  if (kept_.empty()) return next_ + blocks <= kJournalBlocks ? next_ : 0;
  const std::uint64_t oldest = kept_.front().first;
  if (next_ > oldest) {
    if (next_ + blocks <= kJournalBlocks) return next_;
    return blocks <= oldest ? std::optional<std::uint64_t>(0) : std::nullopt;
  }
  return next_ + blocks <= oldest ? std::optional(next_) : std::nullopt;
}

bool Journal::has_room(std::size_t batch_bytes) const {
  return place_for(blocks_for(batch_bytes)).has_value();
}

Result<JournalRecord> Journal::append(const Digest& chain_before, ByteView batch) {
  const Bytes record = make_ring_record(key_, sequence_ + 1, chain_before, batch);
  const Extent extent{sequence_ + 1, place_for(blocks_for(batch.size())).value(), blocks_for(batch.size())};
  const std::size_t begin = (1 + extent.first) * kJournalBlockBytes;
  for (std::size_t done = 0; done < record.size();) {
    const ssize_t put =
        ::pwrite(descriptor_, record.data() + done, record.size() - done, static_cast<off_t>(begin + done));
    if (put < 0 && errno == EINTR) continue;
    // A limit on file sizes is asked before anything is written.
    if (put < 0 && errno == EFBIG && done == 0)
      return fail(Code::kFull, "a limit on file sizes is reached; nothing was changed");
    if (put < 0) {
      return fail(Code::kHalted, "the fate of a write to the journal is unknown (" +
                                     fail_errno("write", errno, {}).value().message + "): open the ledger anew");
    }
    done += static_cast<std::size_t>(put);
  }
  auto again = read_next_at(extent.first);
  if (!again) {
    return fail(Code::kHalted, "what was written to the journal could not be read again (" + again.error().message +
                                   "): open the ledger anew");
  }
  if (!*again || (*again)->chain_before != chain_before) {
    return fail(Code::kCorrupt, "what was read of the journal is not what was written");
  }
  stand_behind(extent);
  const std::lock_guard lock(mutex_);
  kept_.push_back(extent);
  kept_blocks_ += extent.blocks;
  return std::move(**again);
}

void Journal::release(std::uint64_t sequence) {
  const std::lock_guard lock(mutex_);
  while (!kept_.empty() && kept_.front().sequence <= sequence) {
    kept_blocks_ -= kept_.front().blocks;
    kept_.pop_front();
  }
}

bool Journal::is_half_full() const {
  const std::lock_guard lock(mutex_);
  return kept_blocks_ > kJournalBlocks / 2;
}

}  // namespace ledger
