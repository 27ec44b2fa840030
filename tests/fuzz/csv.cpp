// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/csv.hpp"

#include <cstdlib>

#include "cityledger/import_table.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto table = cityledger::read_csv(text, {}, {.rows_max = 100, .columns_max = 8, .cell_bytes_max = 64});
  for (const auto& row : table.rows) {
    if (row.cells.size() != table.header.size()) std::abort();
    for (const auto& cell : row.cells) {
      if (cell.size() > 64) std::abort();
    }
  }
  attest::Catalogue catalogue;
  attest::Indicator indicator;
  indicator.code = "5.1";
  indicator.unit = "percent";
  catalogue.indicators.push_back(indicator);
  cityledger::ImportOptions options;
  options.decimal_comma = size % 2 == 1;
  for (const auto& row : cityledger::read_import_table(text, catalogue, options).rows) {
    if (row.indicator != "5.1") std::abort();
  }
  return 0;
}
