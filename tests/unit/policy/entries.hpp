// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A ledger's entries in a list that a test changes as it likes, and what an audit finds in them.
#pragma once

#include <vector>

#include "attest/audit.hpp"
#include "ledger/memory_store.hpp"

namespace sample {

class Entries final : public attest::EntrySource {
 public:
  explicit Entries(const ledger::MemoryStore& store);
  [[nodiscard]] ledger::Result<void> entries(
      ledger::EntryIndex first, std::uint64_t count,
      const std::function<bool(ledger::EntryIndex, const Item&)>& visit) const override;
  // What a log that holds these entries would sign.
  [[nodiscard]] ledger::Checkpoint checkpoint() const;
  // The n-th entry of that type, from 0.
  [[nodiscard]] std::size_t find(std::string_view type, int n = 0) const;
  std::vector<Item> items;
};

// Without disclosures at hand.
[[nodiscard]] attest::AuditReport audit_of(const Entries& entries, const ledger::Checkpoint& checkpoint);

}  // namespace sample
