// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The tables of a workbook's sheets, as the import of CSV has them, so that both are judged by the same code.
//
// A sheet is read when one of its first rows has a cell `indicator`: that row is the header. Other sheets are left
// out, and named.
#pragma once

#include <vector>

#include "cityledger/import_table.hpp"
#include "cityledger/sheet.hpp"

namespace cityledger {

struct SheetTables {
  std::vector<CsvTable> tables;
  std::vector<TableProblem> remarks;  // what was read otherwise than it stands in the file or on the screen
};

[[nodiscard]] SheetTables tables_of(const Workbook& workbook, const attest::Catalogue& catalogue,
                                    const ImportOptions& options);

// The whole way: tables_of, then import_tables.
[[nodiscard]] ImportTable import_workbook(const Workbook& workbook, const attest::Catalogue& catalogue,
                                          const ImportOptions& options);

}  // namespace cityledger
