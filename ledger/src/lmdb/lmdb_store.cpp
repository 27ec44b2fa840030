// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/lmdb_store.hpp"

#include <algorithm>
#include <array>

#include "ledger/durable_file.hpp"
#include "lmdb/env.hpp"
#include "lmdb/folder.hpp"
#include "lmdb/node_tiles.hpp"
#include "store/followed_store.hpp"
#include "store/journaled_store.hpp"
#include "store/records.hpp"

namespace ledger {

namespace {

constexpr std::array<const char*, 5> kTables{"head", "entries", "nodes", "edge", "state"};
enum Table : TableIndex { kHead, kEntries, kNodes, kEdge, kState };
constexpr EnvFormat kFormat{"CLLEDGER", 1, kTables};

constexpr std::string_view kHeadKey = "head";
constexpr std::uint64_t kChunkEntries = 256;  // read in one transaction
constexpr std::size_t kChunkBytes = std::size_t{1} << 20U;
constexpr std::size_t kScanRecords = 4'096;

Result<HeadRecord> to_head(const Result<std::optional<ByteView>>& found) {
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(Code::kCorrupt, "the head is missing: bring back a copy");
  const auto value = open_record(TableTag::kMeta, view(kHeadKey), **found);
  if (!value) return tl::unexpected(value.error());
  return decode_head(*value);
}

Result<void> put_head(WriteTxn& txn, const HeadRecord& record) {
  return txn.put(kHead, view(kHeadKey), make_record(TableTag::kMeta, view(kHeadKey), encode_head(record)));
}

Result<void> put_entries(WriteTxn& txn, const Batch& batch) {
  std::uint64_t index = batch.base.value;
  for (const StoredEntry& entry : batch.entries) {
    const auto key = big_endian_64(index++);
    const Bytes record = make_record(TableTag::kEntries, key, encode_entry(entry));
    if (auto put = txn.put(kEntries, key, record, WriteTxn::Put::kAppend); !put) return put;
  }
  return {};
}

Result<void> put_edge(WriteTxn& txn, TileId tile, const TileChanges& changes) {
  for (const auto& [slot, hash] : changes) {
    const EdgeKey key = edge_key({tile, slot});
    const Bytes record = make_record(TableTag::kEdge, key, encode_edge({tile.number, hash}));
    if (auto put = txn.put(kEdge, key, record); !put) return put;
  }
  return {};
}

// The node of an unfinished tile; empty when the slot holds none of this tile.
Result<std::optional<Digest>> edge_hash(const Result<std::optional<ByteView>>& found, const TileSlot& slot) {
  if (!found) return tl::unexpected(found.error());
  if (!*found) return std::nullopt;
  const auto value = open_record(TableTag::kEdge, edge_key(slot), **found);
  if (!value) return tl::unexpected(value.error());
  const auto record = decode_edge(*value);
  if (!record) return tl::unexpected(record.error());
  if (record->tile != slot.tile.number) return std::nullopt;
  return record->hash;
}

Result<Digest> node_in(const ReadTxn& txn, NodeId id) {
  const TileSlot slot = slot_of(id);
  const auto tile = txn.get(kNodes, tile_key(slot.tile));
  if (!tile) return tl::unexpected(tile.error());
  if (*tile) return hash_in_tile(**tile, slot);
  const auto hash = edge_hash(txn.get(kEdge, edge_key(slot)), slot);
  if (!hash) return tl::unexpected(hash.error());
  if (*hash) return **hash;
  const auto head = to_head(txn.get(kHead, view(kHeadKey)));
  if (!head) return tl::unexpected(head.error());
  if (id.level < 64 && id.index < head->head.size.value >> id.level) {
    return fail(Code::kCorrupt, "a stored node is missing: run fsck");
  }
  return fail(Code::kNotFound, "this node is not complete yet");
}

Result<void> put_full_tile(WriteTxn& txn, TileId tile, const TileChanges& changes) {
  Bytes value = tile_header(tile);
  value.reserve(kTileValueBytes);
  for (std::uint16_t slot = 0; slot < kTileSlots; ++slot) {
    if (const auto changed = changes.find(slot); changed != changes.end()) {
      append(value, changed->second.view());
      continue;
    }
    const TileSlot place{tile, slot};
    const auto hash = edge_hash(txn.get(kEdge, edge_key(place)), place);
    if (!hash) return tl::unexpected(hash.error());
    if (!*hash) return fail(Code::kCorrupt, "a node of a tile that is now full is missing: run fsck");
    append(value, (*hash)->view());
  }
  return txn.put(kNodes, tile_key(tile), value);
}

Result<void> put_nodes(WriteTxn& txn, const std::vector<Node>& nodes) {
  for (const auto& [tile, changes] : by_tile(nodes)) {
    auto put = completes_tile(changes) ? put_full_tile(txn, tile, changes) : put_edge(txn, tile, changes);
    if (!put) return put;
  }
  return {};
}

Result<void> put_state(WriteTxn& txn, const std::map<std::string, Bytes, std::less<>>& state) {
  for (const auto& [key, value] : state) {
    if (auto allowed = check_state_key(key); !allowed) return allowed;
    if (auto put = txn.put(kState, view(key), make_record(TableTag::kState, view(key), value)); !put) return put;
  }
  return {};
}

Result<void> put_batch(WriteTxn& txn, const Batch& batch) {
  const auto head = to_head(txn.get(kHead, view(kHeadKey)));
  if (!head) return tl::unexpected(head.error());
  if (head->head.size != batch.base) {
    return fail(Code::kStale, "the ledger is not of the size that the batch builds on");
  }
  if (auto put = put_entries(txn, batch); !put) return put;
  if (auto put = put_nodes(txn, batch.nodes); !put) return put;
  if (auto put = put_state(txn, batch.state); !put) return put;
  return put_head(txn, {batch.head, batch.unsealed_since});
}

class LmdbStore final : public Store {
 public:
  LmdbStore(std::unique_ptr<WriterLock> lock, std::shared_ptr<Env> env)
      : lock_(std::move(lock)), env_(std::move(env)) {}

