// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/mirror.hpp"

#include <algorithm>

#include "attest/records.hpp"
#include "ledger/limits.hpp"
#include "ledger/proof.hpp"
#include "policy/admit.hpp"
#include "service/log_tiles.hpp"

namespace attest {
namespace {

// What follows from the entries of one batch, on top of what is stored. Nothing is written here.
class Draft {
 public:
  Draft(const ledger::Store& store, const ledger::Head& head, const ledger::TreeEdge& edge,
        std::optional<UnixMillis> unsealed_since)
      : state_(store), edge_(edge) {
    batch_.base = head.size;
    batch_.head = head;
    batch_.unsealed_since = unsealed_since;
  }

  [[nodiscard]] Result<void> add(Bytes statement, UnixMillis time);
  [[nodiscard]] TreeSize size() const { return batch_.head.size; }
  [[nodiscard]] Digest root() const { return edge_.root(); }
  [[nodiscard]] bool seal_is_due() const { return seal_is_due_; }
  [[nodiscard]] const ledger::TreeEdge& edge() const { return edge_; }
  [[nodiscard]] const ledger::StateReader& state() const { return state_; }
  [[nodiscard]] ledger::Batch finish() {
    batch_.head.root = edge_.root();
    batch_.state = state_.changes();
    return std::move(batch_);
  }

 private:
  [[nodiscard]] tl::unexpected<Error> refuse(const std::string& why) const {
    return ledger::fail(Code::kCorrupt, "entry " + std::to_string(size().value) + " of the log: " + why, "entry");
  }
  [[nodiscard]] Result<void> admit_next(const Result<Statement>& statement, const Digest& leaf, UnixMillis time);

  ledger::Batch batch_;
  ledger::StateOverlay state_;
  ledger::TreeEdge edge_;
  bool seal_is_due_ = false;
};

Result<void> Draft::admit_next(const Result<Statement>& statement, const Digest& leaf, UnixMillis time) {
  const ledger::Place place{{size().value}, time, batch_.head.chain};
  ledger::StateOverlay own(&state_);
  const auto admission = statement ? admit_parsed(*statement, leaf, place, own)
                                   : Result<ledger::Admission>(refuse_form(statement.error()));
  if (!admission) return tl::unexpected<Error>(admission.error());
  if (const auto* no = std::get_if<ledger::Refuse>(&*admission)) {
    const auto& violation = no->violations.front();
    return refuse("the policy does not admit it: " + violation.rule + ": " + violation.message);
  }
  if (const auto* duplicate = std::get_if<ledger::Duplicate>(&*admission)) {
    return refuse("it is entry " + std::to_string(duplicate->first.value) + " once more");
  }
  seal_is_due_ = std::get<ledger::Append>(*admission).seal_after;
  own.fold_into(state_);
  return {};
}

Result<void> Draft::add(Bytes statement, UnixMillis time) {
  if (time < batch_.head.time) return refuse("its time is before that of the entry before");
  const Digest leaf = ledger::leaf_hash(statement);
  const auto parsed = parse_statement(statement);
  const bool is_seal = parsed && std::holds_alternative<LedgerSeal>(parsed->body);
  if (seal_is_due_ && !is_seal) return refuse("the seal that must follow the entry before is missing");
  if (auto admitted = admit_next(parsed, leaf, time); !admitted) return admitted;
  if (is_seal) {
    batch_.unsealed_since.reset();
  } else if (!batch_.unsealed_since) {
    batch_.unsealed_since = time;
  }
  edge_.append(leaf, batch_.nodes);
  ledger::Head& head = batch_.head;
  head.chain = ledger::chain_next(head.chain, time, leaf);
  head.time = time;
  ++head.size.value;
  batch_.entries.push_back({std::move(statement), time, head.chain});
  return {};
}

// One pass from what is stored to one checkpoint.
class Follower {
 public:
  Follower(ledger::Store& store, LogSource& source, const MirrorTrust& trust, const ledger::Progress& progress)
      : store_(store), source_(source), trust_(trust), progress_(progress) {}
  [[nodiscard]] Result<Followed> run(std::string note);

 private:
  [[nodiscard]] Result<void> compare_present(const ledger::Head& head) const;
  [[nodiscard]] Result<void> check_beginning(TreeSize size, const Digest& root, const LogTiles& tiles) const;
  [[nodiscard]] Result<void> follow_batch(const LogTiles& tiles, ledger::TreeEdge& edge) const;
  [[nodiscard]] Result<void> add_bundle(Draft& draft, const LogTiles& tiles) const;
  [[nodiscard]] Result<void> check_first(const Bytes& statement) const;
  [[nodiscard]] Result<void> check_end(const ledger::StateReader& state) const;

