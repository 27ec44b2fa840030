// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Numbers of spreadsheets as decimal text.
//
// A spreadsheet program keeps a typed 1.1 as a binary fraction and may write 1.1000000000000001 into the file: 17
// digits, enough to get the same binary fraction back. Text of at most 15 digits is what was typed, or what another
// program wrote, and is taken digit for digit. Of 16 or 17 digits the shortest decimal that gives the same binary
// fraction is taken when it is shorter, and the city is told. More digits no spreadsheet program writes: they are taken
// as they are.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cityledger {

struct SheetNumber {
  std::string decimal;     // without exponent
  bool shortened = false;  // not the digits of the file
};

// Empty when the text is no number: `-?digits[.digits][E[+-]digits]`, its exponent at most 60 either way.
[[nodiscard]] std::optional<SheetNumber> read_sheet_number(std::string_view text);

}  // namespace cityledger
