// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/witness_policy.hpp"

#include "require.hpp"

// A policy that is read names only what it defines, and judging by it ends.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto policy = ledger::parse_witness_policy(ledger::text({data, size}));
  if (!policy) return 0;
  for (const auto& [name, group] : policy->groups) {
    require(group.threshold >= 1 && group.threshold <= group.members.size());
    for (const auto& member : group.members) {
      require(policy->witnesses.contains(member) || policy->groups.contains(member));
    }
  }
  const auto verdict = ledger::check_quorum(*policy, {"text\n", {}});
  require(verdict.has_value() && verdict->satisfied == (policy->quorum == "none"));
  return 0;
}