  Result<Head> head() const override {
    const auto record = head_record();
    if (!record) return tl::unexpected(record.error());
    return record->head;
  }
  Result<std::optional<UnixMillis>> unsealed_since() const override {
    const auto record = head_record();
    if (!record) return tl::unexpected(record.error());
    return record->unsealed_since;
  }
  Result<StoredEntry> entry(EntryIndex index) const override;
  Result<void> entries(EntryIndex first, std::uint64_t count,
                       const std::function<bool(EntryIndex, const StoredEntry&)>& visit) const override;
  Result<Digest> node(NodeId id) const override;
  Result<std::vector<Digest>> nodes(std::span<const NodeId> ids) const override;
  Result<std::optional<Bytes>> get(std::string_view key) const override;
  Result<void> scan_from(std::string_view prefix, std::string_view from, std::size_t count_max,
                         const Visit& visit) const override;
  Result<void> commit(const Batch& batch) override;
  Result<void> replace_derived(const std::map<std::string, Bytes, std::less<>>& state,
                               const std::vector<Node>& nodes) override;

 private:
  Result<HeadRecord> head_record() const;
  Result<std::vector<StoredEntry>> read_chunk(EntryIndex first, std::uint64_t count) const;
  Result<void> must_write() const {
    if (lock_) return {};
    return fail(Code::kInvalid, "the ledger is open for reading only");
  }

