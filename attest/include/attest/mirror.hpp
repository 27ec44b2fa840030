// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Follows a ledger that somebody else runs, from what it publishes (C2SP tlog-tiles and our times), into a store of
// one's own. Nothing is believed: a batch is stored when its entries are a beginning of what the log's key signed,
// continue what is stored, and the policy admits each of them again at its published time.
//
// In:     checkpoint, hash tiles, entry bundles, times; the ledger's name and keys as they were handed over beforehand.
// Out:    the same records as in the ledger's own store, so that everything that reads a ledger reads a mirror.
// Trust:  the source is trusted for nothing. It can withhold entries, and it can show an older ledger to a new mirror.
// Limits: kMirrorBundlesAhead bundles are fetched while one is checked, a tile is held in memory beside them, and one
//         commit of kMirrorBatchEntries.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "attest/statement_types.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/fsck.hpp"
#include "ledger/store.hpp"

namespace attest {

inline constexpr std::size_t kMirrorBundlesAhead = 2;
inline constexpr std::uint64_t kMirrorBatchEntries = 4'096;  // stored together; a multiple of a tile's width

// Where a log is read: a server, a folder. Threads: any; several may read at once.
class LogSource {
 public:
  virtual ~LogSource() = default;
  // What is published at that path, "checkpoint" or as ledger::format_tile_path writes it. Errors: kNotFound; kTooLarge
  // over bytes_max; kBusy (try again later); whatever else keeps it from being read.
  [[nodiscard]] virtual Result<Bytes> get(const std::string& path, std::size_t bytes_max) = 0;
};

// What is known of the log beforehand. Nothing that the source says changes it.
struct MirrorTrust {
  Digest genesis;
  // The checkpoint of a note that counts: signed by the log, and cosigned where that is asked for. Errors: kInvalid.
  std::function<Result<ledger::Checkpoint>(std::string_view note)> open_checkpoint;
};

struct Followed {
  TreeSize before;
  TreeSize after;
  std::string checkpoint;  // the note that it rests on
};

// Brings the store forward to the log's present checkpoint. The store must be open for writing; a new one is empty.
// Errors, after each of which the store holds a beginning of a signed log as before: those of the source;
//   kInvalid  the checkpoint is not one of this log's, or entry 0 is not this ledger's;
//   kStale    the log is a beginning of what is stored: the server shows an older state;
//   kCorrupt  field "checkpoint": the log is another one than what is stored is a beginning of; field "entry": an entry
//             is not admitted; otherwise the field is the path of what is malformed or does not belong to the
//             checkpoint.
// Durability: what is stored survives a power cut when this returns.
[[nodiscard]] Result<Followed> follow_log(ledger::Store& store, LogSource& source, const MirrorTrust& trust,
                                          const ledger::Progress& progress);
// The same up to a checkpoint that is at hand.
[[nodiscard]] Result<Followed> follow_log_to(ledger::Store& store, LogSource& source, const MirrorTrust& trust,
                                             std::string checkpoint, const ledger::Progress& progress);

}  // namespace attest
