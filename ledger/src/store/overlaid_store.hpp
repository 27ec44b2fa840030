// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Reads of a database in front of which a journal lies: what is pending first, then the database. Entries and nodes
// never change and pending records are forgotten only after the database has them, so the order alone makes a read
// right, without a lock over both.
#pragma once

#include <memory>

#include "ledger/store.hpp"
#include "store/pending.hpp"

namespace ledger {

class OverlaidStore : public Store {
 public:
  explicit OverlaidStore(std::unique_ptr<Store> behind) : behind_(std::move(behind)) {}

  [[nodiscard]] Result<Head> head() const override;
  [[nodiscard]] Result<std::optional<UnixMillis>> unsealed_since() const override;
  [[nodiscard]] Result<StoredEntry> entry(EntryIndex index) const override;
  [[nodiscard]] Result<void> entries(EntryIndex first, std::uint64_t count,
                                     const std::function<bool(EntryIndex, const StoredEntry&)>& visit) const override;
  [[nodiscard]] Result<Digest> node(NodeId id) const override;
  [[nodiscard]] Result<std::vector<Digest>> nodes(std::span<const NodeId> ids) const override;
  [[nodiscard]] Result<std::optional<Bytes>> get(std::string_view key) const override;
  [[nodiscard]] Result<void> scan_from(std::string_view prefix, std::string_view from, std::size_t count_max,
                                       const Visit& visit) const override;

 protected:
  // Called before each read: brings `pending_` up to date where another process writes.
  [[nodiscard]] virtual Result<void> refresh() const { return {}; }

  std::unique_ptr<Store> behind_;
  mutable Pending pending_;
};

}  // namespace ledger