  std::unique_ptr<WriterLock> lock_;  // before env_: given back last
  std::shared_ptr<Env> env_;
};

Result<HeadRecord> LmdbStore::head_record() const {
  const auto txn = env_->read();
  if (!txn) return tl::unexpected(txn.error());
  return to_head(txn->get(kHead, view(kHeadKey)));
}

Result<StoredEntry> LmdbStore::entry(EntryIndex index) const {
  const auto chunk = read_chunk(index, 1);
  if (!chunk) return tl::unexpected(chunk.error());
  return chunk->front();
}

Result<void> LmdbStore::entries(EntryIndex first, std::uint64_t count,
                                const std::function<bool(EntryIndex, const StoredEntry&)>& visit) const {
  for (std::uint64_t done = 0; done < count;) {
    const auto chunk = read_chunk({first.value + done}, std::min(count - done, kChunkEntries));
    if (!chunk) return tl::unexpected(chunk.error());
    for (const StoredEntry& entry : *chunk) {
      if (!visit({first.value + done}, entry)) return {};
      ++done;
    }
  }
  return {};
}

// At least one entry, at most `count`. A damaged one ends the chunk before it, so that those before it are seen.
Result<std::vector<StoredEntry>> LmdbStore::read_chunk(EntryIndex first, std::uint64_t count) const {
  const auto txn = env_->read();
  if (!txn) return tl::unexpected(txn.error());
  std::vector<StoredEntry> chunk;
  std::size_t bytes = 0;
  Result<void> judged;
  const auto walked = txn->walk(kEntries, big_endian_64(first.value), [&](ByteView key, ByteView record) {
    const auto wanted = big_endian_64(first.value + chunk.size());
    if (!std::ranges::equal(key, wanted)) return false;
    const auto value = open_record(TableTag::kEntries, wanted, record);
    auto entry = value ? decode_entry(*value) : tl::unexpected(value.error());
    if (!entry) {
      judged = tl::unexpected(entry.error());
      return false;
    }
    bytes += entry->body.size();
    chunk.push_back(std::move(*entry));
    return chunk.size() < count && bytes < kChunkBytes;
  });
  if (!chunk.empty()) return chunk;
  if (!walked) return tl::unexpected(walked.error());
  if (!judged) return tl::unexpected(judged.error());
  const auto head = to_head(txn->get(kHead, view(kHeadKey)));
  if (!head) return tl::unexpected(head.error());
  if (first.value < head->head.size.value) {
    return fail(Code::kCorrupt, "entry " + std::to_string(first.value) + " is missing: run fsck");
  }
  return fail(Code::kNotFound, "no entry has this index yet");
}

Result<Digest> LmdbStore::node(NodeId id) const {
  const auto one = nodes({&id, 1});
  if (!one) return tl::unexpected(one.error());
  return one->front();
}

Result<std::vector<Digest>> LmdbStore::nodes(std::span<const NodeId> ids) const {
  const auto txn = env_->read();
  if (!txn) return tl::unexpected(txn.error());
  std::vector<Digest> hashes;
  hashes.reserve(ids.size());
  for (const NodeId id : ids) {
    const auto hash = node_in(*txn, id);
    if (!hash) return tl::unexpected(hash.error());
    hashes.push_back(*hash);
  }
  return hashes;
}

Result<std::optional<Bytes>> LmdbStore::get(std::string_view key) const {
  if (key.empty() || key.size() > kStateKeyBytesMax) return std::nullopt;
  const auto txn = env_->read();
  if (!txn) return tl::unexpected(txn.error());
  const auto record = txn->get(kState, view(key));
  if (!record) return tl::unexpected(record.error());
  if (!*record) return std::nullopt;
  const auto value = open_record(TableTag::kState, view(key), **record);
  if (!value) return tl::unexpected(value.error());
  return to_bytes(*value);
}

Result<void> LmdbStore::scan_from(std::string_view prefix, std::string_view from, std::size_t count_max,
                                  const Visit& visit) const {
  if (prefix.size() > kStateKeyBytesMax) return {};
  Bytes next = to_bytes(std::max(prefix, from));
  if (next.size() > kStateKeyBytesMax) {  // no key is as long: the next possible one
    next.resize(kStateKeyBytesMax);
    next.push_back(0);
  }
  for (std::size_t left = count_max; left > 0;) {
    const std::size_t block = std::min(left, kScanRecords);
    std::vector<std::pair<std::string, Bytes>> found;
    Result<void> judged;
    {
      const auto txn = env_->read();
      if (!txn) return tl::unexpected(txn.error());
      const auto walked = txn->walk(kState, next, [&](ByteView key, ByteView record) {
        if (!text(key).starts_with(prefix)) return false;
        const auto value = open_record(TableTag::kState, key, record);
        if (!value) judged = tl::unexpected(value.error());
        if (value) found.emplace_back(to_string(key), to_bytes(*value));
        return value && found.size() < block;
      });
      if (!walked) return walked;
    }
    if (!judged) return judged;
    for (const auto& [key, value] : found) {
      if (!visit(key, value)) return {};
    }
    if (found.size() < block) return {};
    left -= block;
    next = to_bytes(found.back().first);
    next.push_back(0);  // the next possible key
  }
  return {};
}

Result<void> LmdbStore::commit(const Batch& batch) {
  if (auto allowed = must_write(); !allowed) return allowed;
  if (batch.head.size.value != batch.base.value + batch.entries.size()) {
    return fail(Code::kInvalid, "the batch's head does not count its entries");
  }
  return env_->write([&](WriteTxn& txn) { return put_batch(txn, batch); });
}

Result<void> LmdbStore::replace_derived(const std::map<std::string, Bytes, std::less<>>& state,
                                        const std::vector<Node>& nodes) {
  if (auto allowed = must_write(); !allowed) return allowed;
  return env_->write([&](WriteTxn& txn) -> Result<void> {
    for (const Table table : {kNodes, kEdge, kState}) {
      if (auto cleared = txn.clear(table); !cleared) return cleared;
    }
    if (auto put = put_nodes(txn, nodes); !put) return put;
    return put_state(txn, state);
  });
}

}  // namespace

Result<std::unique_ptr<Store>> open_lmdb_store(const std::filesystem::path& folder, OpenMode mode,
                                               JournalOptions options) {
  const auto file = folder / "journal";
  std::error_code error;
  if (mode == OpenMode::kCreate && std::filesystem::exists(file, error) &&
      !std::filesystem::exists(folder / "data.mdb", error)) {
    return fail(Code::kInvalid, "there is a journal of another ledger already", file.string());
  }
  auto opened = open_folder(folder, mode, kFormat, [](WriteTxn& txn) { return put_head(txn, {}); });
  if (!opened) return tl::unexpected(opened.error());
  auto database = std::make_unique<LmdbStore>(std::move(opened->lock), std::move(opened->env));
  if (mode == OpenMode::kRead) return read_through_journal(std::move(database), file);
  auto journal = Journal::open(file, true);
  // None yet: a new ledger, one made by an earlier program, or by one that was killed while it made it.
  if (!journal && journal.error().code == Code::kNotFound) {
    if (auto made = Journal::create(file); !made) return tl::unexpected(made.error());
    journal = Journal::open(file, true);
  }
  if (!journal) return tl::unexpected(journal.error());
  if (auto synced = sync_folder(folder); !synced) return tl::unexpected(synced.error());  // whoever made it
  return write_through_journal(std::move(database), std::move(*journal), std::move(options));
}

}  // namespace ledger
