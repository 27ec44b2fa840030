// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Judges submissions one after the other and gathers what the next commit will store. Nothing is written here.
#pragma once

#include <optional>
#include <vector>

#include "ledger/sequencer.hpp"

namespace ledger {

// Where the ledger ends, and what is needed to append to it without reading it.
struct LedgerEnd {
  Head head;
  TreeEdge edge;
  std::optional<UnixMillis> unsealed_since;
};

// Threads: one. The references must outlive this object.
class BatchBuilder {
 public:
  // Every entry of the batch gets the time `now`. REQUIRES: now >= end.head.time.
  BatchBuilder(const Store& store, const SequencerConfig& config, const LedgerEnd& end, UnixMillis now);

  // Judges the statements in order; keeps their entries, seals and state when none is refused and `keep` is set.
  // The answer has no commit yet. Errors: those of Admit and MakeSeal; kTooLarge (a seal); kRefused (a seal).
  [[nodiscard]] Result<Answer> judge(const std::vector<Bytes>& statements, bool keep);
  // Appends a seal if anything but seals came since the last one. Errors: as judge().
  [[nodiscard]] Result<void> seal();

  [[nodiscard]] bool empty() const { return kept_.entries.empty(); }
  // Whether an entry has waited for a seal longer than kSealMillisMax.
  [[nodiscard]] bool seal_is_due() const;
  // The batch, and in `end` the ledger's end once it is committed.
  [[nodiscard]] Batch take(LedgerEnd& end) &&;

 private:
  // What one submission would add to what is kept.
  struct Draft {
    Head head;  // of the entries so far, without root
    std::vector<StoredEntry> entries;
    std::vector<Digest> leaves;
    std::optional<UnixMillis> unsealed_since;
  };

  [[nodiscard]] Result<void> judge_one(Draft& draft, StateOverlay& state, const Bytes& statement, std::size_t position,
                                       Answer& answer) const;
  [[nodiscard]] Result<void> add_seal(Draft& draft, StateOverlay& state) const;
  void add_entry(Draft& draft, const Bytes& body) const;
  [[nodiscard]] Place next_place(const Draft& draft) const { return {{draft.head.size.value}, now_, draft.head.chain}; }
  [[nodiscard]] Result<Digest> leaf_at(const Draft& draft, EntryIndex index) const;
  [[nodiscard]] Draft fresh_draft() const { return {kept_.head, {}, {}, kept_.unsealed_since}; }
  void keep(Draft&& draft, const StateOverlay& state);

  const Store& store_;
  const SequencerConfig& config_;
  const LedgerEnd& end_;
  UnixMillis now_;
  RememberedState stored_;
  StateOverlay state_;  // of everything kept, on what is stored
  Draft kept_;
};

}  // namespace ledger
