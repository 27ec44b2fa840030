// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/replay.hpp"

namespace ledger {

Result<void> Replay::follow(const StoredEntry& entry, std::vector<Node>& completed) {
  auto derived = derive(entry);
  const Digest leaf = leaf_hash(entry.body);
  edge_.append(leaf, completed);
  head_.chain = chain_next(head_.chain, entry.time, leaf);
  head_.time = entry.time;
  ++head_.size.value;
  return derived;
}

Result<void> Replay::derive(const StoredEntry& entry) {
  if (!admit_) return {};
  StateOverlay changes(&state_);
  const auto admission = admit_(entry.body, {{head_.size.value}, entry.time, head_.chain}, changes);
  if (!admission) return tl::unexpected(admission.error());
  if (const auto* refuse = std::get_if<Refuse>(&*admission)) {
    const std::string rule = refuse->violations.empty() ? "?" : refuse->violations.front().rule;
    return fail(Code::kRefused, "admission refuses it: " + rule);
  }
  if (std::holds_alternative<Duplicate>(*admission)) {
    return fail(Code::kRefused, "admission calls it a duplicate of an earlier entry");
  }
  changes.fold_into(state_);
  return {};
}

Head Replay::head() const {
  Head head = head_;
  head.root = edge_.root();
  return head;
}

}  // namespace ledger
