// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger workbook: a workbook for a city to fill in, which `submit` reads. A sheet for each theme; codes, names,
// kinds and units stand there already and are locked, states are chosen from a list.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "attest/catalogue.hpp"
#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct WorkbookOptions {
  LedgerOptions ledger;
  std::string cycle;
  std::filesystem::path out;
};
[[nodiscard]] int run_workbook(const WorkbookOptions& options, Console& console);

struct TemplateTexts {
  std::string city;
  std::string cycle;
  std::string notice;                // of sample data; empty when there is none
  std::vector<std::string> notices;  // others
};

// The same bytes for the same texts and time. Errors: kStorage.
[[nodiscard]] Result<void> write_template(const attest::Catalogue& catalogue, const TemplateTexts& texts,
                                          ledger::UnixMillis now, const std::filesystem::path& file);

// Names of sheets have at most 31 characters and none of []:*?/\ in them.
[[nodiscard]] std::string sheet_name(std::int64_t clause, const std::string& theme);

}  // namespace cityledger
