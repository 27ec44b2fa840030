// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger submit: a city's spreadsheet becomes signed values with their evidence, all of them or none.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cityledger/console.hpp"
#include "cityledger/csv.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct SubmitOptions {
  LedgerOptions ledger;
  std::string cycle;
  std::filesystem::path file;
  std::filesystem::path evidence_dir;  // empty: the file's own folder
  std::string separator;               // empty: found in the header
  bool decimal_comma = false;
  bool dry_run = false;
  std::string retention_until;  // day; empty: ten years from now
  std::string signer;
};
[[nodiscard]] int run_submit(const SubmitOptions& options, Console& console);

struct SubmitReport {
  std::vector<TableProblem> problems;            // nothing was appended when there is one
  std::vector<TableProblem> remarks;             // what was read otherwise than it stands in the file
  std::vector<std::string> blank;                // indicators whose rows have nothing filled in
  bool refused_by_rules = false;                 // the table is well formed; the ledger's rules forbid it
  std::vector<std::string> unchanged;            // indicators left out because nothing about them changed
  std::vector<std::string> submitted;            // indicators, in the order of the rows
  std::vector<std::string> replaced;             // those of them that take the place of an earlier submission
  std::size_t evidence = 0;                      // pieces newly registered
  std::optional<attest::Registered> registered;  // empty for a dry run, or when there was nothing to append
};

// The same within an open session. Errors: those of the ledger, the key and the file; what is wrong with the
// table or refused by a rule is in the report.
[[nodiscard]] Result<SubmitReport> submit_table(Session& session, const SubmitOptions& options);

}  // namespace cityledger
