// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "lmdb/env.hpp"

#include <sys/resource.h>

#include <cerrno>

#include "ledger/durable_file.hpp"
#include "lmdb/env_registry.hpp"
#include "lmdb/meta_pages.hpp"
#include "store/records.hpp"

namespace ledger {

namespace {

constexpr std::size_t kFirstMapBytes = std::size_t{1} << 26U;  // of address space, not of disk; doubled on need
constexpr std::uintmax_t kFullBelowBytes = std::uintmax_t{1} << 20U;
constexpr unsigned kReadersMax = 1'022;
constexpr std::string_view kFormatKey = "format";
constexpr std::size_t kFormatBytes = 8 + 4;

MDB_val to_val(ByteView bytes) {
  return {bytes.size(), const_cast<std::uint8_t*>(bytes.data())};
}
ByteView to_view(const MDB_val& value) {
  return {static_cast<const std::uint8_t*>(value.mv_data), value.mv_size};
}

Bytes encode_format(const EnvFormat& format) {
  Bytes value = to_bytes(format.kind);
  const auto version = big_endian_64(format.version);
  append(value, ByteView(version).last(4));
  return make_record(TableTag::kMeta, view(kFormatKey), value);
}

Result<void> check_format(const EnvFormat& format, const MDB_val& stored) {
  const auto value = open_record(TableTag::kMeta, view(kFormatKey), to_view(stored));
  if (!value) return tl::unexpected(value.error());
  if (value->size() != kFormatBytes || text(value->first(8)) != format.kind) {
    return fail(Code::kCorrupt, "the database is of another kind");
  }
  Bytes wide(4, 0);
  append(wide, value->last(4));
  const std::uint64_t version = read_big_endian_64(wide);
  if (version > format.version) {
    return fail(Code::kNewer, "the stored format is version " + std::to_string(version) + ", this program knows " +
                                  std::to_string(format.version) + ": use a newer program");
  }
  if (version != format.version) return fail(Code::kCorrupt, "there is no such version of the stored format");
  return {};
}

// LMDB calls a write that was cut short EIO; what cuts writes short is a full disk, or a limit of file sizes.
bool no_room(const std::filesystem::path& folder) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  if (!error && space.available < kFullBelowBytes) return true;
  const auto file_bytes = std::filesystem::file_size(folder / "data.mdb", error);
  rlimit limit{};
  return !error && ::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
         file_bytes + kFullBelowBytes > limit.rlim_cur;
}

Result<std::optional<ByteView>> get_value(MDB_txn* txn, MDB_dbi table, ByteView key) {
  MDB_val wanted = to_val(key);
  MDB_val found{};
  const int number = mdb_get(txn, table, &wanted, &found);
  if (number == MDB_NOTFOUND) return std::nullopt;
  if (number != MDB_SUCCESS) return fail_lmdb("read a record", number);
  return to_view(found);
}

}  // namespace

tl::unexpected<Error> fail_lmdb(std::string_view action, int number) {
  const std::string message = "could not " + std::string(action) + ": " + mdb_strerror(number);
  switch (number) {
    case MDB_PANIC:
      return fail(Code::kHalted, message);
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_INVALID:
    case MDB_INCOMPATIBLE:
    case MDB_VERSION_MISMATCH:
      return fail(Code::kCorrupt, message);
    case MDB_BAD_VALSIZE:
      return fail(Code::kInvalid, message);
    default:
      return fail(number > 0 ? code_of_errno(number) : Code::kStorage, message);
  }
}

// --- one transaction

ReadTxn::ReadTxn(ReadTxn&& other) noexcept
    : env_(other.env_), map_lock_(std::move(other.map_lock_)), txn_(std::exchange(other.txn_, nullptr)) {}

ReadTxn::~ReadTxn() {
  if (txn_ != nullptr) mdb_txn_abort(txn_);
}

Result<std::optional<ByteView>> ReadTxn::get(TableIndex table, ByteView key) const {
  return get_value(txn_, env_->tables_[table], key);
}

Result<void> ReadTxn::walk(TableIndex table, ByteView from,
                           const std::function<bool(ByteView key, ByteView value)>& visit) const {
  MDB_cursor* raw = nullptr;
  if (const int number = mdb_cursor_open(txn_, env_->tables_[table], &raw); number != MDB_SUCCESS) {
    return fail_lmdb("read a table", number);
  }
  const std::unique_ptr<MDB_cursor, void (*)(MDB_cursor*)> cursor(raw, mdb_cursor_close);
  MDB_val key = to_val(from);
  MDB_val value{};
  int number = mdb_cursor_get(raw, &key, &value, from.empty() ? MDB_FIRST : MDB_SET_RANGE);
  while (number == MDB_SUCCESS && visit(to_view(key), to_view(value))) {
    number = mdb_cursor_get(raw, &key, &value, MDB_NEXT);
  }
  if (number != MDB_SUCCESS && number != MDB_NOTFOUND) return fail_lmdb("read a table", number);
  return {};
}

