// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger enrol: a city enters one certification cycle.
#pragma once

#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct EnrolOptions {
  LedgerOptions ledger;
  std::string cycle;   // CITY/STANDARD/YEAR
  std::string notice;  // a sentence that everything about the cycle repeats
  std::string signer = "registrar";
};
[[nodiscard]] int run_enrol(const EnrolOptions& options, Console& console);

}  // namespace cityledger
