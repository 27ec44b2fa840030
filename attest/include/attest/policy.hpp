// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Who may say what, when. One deterministic function of state, statement and place, used unchanged when a
// statement arrives and when an auditor replays the ledger. It names every violated rule, not only the first.
#pragma once

#include <string>
#include <vector>

#include "attest/disclosure.hpp"
#include "attest/statement.hpp"
#include "ledger/sequencer.hpp"
#include "ledger/state.hpp"

namespace attest {

inline constexpr std::int64_t kPolicyVersion = 1;

// The public rules: what the entries alone can show. On Append, what follows from the statement is in `state`.
// Errors: kCorrupt, kStorage only; a bad statement is a Refuse.
[[nodiscard]] Result<ledger::Admission> admit(ByteView statement, const ledger::Place& place, ledger::State& state);

// The opened rules: what the disclosures must hold (names, that every digest is opened, a decimal value, a
// digest that is one). Empty when all is well.
[[nodiscard]] std::vector<ledger::Violation> check_disclosures(const Statement& statement,
                                                               const std::vector<std::string>& disclosures);

// Every rule name that admit and check_disclosures can give, with one sentence on what it asks; sorted.
struct RuleText {
  std::string_view rule;
  std::string_view asks;
};
[[nodiscard]] const std::vector<RuleText>& all_rules();

}  // namespace attest
