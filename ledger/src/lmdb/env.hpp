// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// One LMDB environment, and the rules under which 0.9.24 may be used, as code: no DUPSORT, no deletes, no
// WRITEMAP, no NOSYNC, one environment per folder and process, the map grown only while nobody reads.
#pragma once

#include <lmdb.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

#include "ledger/lmdb_store.hpp"
#include "lmdb/writer_lock.hpp"

namespace ledger {

// Which kind of folder it is, in the format record.
struct EnvFormat {
  std::string_view kind;  // 8 bytes
  std::uint32_t version = 0;
  std::span<const char* const> tables;
};

using TableIndex = std::size_t;  // place in EnvFormat::tables

class Env;

// Sees one state of the database. Keep it short: pages that it may see are not used again.
class ReadTxn {
 public:
  ~ReadTxn();
  ReadTxn(ReadTxn&&) noexcept;
  ReadTxn(const ReadTxn&) = delete;
  ReadTxn& operator=(const ReadTxn&) = delete;
  ReadTxn& operator=(ReadTxn&&) = delete;
  // Views live as long as this object.
  [[nodiscard]] Result<std::optional<ByteView>> get(TableIndex table, ByteView key) const;
  // Records from the first key that is not below `from`, in order, until `visit` returns false.
  [[nodiscard]] Result<void> walk(TableIndex table, ByteView from,
                                  const std::function<bool(ByteView key, ByteView value)>& visit) const;

 private:
  friend class Env;
  ReadTxn(const Env& env, std::shared_lock<std::shared_mutex> map_lock, MDB_txn* txn)
      : env_(&env), map_lock_(std::move(map_lock)), txn_(txn) {}
  const Env* env_;
  std::shared_lock<std::shared_mutex> map_lock_;
  MDB_txn* txn_;
};

// Within Env::write() only.
class WriteTxn {
 public:
  enum class Put : std::uint8_t { kReplace, kAppend };
  [[nodiscard]] Result<std::optional<ByteView>> get(TableIndex table, ByteView key) const;
  // kAppend: the key must be above all others (kCorrupt if not).
  [[nodiscard]] Result<void> put(TableIndex table, ByteView key, ByteView value, Put mode = Put::kReplace);
  // Empties a table of derived records.
  [[nodiscard]] Result<void> clear(TableIndex table);

 private:
  friend class Env;
  WriteTxn(const Env& env, MDB_txn* txn) : env_(&env), txn_(txn) {}
  const Env* env_;
  MDB_txn* txn_;
  bool map_full_ = false;
};

class Env {
 public:
  // One per folder and process: a second opening shares it. Errors: see open_lmdb_store.
  [[nodiscard]] static Result<std::shared_ptr<Env>> open(const std::filesystem::path& folder, bool writable,
                                                         const EnvFormat& format);
  // Makes folder and tables, and what `first` writes into them, in one transaction.
  [[nodiscard]] static Result<std::shared_ptr<Env>> create(const std::filesystem::path& folder, const EnvFormat& format,
                                                           const std::function<Result<void>(WriteTxn&)>& first);
  ~Env();
  Env(const Env&) = delete;
  Env& operator=(const Env&) = delete;

  // Threads: any. Errors: kStorage, kCorrupt, kHalted after a failed write of the commit record.
  [[nodiscard]] Result<ReadTxn> read() const;

  // Runs `work` in one transaction and makes it durable; runs it again after growing the map when it was full.
  // Errors: those of `work`; kFull, kStorage: nothing was changed; kHalted: the fate is unknown.
  [[nodiscard]] Result<void> write(const std::function<Result<void>(WriteTxn&)>& work);

 private:
  friend class ReadTxn;
  friend class WriteTxn;
  Env() = default;
  [[nodiscard]] static Result<std::unique_ptr<Env>> open_new(const std::filesystem::path& folder, bool writable,
                                                             const EnvFormat& format);
  [[nodiscard]] Result<void> open_environment(const std::filesystem::path& folder, bool writable, std::size_t tables);
  [[nodiscard]] Result<void> open_tables(const EnvFormat& format);
  [[nodiscard]] Result<void> create_tables(const EnvFormat& format,
                                           const std::function<Result<void>(WriteTxn&)>& first);
  enum class Attempt : std::uint8_t { kDone, kMapFull };
  [[nodiscard]] Result<Attempt> attempt(const std::function<Result<void>(WriteTxn&)>& work);
  [[nodiscard]] Result<void> commit(MDB_txn* txn, bool& map_full);
  [[nodiscard]] Result<void> resize_map(std::size_t bytes) const;
  [[nodiscard]] Result<void> grow_map();

  MDB_env* env_ = nullptr;
  std::filesystem::path folder_;
  bool writable_ = false;
  std::vector<MDB_dbi> tables_;
  mutable std::shared_mutex map_mutex_;  // shared by every read; held alone while the map changes
  mutable std::mutex gate_;              // readers wait here while a change of the map is due
  mutable std::atomic<bool> map_changes_ = false;
  std::mutex write_mutex_;
};

// "could not <action>: …" with the code that the number stands for.
[[nodiscard]] tl::unexpected<Error> fail_lmdb(std::string_view action, int number);

}  // namespace ledger