  ledger::Store& store_;
  LogSource& source_;
  const MirrorTrust& trust_;
  const ledger::Progress& progress_;
  std::string note_;
  ledger::Checkpoint target_;
};

tl::unexpected<Error> another_log(TreeSize stored) {
  return ledger::fail(Code::kCorrupt,
                      "the log is not the one whose first " + std::to_string(stored.value) +
                          " entries are stored here: it was rewritten, or two logs are shown under one name (if fsck "
                          "finds this folder in order)",
                      "checkpoint");
}

// The log is not larger than what is stored: is it the same, or a beginning of it?
Result<void> Follower::compare_present(const ledger::Head& head) const {
  const auto ours = ledger::tree_root(store_, target_.size);
  if (!ours) return tl::unexpected<Error>(ours.error());
  if (*ours != target_.root) return another_log(head.size);
  if (target_.size == head.size) return {};
  return ledger::fail(Code::kStale,
                      "the server shows the log with " + std::to_string(target_.size.value) + " entries, but " +
                          std::to_string(head.size.value) +
                          " were there before: an older state, or a restored old copy",
                      "checkpoint");
}

Result<void> Follower::check_beginning(TreeSize size, const Digest& root, const LogTiles& tiles) const {
  if (size == target_.size) return root == target_.root ? Result<void>{} : another_log(size);
  const auto proof = ledger::make_consistency(tiles, size, target_.size);
  if (!proof) return tl::unexpected<Error>(proof.error());
  if (!ledger::check_consistency(size, target_.size, *proof, root, target_.root)) return another_log(size);
  return {};
}

Result<void> Follower::check_first(const Bytes& statement) const {
  if (ledger::leaf_hash(statement) == trust_.genesis) return {};
  return ledger::fail(Code::kInvalid, "this is another ledger than the one of the trust folder", "genesis");
}

Result<void> Follower::add_bundle(Draft& draft, const LogTiles& tiles) const {
  const std::uint64_t number = draft.size().value / ledger::kTileWidth;
  auto bundle = tiles.bundle(number);
  if (!bundle) return tl::unexpected<Error>(bundle.error());
  for (std::size_t at = draft.size().value % ledger::kTileWidth; at < bundle->statements.size(); ++at) {
    Bytes& statement = bundle->statements[at];
    if (draft.size().value == 0) {
      if (auto first = check_first(statement); !first) return first;
    }
    if (auto added = draft.add(std::move(statement), bundle->times[at]); !added) return added;
  }
  return {};
}

// The key that signs now is the one that the entries name, whatever other keys are trusted.
Result<void> Follower::check_end(const ledger::StateReader& state) const {
  const auto config = get_config(state);
  if (!config) return tl::unexpected<Error>(config.error());
  if (!*config) return ledger::fail(Code::kCorrupt, "the log does not open a ledger", "entry");
  const ledger::NoteKey key{(*config)->origin, ledger::NoteKeyType::kEd25519, as_ed25519((*config)->ledger_key)};
  if (ledger::open_checkpoint(note_, key)) return {};
  return ledger::fail(Code::kCorrupt,
                      "the checkpoint is not signed by the key that the entries name as the present one", "checkpoint");
}

Result<void> Follower::follow_batch(const LogTiles& tiles, ledger::TreeEdge& edge) const {
  const auto head = store_.head();
  if (!head) return tl::unexpected<Error>(head.error());
  const auto unsealed = store_.unsealed_since();
  if (!unsealed) return tl::unexpected<Error>(unsealed.error());
  Draft draft(store_, *head, edge, *unsealed);
  const std::uint64_t end = std::min(target_.size.value, head->size.value + kMirrorBatchEntries);
  while (draft.size().value < end || (draft.seal_is_due() && draft.size() < target_.size)) {
    if (auto added = add_bundle(draft, tiles); !added) return added;
    if (progress_) progress_(draft.size().value, target_.size.value);
  }
  if (draft.seal_is_due()) {
    return ledger::fail(Code::kCorrupt, "the seal that must follow the log's last entry is missing", "entry");
  }
  if (auto begun = check_beginning(draft.size(), draft.root(), tiles); !begun) {
    if (begun.error().field != "checkpoint") return begun;
    return ledger::fail(Code::kCorrupt,
                        "the entries up to " + std::to_string(draft.size().value) +
                            " that the server gives are not those that the log's key signed",
                        "entry");
  }
  if (draft.size() == target_.size) {
    if (auto ended = check_end(draft.state()); !ended) return ended;
  }
  edge = draft.edge();
  return store_.commit(draft.finish());
}

Result<Followed> Follower::run(std::string note) {
  note_ = std::move(note);
  const auto opened = trust_.open_checkpoint(note_);
  if (!opened)
    return ledger::fail(opened.error().code, "the server's checkpoint: " + opened.error().message, "checkpoint");
  target_ = *opened;
  auto head = store_.head();
  if (!head) return tl::unexpected<Error>(head.error());
  const TreeSize before = head->size;
  const LogTiles tiles(source_, target_.size);
  if (target_.size <= before) {
    if (auto same = compare_present(*head); !same) return tl::unexpected<Error>(same.error());
    return Followed{before, before, std::move(note_)};
  }
  // A log that was rewritten is found before anything else of it is read.
  if (before.value > 0) {
    if (auto begun = check_beginning(before, head->root, tiles); !begun) return tl::unexpected<Error>(begun.error());
  }
  auto edge = ledger::TreeEdge::load(store_, before);
  if (!edge) return tl::unexpected<Error>(edge.error());
  while (edge->size() < target_.size) {
    if (auto followed = follow_batch(tiles, *edge); !followed) return tl::unexpected<Error>(followed.error());
  }
  return Followed{before, target_.size, std::move(note_)};
}

}  // namespace

Result<Followed> follow_log_to(ledger::Store& store, LogSource& source, const MirrorTrust& trust,
                               std::string checkpoint, const ledger::Progress& progress) {
  return Follower(store, source, trust, progress).run(std::move(checkpoint));
}

Result<Followed> follow_log(ledger::Store& store, LogSource& source, const MirrorTrust& trust,
                            const ledger::Progress& progress) {
  const auto note = source.get("checkpoint", ledger::kNoteBytesMax);
  if (!note) return tl::unexpected<Error>(note.error());
  return follow_log_to(store, source, trust, ledger::to_string(*note), progress);
}

}  // namespace attest