Result<std::optional<ByteView>> WriteTxn::get(TableIndex table, ByteView key) const {
  return get_value(txn_, env_->tables_[table], key);
}

Result<void> WriteTxn::put(TableIndex table, ByteView key, ByteView value, Put mode) {
  MDB_val key_value = to_val(key);
  MDB_val stored = to_val(value);
  const unsigned flags = mode == Put::kAppend ? unsigned{MDB_APPEND} : 0U;
  const int number = mdb_put(txn_, env_->tables_[table], &key_value, &stored, flags);
  if (number == MDB_SUCCESS) return {};
  map_full_ = number == MDB_MAP_FULL;
  if (number == MDB_KEYEXIST) return fail(Code::kCorrupt, "a record lies beyond the stored end: run fsck");
  return fail_lmdb("write a record", number);
}

Result<void> WriteTxn::clear(TableIndex table) {
  const int number = mdb_drop(txn_, env_->tables_[table], 0);
  if (number == MDB_SUCCESS) return {};
  map_full_ = number == MDB_MAP_FULL;
  return fail_lmdb("empty a table", number);
}

// --- the environment

Env::~Env() {
  if (env_ != nullptr) mdb_env_close(env_);
}

Result<std::shared_ptr<Env>> Env::open(const std::filesystem::path& folder, bool writable, const EnvFormat& format) {
  return EnvRegistry::of_process().find_or_open(
      folder, [&](const Env& there) { return !writable || there.writable_; },
      [&] { return open_new(folder, writable, format); });
}

Result<std::unique_ptr<Env>> Env::open_new(const std::filesystem::path& folder, bool writable,
                                           const EnvFormat& format) {
  if (auto sane = check_meta_pages(folder / "data.mdb"); !sane) return tl::unexpected(sane.error());
  std::unique_ptr<Env> env(new Env);
  if (auto opened = env->open_environment(folder, writable, format.tables.size() + 1); !opened) {
    return tl::unexpected(opened.error());
  }
  if (auto tables = env->open_tables(format); !tables) return tl::unexpected(tables.error());
  return env;
}

Result<std::shared_ptr<Env>> Env::create(const std::filesystem::path& folder, const EnvFormat& format,
                                         const std::function<Result<void>(WriteTxn&)>& first) {
  return EnvRegistry::of_process().find_or_open(
      folder, [](const Env&) { return false; },
      [&]() -> Result<std::unique_ptr<Env>> {
        std::unique_ptr<Env> env(new Env);
        if (auto opened = env->open_environment(folder, true, format.tables.size() + 1); !opened) {
          return tl::unexpected(opened.error());
        }
        if (auto made = env->create_tables(format, first); !made) return tl::unexpected(made.error());
        if (auto synced = sync_folder(folder); !synced) return tl::unexpected(synced.error());
        return env;
      });
}

Result<void> Env::open_environment(const std::filesystem::path& folder, bool writable, std::size_t tables) {
  folder_ = folder;
  writable_ = writable;
  if (const int number = mdb_env_create(&env_); number != MDB_SUCCESS) return fail_lmdb("open the database", number);
  mdb_env_set_mapsize(env_, kFirstMapBytes);  // LMDB takes the file's size where that is more
  mdb_env_set_maxdbs(env_, static_cast<MDB_dbi>(tables));
  mdb_env_set_maxreaders(env_, kReadersMax);
  const unsigned flags = unsigned{MDB_NOTLS} | (writable ? 0U : unsigned{MDB_RDONLY});
  const int number = mdb_env_open(env_, folder.c_str(), flags, 0640);
  if (number != MDB_SUCCESS) return fail_lmdb("open the database", number);
  return {};
}

Result<void> Env::open_tables(const EnvFormat& format) {
  MDB_txn* txn = nullptr;
  int number = mdb_txn_begin(env_, nullptr, MDB_RDONLY, &txn);
  if (number != MDB_SUCCESS) return fail_lmdb("read the database", number);
  // Committed, not aborted: that keeps the tables open.
  const std::unique_ptr<MDB_txn, void (*)(MDB_txn*)> ended(txn, [](MDB_txn* open) { mdb_txn_commit(open); });
  MDB_dbi meta = 0;
  number = mdb_dbi_open(txn, "meta", 0, &meta);
  if (number == MDB_NOTFOUND) {
    return fail(Code::kCorrupt, "the database was never finished when it was made: make it again", folder_.string());
  }
  if (number != MDB_SUCCESS) return fail_lmdb("open the table of formats", number);
  const auto stored = get_value(txn, meta, view(kFormatKey));
  if (!stored) return tl::unexpected(stored.error());
  if (!*stored) return fail(Code::kCorrupt, "the database has no format record", folder_.string());
  if (auto checked = check_format(format, to_val(**stored)); !checked) return checked;
  for (const char* name : format.tables) {
    number = mdb_dbi_open(txn, name, 0, &tables_.emplace_back());
    if (number == MDB_NOTFOUND) return fail(Code::kCorrupt, "a table is missing", name);
    if (number != MDB_SUCCESS) return fail_lmdb("open a table", number);
  }
  return {};
}

