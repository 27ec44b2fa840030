// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Replays a ledger from its entries alone: tree, chain, times, seals, signatures, every admission, every level,
// and compares with what is stored or published. Pure: entries come from a reader, no disk, no keys.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "attest/policy.hpp"
#include "ledger/fsck.hpp"

namespace attest {

// Where an audit reads entries from: a store, an export folder, a server.
class EntrySource {
 public:
  virtual ~EntrySource() = default;
  struct Item {
    Bytes statement;
    UnixMillis time;
  };
  // Entries [first, first + count) in order.
  [[nodiscard]] virtual Result<void> entries(EntryIndex first, std::uint64_t count,
                                             const std::function<bool(EntryIndex, const Item&)>& visit) const = 0;
};

struct AuditFinding {
  std::optional<EntryIndex> entry;  // the first entry that differs
  std::string check;                // "signature", "admission: decision.live", "seal", "root", …
  std::string message;
};

struct AuditReport {
  ledger::Head head;                       // as replayed
  std::vector<AuditFinding> findings;      // empty when everything is as it must be; the first difference is first
  std::uint64_t opened_rules_checked = 0;  // statements whose disclosures were at hand
  std::vector<EntryIndex> opened_rules_not_done;  // statements with confidential fields that could not be opened
  std::map<std::string, std::uint64_t> entries_by_type;
};

// `opens` gives the disclosure for a digest, or nothing. `expected` is the checkpoint to arrive at.
// Errors: kStorage and kCorrupt of the source.
[[nodiscard]] Result<AuditReport> audit(const EntrySource& source, const ledger::Checkpoint& expected,
                                        const std::function<std::optional<std::string>(std::string_view)>& opens,
                                        ledger::State& replayed_state, const ledger::Progress& progress);

}  // namespace attest
