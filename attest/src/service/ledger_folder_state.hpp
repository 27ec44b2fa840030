// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What an open ledger folder holds, for the files that do its work.
#pragma once

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <set>

#include "attest/date.hpp"
#include "attest/ledger_folder.hpp"
#include "attest/mirror_folder.hpp"
#include "ledger/durable_file.hpp"
#include "ledger/limits.hpp"
#include "ledger/tlog_proof.hpp"
#include "service/disclosure_store.hpp"
#include "service/prepared_statements.hpp"
#include "service/signed_head_file.hpp"

namespace attest {

namespace fs = std::filesystem;

// The ledger's own statement about the entries before that place.
[[nodiscard]] Result<Bytes> seal_statement(const std::string& origin, const Digest& genesis, const ledger::Place& place,
                                           const Signer& key);

// What the public rules, as a mirror's entries have them, say of statements now: judged here, appended by the server.
[[nodiscard]] Result<std::vector<ledger::Answer::Refused>> judge_here(const ledger::Store& store, UnixMillis now,
                                                                      const std::vector<Submission>& submissions);

inline tl::unexpected<ledger::Error> open_for_reading_only() {
  return ledger::fail(Code::kInvalid, "the ledger is open for reading only");
}

struct LedgerFolder::State {
  fs::path folder;
  std::unique_ptr<ledger::Store> store;
  std::unique_ptr<DisclosureStore> disclosures;
  std::unique_ptr<ledger::Guard> guard;
  ConfigRecord config;                   // as of opening or the last rotation by this process
  const ledger::Clock* clock = nullptr;  // null when opened to read
  mutable std::mutex keys_mutex;
  LedgerKeys keys;  // none when opened to read
  mutable std::mutex conflicts_mutex;
  PreparedStatements prepared;
  std::unique_ptr<ledger::Sequencer> sequencer;  // null when opened to read
  std::atomic<bool> closed = false;              // nothing is appended any more, by close()
  mutable std::mutex head_mutex;
  std::shared_ptr<const SignedHead> head;                           // the newest one signed by this process
  std::unique_ptr<SignedHeadFile> head_for_readers;                 // null when opened to read
  Upstream* server = nullptr;                                       // of a mirror, when it is asked
  mutable std::map<std::string, std::string, std::less<>> fetched;  // disclosures by digest, as the server gave them
  mutable std::set<EntryIndex> asked;                               // whose confidential fields it was asked for

  [[nodiscard]] fs::path head_file() const { return folder / "signed-head"; }
  [[nodiscard]] fs::path rotation_file(EntryIndex rotation) const {
    return folder / "rotations" / (std::to_string(rotation.value) + ".tlog-proof");
  }
  [[nodiscard]] ledger::NoteKey note_key(const PublicKey& key) const {
    return {config.origin, ledger::NoteKeyType::kEd25519, as_ed25519(key)};
  }

  // Null when the key is not at hand.
  [[nodiscard]] const Signer* signer_of(const PublicKey& key) const {
    const std::lock_guard lock(keys_mutex);
    const auto at = std::find_if(keys.begin(), keys.end(), [&](const Signer* k) { return k->public_key() == key; });
    return at == keys.end() ? nullptr : *at;
  }
  [[nodiscard]] Result<const Signer*> present_signer(const PublicKey& key) const {
    if (const Signer* signer = signer_of(key)) return signer;
    return ledger::fail(Code::kKey, "this is not the present key of this ledger", "ledger key");
  }

  // What the entries say now; before there is one, what the opening will say.
  [[nodiscard]] Result<ConfigRecord> config_in(const ledger::StateReader& state) const {
    auto stored = get_config(state);
    if (!stored) return tl::unexpected(stored.error());
    return *stored ? std::move(**stored) : config;
  }
  [[nodiscard]] Result<ReceiptHeader> receipt_header(ledger::TreeSize size) const {
    const auto now = config_in(*store);
    if (!now) return tl::unexpected(now.error());
    return ReceiptHeader{key_thumbprint(ledger_key_at(*now, size)), config.origin, config.genesis, size};
  }

  // By the present key, and during an overlap by those before it that are at hand.
  [[nodiscard]] Result<std::string> sign_head(const ledger::Head& at) const {
    const auto now = config_in(*store);
    if (!now) return tl::unexpected(now.error());
    const auto present = present_signer(now->ledger_key);
    if (!present) return tl::unexpected(present.error());
    const ledger::Checkpoint checkpoint{config.origin, at.size, at.root};
    auto note = ledger::sign_checkpoint(checkpoint, note_key(now->ledger_key), note_signer(**present));
    for (const ConfigRecord::Earlier& earlier : now->earlier_keys) {
      const Signer* signer = at.time < earlier.overlap_until ? signer_of(earlier.key) : nullptr;
      if (note && signer != nullptr) {
        note = ledger::sign_checkpoint_too(*note, note_key(earlier.key), note_signer(*signer));
      }
    }
    return note;
  }

