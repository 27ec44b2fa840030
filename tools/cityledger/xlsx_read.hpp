// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Office Open XML workbooks (ISO/IEC 29500), strict and transitional: the cells of their sheets. Formulas are not
// computed, macros, links and drawings not looked at; document types, and so entities, are refused.
#pragma once

#include "cityledger/sheet.hpp"
#include "cityledger/xlsx_package.hpp"

namespace cityledger {

// Errors: those of open_xlsx_package; kInvalid, kTooLarge with what to do in the spreadsheet program.
[[nodiscard]] ledger::Result<Workbook> read_xlsx(ledger::ByteView file, const XlsxLimits& limits = {});
// The same from parts that were unpacked already.
[[nodiscard]] ledger::Result<Workbook> read_xlsx_parts(XlsxParts& parts, const XlsxLimits& limits = {});

}  // namespace cityledger
