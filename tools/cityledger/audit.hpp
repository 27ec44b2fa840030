// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger audit: everything again from the entries, by nobody's word.
#pragma once

#include <filesystem>
#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct AuditOptions {
  LedgerOptions ledger;
  std::filesystem::path against;   // a public/ folder: audit the exported tiles instead of the ledger
  std::filesystem::path trust;     // for `against`; default: trust/ beside it
  std::filesystem::path remember;  // file with the checkpoint of the last good audit
  bool report = false;             // sign the result and append it
  std::string as;                  // by that key
  std::filesystem::path out;       // file for the whole report; empty: audit-SIZE.json
};
[[nodiscard]] int run_audit(const AuditOptions& options, Console& console);

}  // namespace cityledger
