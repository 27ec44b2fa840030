// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Gives statements their place in the ledger: one writer, group commit (whatever waits is one batch, and what is
// announced is waited for), read back and re-hashed before anybody is answered.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "ledger/checkpoint.hpp"
#include "ledger/clock.hpp"
#include "ledger/guard.hpp"
#include "ledger/limits.hpp"
#include "ledger/store.hpp"

namespace ledger {

// One violated rule: opaque to this module, shown to the submitter.
struct Violation {
  std::string rule;     // stable name, e.g. "key.unknown"
  std::string field;    // which field of the statement
  std::string message;  // what was wrong and how to mend it
};

// What Admit may know of the place that a statement would get.
struct Place {
  EntryIndex index;
  UnixMillis time;
  Digest chain;  // c(index)
};

// What Admit says of a statement.
struct Append {
  bool seal_after = false;  // a seal must follow directly, in the same batch
};
struct Duplicate {
  EntryIndex first;  // where the same statement already is
};
struct Refuse {
  std::vector<Violation> violations;  // not empty
};
using Admission = std::variant<Append, Duplicate, Refuse>;

// Judges a statement and, for Append, writes what follows from it into `state`. Deterministic: called in the
// order of the entries, and again by audits. Errors: only failures of the store.
using Admit = std::function<Result<Admission>(ByteView statement, const Place& place, State& state)>;

// Makes the ledger's own statement that commits to everything before `place`. Goes through Admit like any other.
// `state` is that before it: what the batch wrote so far, such as another key for the ledger, is there already.
using MakeSeal = std::function<Result<Bytes>(const Place& place, const StateReader& state)>;

// The signed note over a head. Deterministic: after a crash the same head gives the same bytes.
using SignHead = std::function<Result<std::string>(const Head& head)>;

struct Appended {
  EntryIndex index;
  Digest leaf;
  bool duplicate = false;  // the index is that of the first one
};

// What everyone of one batch is answered with.
struct Commit {
  Head head;               // after the batch
  std::string checkpoint;  // signed note over head
};

struct Answer {
  std::vector<Appended> entries;  // one per statement, in order; empty when refused
  std::shared_ptr<const Commit> commit;
  struct Refused {
    std::size_t statement = 0;  // which one of the submission
    std::vector<Violation> violations;
  };
  std::vector<Refused> refused;  // every refused statement; nothing of the submission was appended then
};

struct SequencerConfig {
  SignHead sign_head;
  Admit admit;
  MakeSeal make_seal;                                 // may be empty: no seals
  std::chrono::microseconds linger_max = kLingerMax;  // that a batch waits for announced submissions
  // Called with "before NAME" and "after NAME" of each step of a commit (FORMAT.md, "Commit"); tests kill here.
  std::function<void(std::string_view step)> at_step;
};

// Errors of submit(): kInvalid (empty submission), kTooLarge (an entry over kEntryBytesMax, more than
// kBatchEntriesMax), kBusy (queue full), kClock, kFull, kStorage (nothing changed), kCorrupt (read back differs:
// the sequencer halts), kHalted.
// Threads:    any; none may be inside when the object ends. One at a time writes: on its own thread a submitter that
//             waits for its answer and comes while nobody writes and nothing but itself waits or is announced; an
//             internal thread for all others.
// Durability: an answer with entries means that they survive a power cut.
// Cost:       one commit per batch of whatever waits.
class Sequencer {
 public:
  // All references must outlive this object. Checks the guard and re-signs the present head.
  // Errors: kStale, kCorrupt, kClock.
  [[nodiscard]] static Result<std::unique_ptr<Sequencer>> start(Store& store, Guard& guard, const Clock& clock,
                                                                SequencerConfig config);
  virtual ~Sequencer() = default;
  // Says that a submission is on its way: its signatures are being checked, for example. What waits is not committed
  // before it is there or the announcement is gone, `linger_max` at most: one commit then serves all of them.
  // An announcement must not outlive this object.
  using Announcement = std::shared_ptr<void>;
  [[nodiscard]] virtual Announcement announce() = 0;
  // All or nothing: the statements of one submission are appended in order in one commit, or none is.
  // Later statements of a submission see what earlier ones did. Blocks until durable. `announcement`: where it was
  // announced.
  [[nodiscard]] virtual Result<Answer> submit(std::vector<Bytes> statements, Announcement announcement) = 0;
  [[nodiscard]] Result<Answer> submit(std::vector<Bytes> statements) { return submit(std::move(statements), nullptr); }
  // submit() of what was announced, without waiting: `done` is called once, on the internal thread, or on this one
  // before the call returns where nothing can be queued. It must be short and must not throw: every other answer waits
  // for it.
  using Done = std::function<void(Result<Answer>)>;
  virtual void submit_announced(std::vector<Bytes> statements, Announcement announcement, Done done) = 0;
  // The same judgement without appending: what submit() would answer now (without commit).
  [[nodiscard]] virtual Result<Answer> dry_run(const std::vector<Bytes>& statements) = 0;
  // The present head and its signed checkpoint.
  [[nodiscard]] virtual Result<std::shared_ptr<const Commit>> latest() const = 0;
  // Nothing can be appended any more until the ledger is opened anew. Threads: any.
  [[nodiscard]] virtual bool halted() const = 0;
  // Appends a seal if anything but seals came since the last one. Called by close().
  [[nodiscard]] virtual Result<void> seal() = 0;
  // Seals and stops. Further submits answer kHalted.
  [[nodiscard]] virtual Result<void> close() = 0;
};

}  // namespace ledger
