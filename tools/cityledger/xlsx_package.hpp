// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The parts of a workbook's file, which is a ZIP archive. Nothing is written to a disk, so names lead nowhere; only
// parts that are asked for are expanded, and never beyond the limits, whatever the archive claims.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/bytes.hpp"
#include "ledger/result.hpp"

namespace cityledger {

struct XlsxLimits {
  std::size_t file_bytes_max = 16U << 20U;
  std::size_t entries_max = 4'096;
  std::size_t part_bytes_max = 32U << 20U;   // of one part, expanded
  std::size_t total_bytes_max = 48U << 20U;  // of all parts that are read
  std::size_t sheets_max = 256;
  std::size_t cells_max = 1'000'000;
  std::size_t text_bytes_max = 16U << 20U;  // of all cells, a shared text counted as often as it is used
};

// Where the reader finds parts: an archive, or a test's own.
class XlsxParts {
 public:
  virtual ~XlsxParts() = default;
  // Errors: kNotFound, kTooLarge, kInvalid.
  [[nodiscard]] virtual ledger::Result<std::string> read(const std::string& name) = 0;
};

// The archive keeps a view of `file`, which must outlive it. Errors: kTooLarge; kInvalid when it is no ZIP archive, or
// one that two programs could read in two ways: a name twice, local headers that differ from the directory.
[[nodiscard]] ledger::Result<std::unique_ptr<XlsxParts>> open_xlsx_package(ledger::ByteView file,
                                                                           const XlsxLimits& limits = {});

// The part that `target` means in a part of folder `folder` ("xl/"); empty when it leads out of the archive.
[[nodiscard]] std::string resolve_part(std::string_view folder, std::string_view target);

}  // namespace cityledger
