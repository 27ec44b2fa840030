// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Text out of a file as a screen may show it: it must not move the cursor, colour the screen or hide what follows.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attest {

// Control characters (C0, DEL, C1) become '?', a line feed too.
[[nodiscard]] std::string printable_line(std::string_view text);
// The same, but line feeds stay.
[[nodiscard]] std::string printable(std::string_view text);

// Columns that UTF-8 text takes, one for each code point.
[[nodiscard]] std::size_t columns_of(std::string_view text);

}  // namespace attest