  // The key follows the entries: directly after a rotation, in the same batch, it is the next one already.
  [[nodiscard]] Result<Bytes> make_seal(const ledger::Place& place, const ledger::StateReader& state) const {
    const auto now = config_in(state);
    if (!now) return tl::unexpected(now.error());
    const auto key = present_signer(now->ledger_key);
    if (!key) return tl::unexpected(key.error());
    return seal_statement(config.origin, config.genesis, place, **key);
  }

  // Signs receipts' root for this commit and remembers it, unless a later commit was remembered already.
  Result<std::shared_ptr<const SignedHead>> remember(const ledger::Commit& commit) {
    const std::lock_guard lock(head_mutex);
    if (head && head->size >= commit.head.size) return head;
    const auto now = config_in(*store);
    if (!now) return tl::unexpected(now.error());
    const auto key = present_signer(ledger_key_at(*now, commit.head.size));
    if (!key) return tl::unexpected(key.error());
    const auto header = receipt_header(commit.head.size);
    if (!header) return tl::unexpected(header.error());
    auto signature = sign_receipt_root(*header, commit.head.root, **key);
    if (!signature) return tl::unexpected(signature.error());
    head = std::make_shared<const SignedHead>(
        SignedHead{commit.checkpoint, commit.head.size, std::move(*signature), encode_receipt_header(*header)});
    // For readers beside us, who then see the head before. What is appended stays so when the disk is full now, and
    // the next commit or start writes the file again.
    static_cast<void>(head_for_readers->write(*head));
    return head;
  }

  Result<void> open_disclosures(ledger::OpenMode mode, Steps at_step = {}) {
    const auto is_erased = [this](std::string_view digest) -> Result<bool> {
      const auto erased = get_erased(*store, digest);
      if (!erased) return tl::unexpected(erased.error());
      return erased->has_value();
    };
    auto opened = DisclosureStore::open(folder / "disclosures", mode, {is_erased, std::move(at_step)});
    if (!opened) return tl::unexpected(opened.error());
    disclosures = std::move(*opened);
    return {};
  }

  Result<void> follow_erasures() const {
    const auto end = get_erasures_end(*store);
    return end ? disclosures->follow(*end) : tl::unexpected(end.error());
  }

  // What kept conflicts say beside an entry of which something was erased goes too.
  Result<void> close_conflicts() const {
    return ConflictStore(folder / "conflicts").close([&](const EntryRef& admitted) -> Result<bool> {
      const auto entry = store->entry(admitted.index);
      const auto statement = entry ? parse_statement(entry->body) : tl::unexpected(entry.error());
      if (!statement) return tl::unexpected(statement.error());
      for (const std::string& digest : statement->sd) {
        const auto erased = get_erased(*store, digest);
        if (!erased) return tl::unexpected(erased.error());
        if (*erased) return true;
      }
      return false;
    });
  }

  [[nodiscard]] Result<Bytes> receipt_at(const SignedHead& at, EntryIndex index) const {
    const auto path = ledger::make_inclusion(*store, index, at.size);
    if (!path) return tl::unexpected(path.error());
    if (!at.receipt_header.empty()) {
      return encode_receipt(at.receipt_header, at.size, index, *path, at.receipt_signature);
    }
    const auto header = receipt_header(at.size);
    if (!header) return tl::unexpected(header.error());
    return encode_receipt(*header, index, *path, at.receipt_signature);
  }

  // While both keys sign: whoever knows only the one before follows this proof, for ever.
  Result<void> keep_rotation_proofs(const SignedHead& at) const {
    const auto last = store->head();
    if (!last) return tl::unexpected(last.error());
    for (const ConfigRecord::Earlier& earlier : config.earlier_keys) {
      const fs::path file = rotation_file(earlier.rotated.index);
      std::error_code error;
      if (last->time >= earlier.overlap_until || signer_of(earlier.key) == nullptr || fs::exists(file, error)) continue;
      auto path = ledger::make_inclusion(*store, earlier.rotated.index, at.size);
      if (!path) return tl::unexpected(path.error());
      const std::string proof = ledger::format_tlog_proof({earlier.rotated.index, std::move(*path), at.checkpoint});
      if (auto kept = ledger::replace_file(file, proof); !kept) return kept;
    }
    return {};
  }

  Result<void> start_sequencer() {
    head_for_readers = std::make_unique<SignedHeadFile>(head_file());
    ledger::SequencerConfig sequencing;
    sequencing.sign_head = [this](const ledger::Head& at) { return sign_head(at); };
    sequencing.admit = [this](ByteView bytes, const ledger::Place& place, ledger::State& into) {
      return admit_prepared(prepared, bytes, place, into);
    };
    sequencing.make_seal = [this](const ledger::Place& place, const ledger::StateReader& state) {
      return make_seal(place, state);
    };
    auto started = ledger::Sequencer::start(*store, *guard, *clock, std::move(sequencing));
    if (!started) return tl::unexpected(started.error());
    sequencer = std::move(*started);
    return {};
  }
};

}  // namespace attest
