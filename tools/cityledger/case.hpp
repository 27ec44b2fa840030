// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger case: complaints and appeals.
#pragma once

#include <optional>
#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct CaseOpenOptions {
  LedgerOptions ledger;
  std::string number;
  std::string kind = "complaint";
  std::string certificate;
  std::optional<std::uint64_t> entry;
  std::string text;  // confidential
  std::string signer;
};
[[nodiscard]] int run_case_open(const CaseOpenOptions& options, Console& console);

struct CaseDecideOptions {
  LedgerOptions ledger;
  std::string number;
  std::string outcome;
  std::optional<std::uint64_t> follow_up;  // entry that carries it out
  std::string text;                        // confidential
  std::string signer;
};
[[nodiscard]] int run_case_decide(const CaseDecideOptions& options, Console& console);

struct CaseListOptions {
  LedgerOptions ledger;
  bool open = false;  // those alone that are not decided
};
[[nodiscard]] int run_case_list(const CaseListOptions& options, Console& console);

}  // namespace cityledger
