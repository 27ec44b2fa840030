// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger enrol, withdraw: a city enters one certification cycle, or leaves it.
#pragma once

#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct EnrolOptions {
  LedgerOptions ledger;
  std::string cycle;         // CITY/STANDARD/YEAR
  std::string notice;        // a sentence that everything about the cycle repeats
  std::string programme;     // PARTY/ROUND
  std::string submit_until;  // day; empty: what the catalogue's submit_days make of today
  std::string decide_until;  // day; empty: what its decide_days make of that
  std::string signer = "registrar";
};
[[nodiscard]] int run_enrol(const EnrolOptions& options, Console& console);

struct WithdrawOptions {
  LedgerOptions ledger;
  std::string cycle;
  std::string reason;
  std::string signer = "registrar";
};
[[nodiscard]] int run_withdraw(const WithdrawOptions& options, Console& console);

}  // namespace cityledger
