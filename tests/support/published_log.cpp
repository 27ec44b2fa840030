// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support/published_log.hpp"

#include <algorithm>
#include <stdexcept>

#include "ledger/merkle.hpp"
#include "ledger/tile.hpp"

namespace sample {
namespace {

ledger::Bytes tile_bytes(const PublishedLog::Items& items, const ledger::MemoryTree& tree,
                         const ledger::TilePath& path) {
  if (path.kind == ledger::TilePath::Kind::kHashes) return ledger::hash_tile(tree, path).value();
  const auto from = items.begin() + static_cast<std::ptrdiff_t>(path.index * 256);
  std::vector<ledger::Bytes> bodies;
  ledger::Bytes times;
  std::for_each(from, from + path.width, [&](const auto& item) {
    bodies.push_back(item.statement);
    const auto time = ledger::big_endian_64(item.time.value);
    times.insert(times.end(), time.begin(), time.end());
  });
  return path.kind == ledger::TilePath::Kind::kTimes ? times : ledger::entry_bundle(bodies);
}

}  // namespace

PublishedLog::Items PublishedLog::items_of(const ledger::Store& store) {
  Items items;
  const auto read =
      StoreSource(store).entries({0}, store.head()->size.value, [&](ledger::EntryIndex, const auto& item) {
        items.push_back(item);
        return true;
      });
  if (!read) throw std::runtime_error(read.error().message);
  return items;
}

PublishedLog::PublishedLog(SampleLedger& ledger) : PublishedLog(ledger, items_of(ledger.store())) {}

PublishedLog::PublishedLog(SampleLedger& ledger, const Items& items) {
  ledger::MemoryTree tree;
  for (const auto& item : items) tree.append(ledger::leaf_hash(item.statement));
  for (const ledger::TilePath& path : ledger::tiles_of(tree.size())) {
    files[ledger::format_tile_path(path)] = tile_bytes(items, tree, path);
  }
  const auto note = ledger::sign_checkpoint({kOrigin, tree.size(), tree.root()}, log_key_of(ledger),
                                            attest::note_signer(*ledger.actor("ledger").key));
  files["checkpoint"] = ledger::to_bytes(note.value());
}

ledger::Result<ledger::Bytes> PublishedLog::get(const std::string& path, std::size_t bytes_max) {
  const auto found = files.find(path);
  if (found == files.end()) return ledger::fail(ledger::Code::kNotFound, "no such file: " + path, path);
  if (found->second.size() > bytes_max) return ledger::fail(ledger::Code::kTooLarge, "too large", path);
  return found->second;
}

void PublishedLog::drop_partial_tiles() {
  std::erase_if(files, [](const auto& file) { return file.first.find(".p/") != std::string::npos; });
}

ledger::NoteKey log_key_of(SampleLedger& ledger) {
  return {kOrigin, ledger::NoteKeyType::kEd25519, attest::as_ed25519(ledger.actor("ledger").key->public_key())};
}

attest::MirrorTrust trust_in(SampleLedger& ledger) {
  return {ledger.genesis(),
          [key = log_key_of(ledger)](std::string_view note) { return ledger::open_checkpoint(note, key); }};
}

}  // namespace sample
