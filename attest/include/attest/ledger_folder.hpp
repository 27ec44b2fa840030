// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A ledger on this machine: one folder with store, guard, disclosures, evidence and keys, opened and wired.
//
//   store/ guard signed-head disclosures/ access-log evidence/ conflicts/ keys/ certificates/ lists/ rotations/
//
// Threads:    any, but for create, open, rotate_key and the destructor, which want that nobody else is using the
// object.
//             submit() and dry_run() parse and check signatures on the caller's thread, wait for their batch, and are
//             answered kHalted after close(). The clock must be one for any thread, as MachineClock is.
// Durability: disclosures are durable before the statement that needs them is appended.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attest/access_log.hpp"
#include "attest/audit.hpp"
#include "attest/conflicts.hpp"
#include "attest/evidence_store.hpp"
#include "attest/policy.hpp"
#include "attest/receipt.hpp"
#include "attest/records.hpp"
#include "attest/signer.hpp"
#include "ledger/lmdb_store.hpp"
#include "ledger/sequencer.hpp"

namespace attest {

// What a submission was answered with.
struct Registered {
  struct Entry {
    EntryRef ref;
    bool duplicate = false;
    Bytes receipt;  // RFC 9942
  };
  std::vector<Entry> entries;
  std::string checkpoint;
};

struct Refusal {
  std::size_t statement = 0;
  std::vector<ledger::Violation> violations;
};

struct SubmitAnswer {
  std::optional<Registered> registered;
  std::vector<Refusal> refused;  // every refused statement; nothing was appended then
};

struct OpeningKeys {
  struct Root {
    const Signer* key = nullptr;
    std::string holder;
  };
  const Signer* ledger = nullptr;
  std::vector<Root> roots;
};

// The ledger's private keys that are at hand: the present one, and during an overlap those before it. All must outlive
// what they are given to.
using LedgerKeys = std::vector<const Signer*>;

class Upstream;  // mirror_folder.hpp

class LedgerFolder {
 public:
  struct Opening {
    std::string origin;
    ClockKind clock = ClockKind::kMachine;
    std::string certifier;
    Names certifier_names;
    std::string certifier_country;
  };

  // Makes the folder and entry 0 with its seal. Clock and ledger key must outlive the object. Errors: kInvalid
  // (exists), kKey, ...
  [[nodiscard]] static Result<std::unique_ptr<LedgerFolder>> create(const std::filesystem::path& folder,
                                                                    const Opening& opening, const OpeningKeys& keys,
                                                                    const ledger::Clock& clock);
  // Called with the name of each step of a rewrite of the disclosures; tests kill here.
  using Steps = std::function<void(std::string_view step)>;
  // For writing: takes the lock, and takes out of the disclosures what the entries say is erased. Clock and ledger
  // key must outlive the object. Errors: kLocked, kNewer, kStale, kCorrupt, kKey, ...
  [[nodiscard]] static Result<std::unique_ptr<LedgerFolder>> open(const std::filesystem::path& folder,
                                                                  const LedgerKeys& keys, const ledger::Clock& clock,
                                                                  Steps at_step = {});
  // For reading, beside a writer.
  [[nodiscard]] static Result<std::unique_ptr<LedgerFolder>> open_to_read(const std::filesystem::path& folder);
  // A mirror (mirror_folder.hpp), for writing: submit() goes to the server of its ledger. Clock and server must outlive
  // the object. Errors: as open_to_read(); kLocked.
  [[nodiscard]] static Result<std::unique_ptr<LedgerFolder>> open_mirror(const std::filesystem::path& folder,
                                                                         const ledger::Clock& clock, Upstream& server);
  // The same for reading: what confidential fields its reader may see is asked for when they are needed, and kept in
  // memory alone.
  [[nodiscard]] static Result<std::unique_ptr<LedgerFolder>> open_mirror_to_read(const std::filesystem::path& folder,
                                                                                 Upstream& server);
  ~LedgerFolder();

  // All or nothing. Signature, public and opened rules are checked; then disclosures are stored, then statements
  // are appended. A refused value that contradicts an admitted one is kept (conflicts.hpp). Errors: those of
  // Sequencer::submit.
  [[nodiscard]] Result<SubmitAnswer> submit(const std::vector<Submission>& submissions);
  // submit() of one statement without confidential fields, which does not wait for the disk: its signature is checked
  // here, then it is answered or queued. When it was queued `resume` is called once with what is left to do for the
  // answer, from the writer's thread or from this one. It must be short: it has the rest done elsewhere, before this
  // object ends. A rest that `may_block` waits for the writer or the disk.
  using Rest = std::function<Result<SubmitAnswer>()>;
  using Resume = std::function<void(Rest rest, bool may_block)>;
  [[nodiscard]] std::optional<Result<SubmitAnswer>> submit_later(ReadStatement statement, Resume resume);
  // Says that a submission has arrived and will be begun soon: what is appended meanwhile may wait a little for it
  // (Sequencer::announce). Null where nothing is appended here. Threads: any.
  [[nodiscard]] std::shared_ptr<void> announce() const;
  // The same judgement, nothing stored.
  [[nodiscard]] Result<SubmitAnswer> dry_run(const std::vector<Submission>& submissions);
  // Hands over to the next key, which must outlive the object: from the next entry on it signs seals and receipts, and
  // checkpoints beside the present one until then. Errors: those of submit().
  [[nodiscard]] Result<SubmitAnswer> rotate_key(const Signer& next, UnixMillis overlap_until);
  // Says, as the ledger, that these disclosures are erased. From its entry on nobody is shown them here, and they are
  // taken out of the files. Errors: those of submit().
  [[nodiscard]] Result<SubmitAnswer> erase(const DisclosureErased& erasure);
  // Takes out of the files what is erased and still in them. The files themselves are removed; what a disk, a file
  // system or a backup keeps of them is out of reach. Errors: kFull, kStorage.
  [[nodiscard]] Result<void> finish_erasures();
  // Appends a seal when an entry has waited ten seconds for one (design: section 5), and nothing otherwise. Whoever
  // keeps a ledger open calls it every second or so. Errors: those of submit().
  [[nodiscard]] Result<void> seal_when_due();
  // Seals and stops; further submits answer kHalted, reads go on. Called by the destructor too, which cannot report.
  [[nodiscard]] Result<void> close();

