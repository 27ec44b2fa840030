// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "service/prepared_statements.hpp"

#include "ledger/merkle.hpp"

namespace attest {

PreparedStatements::Lease::~Lease() {
  const std::lock_guard lock(owner_->mutex_);
  for (const Digest& leaf : leaves_) {
    const auto at = owner_->held_.find(leaf);
    if (--at->second.leases == 0) owner_->held_.erase(at);
  }
}

void PreparedStatements::Lease::add(ByteView bytes, const ledger::StateReader& state) {
  auto statement = parse_statement(bytes);
  if (statement) return add(std::move(*statement), bytes, state);
  all_.push_back(nullptr);
}

void PreparedStatements::Lease::add(Statement statement, ByteView bytes, const ledger::StateReader& state) {
  all_.push_back(nullptr);
  const auto key = key_in(state, statement.cose.header.kid);
  if (!key) return;
  Prepared prepared{std::move(statement), std::nullopt};
  if (*key) prepared.checked = CheckedSignature{**key, verify_cose(prepared.statement.cose, **key)};
  all_.back() = hold(bytes, std::move(prepared));
}

std::shared_ptr<const PreparedStatements::Prepared> PreparedStatements::Lease::hold(ByteView bytes, Prepared prepared) {
  const Digest leaf = ledger::leaf_hash(bytes);
  leaves_.push_back(leaf);
  const std::lock_guard lock(owner_->mutex_);
  Held& held = owner_->held_[leaf];
  if (held.prepared == nullptr) held.prepared = std::make_shared<const Prepared>(std::move(prepared));
  ++held.leases;
  return held.prepared;
}

std::shared_ptr<const PreparedStatements::Prepared> PreparedStatements::find(const Digest& leaf) const {
  const std::lock_guard lock(mutex_);
  const auto at = held_.find(leaf);
  return at == held_.end() ? nullptr : at->second.prepared;
}

std::size_t PreparedStatements::size() const {
  const std::lock_guard lock(mutex_);
  return held_.size();
}

Result<ledger::Admission> admit_prepared(const PreparedStatements& prepared, ByteView bytes, const ledger::Place& place,
                                         ledger::State& state) {
  const Digest leaf = ledger::leaf_hash(bytes);
  const auto found = prepared.find(leaf);
  if (found == nullptr) return admit(bytes, place, state);
  return admit_parsed(found->statement, leaf, place, state, found->checked ? &*found->checked : nullptr);
}

}  // namespace attest
