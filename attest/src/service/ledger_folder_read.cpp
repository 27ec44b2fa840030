// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a ledger folder answers without writing.
#include "service/ledger_folder_state.hpp"

namespace attest {
namespace {

class StoreSource final : public EntrySource {
 public:
  explicit StoreSource(const ledger::Store& store) : store_(&store) {}
  Result<void> entries(EntryIndex first, std::uint64_t count,
                       const std::function<bool(EntryIndex, const Item&)>& visit) const override {
    return store_->entries(first, count, [&](EntryIndex index, const ledger::StoredEntry& entry) {
      return visit(index, Item{entry.body, entry.time});
    });
  }

 private:
  const ledger::Store* store_;
};

// A receipt is signed by the ledger: a mirror has those of what was sent from it.
Result<Bytes> kept_receipt(const fs::path& folder, EntryIndex index) {
  const auto kept = ledger::read_file(folder / "receipts" / (std::to_string(index.value) + ".cose"), kReceiptBytesMax);
  if (kept) return ledger::to_bytes(*kept);
  if (kept.error().code != Code::kNotFound) return tl::unexpected(kept.error());
  return ledger::fail(Code::kNotFound,
                      "this mirror holds no receipt of entry " + std::to_string(index.value) +
                          ", which was not sent from here; prove tlog-proof proves the same",
                      "entry");
}

}  // namespace

const ledger::Store& LedgerFolder::store() const {
  return *state_->store;
}
const ConfigRecord& LedgerFolder::config() const {
  return state_->config;
}
bool LedgerFolder::is_remote() const {
  return state_->server != nullptr;
}
const fs::path& LedgerFolder::folder() const {
  return state_->folder;
}
ConflictStore LedgerFolder::conflicts() const {
  return ConflictStore(state_->folder / "conflicts");
}
EvidenceStore LedgerFolder::evidence() const {
  return EvidenceStore(state_->folder / "evidence");
}

AccessLog LedgerFolder::access_log() const {
  return AccessLog(state_->folder / "access-log");
}

bool LedgerFolder::is_writing() const {
  return state_->sequencer != nullptr && !state_->closed && !state_->sequencer->halted();
}

UnixMillis LedgerFolder::now() const {
  const auto head = state_->store->head();
  const UnixMillis last = head ? head->time : UnixMillis{};
  return state_->clock == nullptr ? last : std::max(last, state_->clock->now());
}

Result<std::shared_ptr<const LedgerFolder::SignedHead>> LedgerFolder::shared_head() const {
  {
    const std::lock_guard lock(state_->head_mutex);
    if (state_->head) return state_->head;
  }
  auto read = read_signed_head(state_->head_file());
  if (!read) return tl::unexpected(read.error());
  return std::make_shared<const SignedHead>(std::move(*read));
}

Result<LedgerFolder::SignedHead> LedgerFolder::signed_head() const {
  const auto head = shared_head();
  if (!head) return tl::unexpected(head.error());
  return **head;
}

Result<ledger::HashPath> LedgerFolder::inclusion(EntryIndex index) const {
  const auto head = signed_head();
  if (!head) return tl::unexpected(head.error());
  return ledger::make_inclusion(*state_->store, index, head->size);
}

Result<Bytes> LedgerFolder::receipt(EntryIndex index) const {
  if (is_mirror(state_->folder)) return mirrored_receipt(index);
  const auto head = signed_head();
  if (!head) return tl::unexpected(head.error());
  return state_->receipt_at(*head, index);
}

Result<Bytes> LedgerFolder::mirrored_receipt(EntryIndex index) const {
  auto kept = kept_receipt(state_->folder, index);
  if (kept || kept.error().code != Code::kNotFound || state_->server == nullptr) return kept;
  const auto leaf = state_->store->node({0, index.value});
  if (!leaf) return tl::unexpected(leaf.error());
  auto given = state_->server->receipt(index, *state_->store);
  if (!given) return given;
  if (auto proven = check_mirrored_receipt(*state_->store, {index, *leaf}, *given); !proven) {
    return tl::unexpected(proven.error());
  }
  return given;
}

Result<std::string> LedgerFolder::tlog_proof(EntryIndex index) const {
  const auto head = signed_head();
  if (!head) return tl::unexpected(head.error());
  auto path = ledger::make_inclusion(*state_->store, index, head->size);
  if (!path) return tl::unexpected(path.error());
  return ledger::format_tlog_proof({index, std::move(*path), head->checkpoint});
}

ledger::NoteKey LedgerFolder::log_key() const {
  return state_->note_key(state_->config.ledger_key);
}

std::vector<ledger::NoteKey> LedgerFolder::missing_keys() const {
  std::vector<ledger::NoteKey> missing;
  if (state_->server != nullptr) return missing;  // it signs elsewhere
  for (const ConfigRecord::Earlier& earlier : state_->config.earlier_keys) {
    if (now() < earlier.overlap_until && state_->signer_of(earlier.key) == nullptr) {
      missing.push_back(state_->note_key(earlier.key));
    }
  }
  return missing;
}

Result<std::optional<std::string>> LedgerFolder::rotation_proof(EntryIndex rotation) const {
  auto proof = ledger::read_file(state_->rotation_file(rotation), 2 * ledger::kNoteBytesMax);
  if (proof) return std::optional<std::string>{std::move(*proof)};
  if (proof.error().code == Code::kNotFound) return std::optional<std::string>{};
  return tl::unexpected(proof.error());
}

Result<Statement> LedgerFolder::statement(EntryIndex index) const {
  const auto entry = state_->store->entry(index);
  if (!entry) return tl::unexpected(entry.error());
  return parse_statement(entry->body);
}

Result<std::optional<std::string>> LedgerFolder::disclosure(std::string_view digest) const {
  const auto fetched = state_->fetched.find(digest);
  if (fetched == state_->fetched.end()) return state_->disclosures->get(digest);
  const auto erased = get_erased(*state_->store, digest);
  if (!erased) return tl::unexpected(erased.error());
  return *erased ? std::nullopt : std::optional(fetched->second);
}

Result<std::map<std::string, std::string>> LedgerFolder::opened(const Statement& statement) const {
  if (auto fetched = fetch_disclosures(statement); !fetched) return tl::unexpected(fetched.error());
  std::map<std::string, std::string> values;
  for (const auto& digest : statement.sd) {
    const auto encoded = disclosure(digest);
    if (!encoded) return tl::unexpected(encoded.error());
    if (!*encoded) continue;
    const auto parsed = parse_disclosure(**encoded);
    if (!parsed) return tl::unexpected(parsed.error());
    values[parsed->name] = parsed->value;
  }
  return values;
}

Result<AuditReport> LedgerFolder::audit(const ledger::Progress& progress) const {
  const auto head = signed_head();
  if (!head) return tl::unexpected(head.error());
  const auto checkpoint = ledger::open_checkpoint(head->checkpoint, log_key());
  if (!checkpoint) return tl::unexpected(checkpoint.error());
  ledger::MemoryState replayed;
  const auto opens = [this](std::string_view digest) -> std::optional<std::string> {
    const auto found = disclosure(digest);
    return found ? *found : std::nullopt;
  };
  return attest::audit(StoreSource(*state_->store), *checkpoint, opens, replayed, progress);
}

Result<ledger::FsckReport> LedgerFolder::fsck(const ledger::Progress& progress) const {
  return ledger::fsck(*state_->store, admit, progress);
}

}  // namespace attest
