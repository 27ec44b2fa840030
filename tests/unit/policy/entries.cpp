// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "unit/policy/entries.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/merkle.hpp"
#include "support/sample_ledger.hpp"

namespace sample {

Entries::Entries(const ledger::MemoryStore& store) {
  const auto size = store.head().value().size.value;
  const auto read = store.entries({0}, size, [&](ledger::EntryIndex, const ledger::StoredEntry& entry) {
    items.push_back({entry.body, entry.time});
    return true;
  });
  EXPECT_TRUE(read);
}

ledger::Result<void> Entries::entries(ledger::EntryIndex first, std::uint64_t count,
                                      const std::function<bool(ledger::EntryIndex, const Item&)>& visit) const {
  for (std::uint64_t i = first.value; i < std::min<std::uint64_t>(first.value + count, items.size()); ++i) {
    if (!visit({i}, items[i])) break;
  }
  return {};
}

ledger::Checkpoint Entries::checkpoint() const {
  ledger::MemoryTree tree;
  for (const Item& item : items) tree.append(ledger::leaf_hash(item.statement));
  return {kOrigin, tree.size(), tree.root()};
}

std::size_t Entries::find(std::string_view type, int n) const {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto statement = attest::parse_statement(items[i].statement);
    if (statement && attest::type_name(statement->body) == type && n-- == 0) return i;
  }
  ADD_FAILURE() << "no entry of type " << type;
  return 0;
}

attest::AuditReport audit_of(const Entries& entries, const ledger::Checkpoint& checkpoint) {
  ledger::MemoryState state;
  return attest::audit(entries, checkpoint, {}, state, {}).value();
}

}  // namespace sample
