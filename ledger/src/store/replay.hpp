// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Everything that follows from the entries, computed again from their bodies and times: fsck and rebuild.
#pragma once

#include <vector>

#include "ledger/sequencer.hpp"

namespace ledger {

inline constexpr std::uint64_t kProgressEntries = 4'096;

class Replay {
 public:
  // `admit` may be empty: then no state is derived.
  explicit Replay(const Admit& admit) : admit_(admit) {}

  // Appends the entry and adds the nodes that became complete. Errors: kRefused when admission does not append it.
  [[nodiscard]] Result<void> follow(const StoredEntry& entry, std::vector<Node>& completed);
  void resume_chain_from(const Digest& chain) { head_.chain = chain; }

  // Of the entries so far, the root included.
  [[nodiscard]] Head head() const;
  [[nodiscard]] const Digest& chain() const { return head_.chain; }
  [[nodiscard]] UnixMillis time() const { return head_.time; }
  [[nodiscard]] const MemoryState& state() const { return state_; }

 private:
  [[nodiscard]] Result<void> derive(const StoredEntry& entry);

  const Admit& admit_;
  Head head_;
  TreeEdge edge_;
  MemoryState state_;
};

}  // namespace ledger