Result<void> Env::create_tables(const EnvFormat& format, const std::function<Result<void>(WriteTxn&)>& first) {
  MDB_txn* txn = nullptr;
  int number = mdb_txn_begin(env_, nullptr, 0, &txn);
  if (number != MDB_SUCCESS) return fail_lmdb("write the database", number);
  std::unique_ptr<MDB_txn, void (*)(MDB_txn*)> undo(txn, mdb_txn_abort);
  MDB_dbi main = 0;
  MDB_stat there{};
  number = mdb_dbi_open(txn, nullptr, 0, &main);
  if (number == MDB_SUCCESS) number = mdb_stat(txn, main, &there);
  if (number != MDB_SUCCESS) return fail_lmdb("write the database", number);
  if (there.ms_entries != 0) return fail(Code::kInvalid, "there is a database already", folder_.string());
  MDB_dbi meta = 0;
  number = mdb_dbi_open(txn, "meta", MDB_CREATE, &meta);
  for (const char* name : format.tables) {
    if (number == MDB_SUCCESS) number = mdb_dbi_open(txn, name, MDB_CREATE, &tables_.emplace_back());
  }
  if (number != MDB_SUCCESS) return fail_lmdb("make a table", number);
  const Bytes record = encode_format(format);
  MDB_val key = to_val(view(kFormatKey));
  MDB_val value = to_val(record);
  number = mdb_put(txn, meta, &key, &value, 0);
  if (number != MDB_SUCCESS) return fail_lmdb("write the format", number);
  WriteTxn write(*this, txn);
  if (auto written = first(write); !written) return written;
  bool map_full = false;
  return commit(undo.release(), map_full);
}

Result<ReadTxn> Env::read() const {
  for (;;) {
    if (map_changes_.load()) const std::lock_guard wait(gate_);
    std::shared_lock lock(map_mutex_);
    MDB_txn* txn = nullptr;
    const int number = mdb_txn_begin(env_, nullptr, MDB_RDONLY, &txn);
    if (number == MDB_SUCCESS) return ReadTxn(*this, std::move(lock), txn);
    if (number != MDB_MAP_RESIZED) return fail_lmdb("read the database", number);
    // The writer, in another process, has grown the map: take its size over.
    lock.unlock();
    if (auto resized = resize_map(0); !resized) return tl::unexpected(resized.error());
  }
}

Result<void> Env::write(const std::function<Result<void>(WriteTxn&)>& work) {
  const std::lock_guard lock(write_mutex_);
  for (;;) {
    const auto done = attempt(work);
    if (!done) return tl::unexpected(done.error());
    if (*done == Attempt::kDone) return {};
    if (auto grown = grow_map(); !grown) return grown;
  }
}

Result<Env::Attempt> Env::attempt(const std::function<Result<void>(WriteTxn&)>& work) {
  MDB_txn* txn = nullptr;
  if (const int number = mdb_txn_begin(env_, nullptr, 0, &txn); number != MDB_SUCCESS) {
    return fail_lmdb("begin writing", number);
  }
  WriteTxn write(*this, txn);
  const auto worked = work(write);
  if (!worked) {
    mdb_txn_abort(txn);
    if (write.map_full_) return Attempt::kMapFull;
    return tl::unexpected(worked.error());
  }
  bool map_full = false;
  const auto committed = commit(txn, map_full);
  if (map_full) return Attempt::kMapFull;
  if (!committed) return tl::unexpected(committed.error());
  return Attempt::kDone;
}

// LMDB writes and syncs the pages first: a failure there leaves the old state. A failure of the last write,
// the one that makes the new state the present one, leaves the fate unknown; LMDB then refuses to go on.
Result<void> Env::commit(MDB_txn* txn, bool& map_full) {
  const int number = mdb_txn_commit(txn);
  if (number == MDB_SUCCESS) return {};
  map_full = number == MDB_MAP_FULL;
  MDB_txn* probe = nullptr;
  if (mdb_txn_begin(env_, nullptr, MDB_RDONLY, &probe) != MDB_SUCCESS) {
    return fail(Code::kHalted,
                "the commit's fate is unknown (" + std::string(mdb_strerror(number)) + "): open the ledger anew");
  }
  mdb_txn_abort(probe);
  if (number == EIO && no_room(folder_)) {
    return fail(Code::kFull, "the disk is full, or a limit on file sizes is reached; nothing was changed");
  }
  return fail_lmdb("commit", number);
}

Result<void> Env::grow_map() {
  MDB_envinfo info{};
  mdb_env_info(env_, &info);
  return resize_map(info.me_mapsize * 2);
}

Result<void> Env::resize_map(std::size_t bytes) const {
  const std::lock_guard gate(gate_);
  map_changes_.store(true);
  int number = MDB_SUCCESS;
  {
    const std::unique_lock alone(map_mutex_);
    number = mdb_env_set_mapsize(env_, bytes);
  }
  map_changes_.store(false);
  if (number != MDB_SUCCESS) return fail_lmdb("grow the map of the database", number);
  return {};
}

}  // namespace ledger
