// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Refused submissions that contradict one that the ledger admitted: signed by the same city, for the same indicator,
// in the same place of its history, with something else in them. They cannot be entries, so they are kept beside the
// ledger as files, each with the entry that it contradicts: nobody can say later that it was never signed.
//
// Trusted for: nothing; the signature in the file proves what it proves to anybody who has the key.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "attest/disclosure.hpp"
#include "attest/records.hpp"
#include "attest/statement.hpp"
#include "ledger/sequencer.hpp"

namespace attest {

inline constexpr std::size_t kConflictsMax = 4'096;  // files; further ones are refused and not kept

struct Conflict {
  Submission refused;
  EntryRef admitted;    // what it contradicts
  UnixMillis received;  // by the ledger's clock
};

// Whether a submission that was refused for these violations forks the history of its indicator and for nothing worse:
// then the admitted entry that stands where it wants to stand. Errors: kCorrupt, kStorage.
[[nodiscard]] Result<std::optional<EntryRef>> forked_entry(const ledger::StateReader& state, const Statement& refused,
                                                           const std::vector<ledger::Violation>& violations);

// What a submission says of its indicator, opened as far as the disclosures are known.
struct SaidValue {
  ValueSubmitted body;
  std::optional<std::string> value;
};
// State, unit, period or value differ. Every signature has salts of its own, so the same value said twice is no
// conflict; when a value is not known its digest decides.
[[nodiscard]] bool contradict(const SaidValue& one, const SaidValue& other);

class ConflictStore {
 public:
  explicit ConflictStore(std::filesystem::path folder) : folder_(std::move(folder)) {}
  // Durable when it returns; the same statement again is no error. False when there are kConflictsMax already.
  // Errors: kFull, kStorage.
  [[nodiscard]] Result<bool> keep(const Conflict& conflict) const;
  // Takes the disclosures out of every file whose admitted entry `is_erased` names: the signed statements stay, and
  // with them the proof that something else was signed. Errors: those of is_erased; kCorrupt, kFull, kStorage.
  [[nodiscard]] Result<void> close(const std::function<Result<bool>(const EntryRef&)>& is_erased) const;
  // In the order in which they were received. Errors: kCorrupt naming the file, kStorage.
  [[nodiscard]] Result<std::vector<Conflict>> list() const;

 private:
  [[nodiscard]] std::filesystem::path file_of(const Conflict& conflict) const;
  std::filesystem::path folder_;
};

}  // namespace attest
