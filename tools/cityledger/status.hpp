// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger status show: whether a certificate is in force on a day, from the ledger itself, and what ends soon.
#pragma once

#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct StatusShowOptions {
  LedgerOptions ledger;
  std::string number;  // empty: all certificates
  std::string at;      // day or moment; now
};
// Ends with the exit code of the verdict when one certificate is asked for.
[[nodiscard]] int run_status_show(const StatusShowOptions& options, Console& console);

}  // namespace cityledger
