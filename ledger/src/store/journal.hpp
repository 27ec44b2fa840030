// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The file in front of the database: a preallocated ring of blocks in which a batch is durable after one synced write,
// before the database, which needs two, has it. FORMAT.md, "Journal".
//
// A record is believed only under the file's own random key, so nothing that a submitter sends can look like one.
//
// Threads: append and read one at a time; release() from any.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "ledger/store.hpp"

namespace ledger {

inline constexpr std::size_t kJournalBlockBytes = 4'096;
inline constexpr std::uint64_t kJournalBlocks = 1'024;                // of the ring
inline constexpr std::size_t kJournalRecordBytesMax = 256U * 1'024U;  // larger batches go to the database directly

struct JournalRecord {
  std::uint64_t sequence = 0;  // from 1, one more with each record
  Digest chain_before;         // chain value that the batch builds on
  Batch batch;
  std::uint64_t blocks = 0;  // that it takes in the ring
};

[[nodiscard]] bool follows(const JournalRecord& record, const Head& end);
// Of the records, those that a database which ends at `stored` lacks. Errors: kStale when they do not follow on it.
[[nodiscard]] Result<std::vector<JournalRecord>> lacking(const Head& stored, std::vector<JournalRecord> records);

class Journal {
 public:
  // Makes the file, in one step, where there is none. Durable when this returns. Errors: kFull, kStorage.
  [[nodiscard]] static Result<void> create(const std::filesystem::path& file);
  // Errors: kNotFound; kCorrupt (the header, or the file is cut short); kStorage.
  [[nodiscard]] static Result<std::unique_ptr<Journal>> open(const std::filesystem::path& file, bool writable);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  // Every record without a gap up to the newest whole one, oldest first; goes on behind it from here.
  // Errors: kCorrupt; kStorage.
  // Cost: the whole file is read.
  [[nodiscard]] Result<std::vector<JournalRecord>> read_all();
  // The record behind the last one that was read or written here, when it is there.
  [[nodiscard]] Result<std::optional<JournalRecord>> read_next();

  // Whether a batch of so many bytes (encode_batch) fits beside what is not released.
  // REQUIRES: batch_bytes <= kJournalRecordBytesMax.
  [[nodiscard]] bool has_room(std::size_t batch_bytes) const;
  // One synced write; then the record as it was read again. REQUIRES: read_all() was called; has_room().
  // Errors: kFull when the file may not be written there (a limit on file sizes): nothing was changed;
  // kHalted: the fate is unknown; kCorrupt: what was read is not what was written.
  [[nodiscard]] Result<JournalRecord> append(const Digest& chain_before, ByteView batch);
  // Records up to this one may be overwritten from now on.
  void release(std::uint64_t sequence);
  // Whether more than half of the ring waits to be released.
  [[nodiscard]] bool is_half_full() const;

 private:
  struct Extent {
    std::uint64_t sequence = 0;
    std::uint64_t first = 0;  // block
    std::uint64_t blocks = 0;
  };
  explicit Journal(int descriptor) : descriptor_(descriptor) {}
  [[nodiscard]] std::optional<std::uint64_t> place_for(std::uint64_t blocks) const;
  [[nodiscard]] Result<std::optional<JournalRecord>> read_next_at(std::uint64_t block);
  void stand_behind(const Extent& extent);

  int descriptor_;
  Digest key_;
  std::uint64_t sequence_ = 0;  // of the last record read or written
  std::uint64_t next_ = 0;      // block behind it
  mutable std::mutex mutex_;
  std::deque<Extent> kept_;  // written here and not released
  std::uint64_t kept_blocks_ = 0;
};

}  // namespace ledger