  [[nodiscard]] const ledger::Store& store() const;
  [[nodiscard]] const ConfigRecord& config() const;
  [[nodiscard]] const std::filesystem::path& folder() const;
  // Whether somebody else runs this ledger, and its server is asked.
  [[nodiscard]] bool is_remote() const;
  [[nodiscard]] EvidenceStore evidence() const;
  [[nodiscard]] ConflictStore conflicts() const;
  [[nodiscard]] AccessLog access_log() const;
  [[nodiscard]] bool is_writing() const;  // open for writing, and not halted
  [[nodiscard]] UnixMillis now() const;   // the ledger's clock; the last entry's time when opened to read

  // The present signed head: checkpoint and the signature that every receipt of its size shares. When opened to
  // read: the one last written. All proofs below lead to it. Errors: kNotFound, kCorrupt, kStorage.
  struct SignedHead {
    std::string checkpoint;  // C2SP signed note
    ledger::TreeSize size;
    Bytes receipt_signature;
    Bytes receipt_header{};  // encoded; empty when it was read from a file
  };
  [[nodiscard]] Result<SignedHead> signed_head() const;
  // The same without a copy; while writing, another object only when the head is another one.
  [[nodiscard]] Result<std::shared_ptr<const SignedHead>> shared_head() const;
  [[nodiscard]] Result<ledger::HashPath> inclusion(EntryIndex index) const;
  [[nodiscard]] Result<Bytes> receipt(EntryIndex index) const;
  [[nodiscard]] Result<std::string> tlog_proof(EntryIndex index) const;
  [[nodiscard]] ledger::NoteKey log_key() const;  // the present one
  // Keys that should sign checkpoints beside the present one now, and are not at hand.
  [[nodiscard]] std::vector<ledger::NoteKey> missing_keys() const;
  // The proof of a ledger.key_rotated under a checkpoint that the key before it signed too: kept since the overlap,
  // because it cannot be made again later. Nothing when it is not there.
  [[nodiscard]] Result<std::optional<std::string>> rotation_proof(EntryIndex rotation) const;

  // The statement at an index, parsed; and what its digests hide, as far as this folder knows. What is erased is not
  // known, also while an older copy of the disclosures lies there.
  [[nodiscard]] Result<Statement> statement(EntryIndex index) const;
  [[nodiscard]] Result<std::optional<std::string>> disclosure(std::string_view digest) const;
  // Disclosed names and values of a statement; digests that are not known here are left out.
  [[nodiscard]] Result<std::map<std::string, std::string>> opened(const Statement& statement) const;

  // In a mirror: asks the server for those of its confidential fields that are not known here. Errors: those of
  // Upstream::disclosures.
  [[nodiscard]] Result<void> fetch_disclosures(const Statement& statement) const;

  // Everything again from the entries, compared with store and checkpoint.
  [[nodiscard]] Result<AuditReport> audit(const ledger::Progress& progress) const;
  [[nodiscard]] Result<ledger::FsckReport> fsck(const ledger::Progress& progress) const;

 private:
  struct State;
  explicit LedgerFolder(std::unique_ptr<State> state);
  [[nodiscard]] Result<Bytes> mirrored_receipt(EntryIndex index) const;
  [[nodiscard]] Result<SubmitAnswer> submit_to_server(const std::vector<Submission>& submissions);
  // `opened`: what the rules of confidential fields say already.
  [[nodiscard]] Result<SubmitAnswer> judge(const std::vector<Submission>& submissions,
                                           std::vector<Refusal> opened) const;
  // Before the writer: what is answered without it, or nothing.
  [[nodiscard]] Result<std::optional<SubmitAnswer>> prepare(const std::vector<Submission>& submissions,
                                                            std::vector<Refusal> opened,
                                                            ledger::Sequencer::Announcement& announcement);
  struct Underway;
  void queue(std::shared_ptr<Underway> underway, Resume resume);
  // After it: receipts.
  [[nodiscard]] Result<SubmitAnswer> conclude(const Result<ledger::Answer>& appended, bool may_erase);
  // The answer, when what is to be kept of refused submissions is kept.
  [[nodiscard]] Result<SubmitAnswer> keep_conflicts(const std::vector<Submission>& submissions,
                                                    Result<SubmitAnswer> answer) const;
  [[nodiscard]] Result<void> keep_conflict(const Submission& submission, const Refusal& refusal) const;
  std::unique_ptr<State> state_;
};

}  // namespace attest
