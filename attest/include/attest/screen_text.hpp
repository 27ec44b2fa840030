// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Text out of a file as a screen may show it: it must not move the cursor, colour the screen or hide what follows.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attest {

// The bytes of the control character that begins there: C0, DEL, C1, and what ends a line or turns the text after it
// round (U+2028 to U+202E, U+2066 to U+2069). 0: none does. REQUIRES: at < text.size().
[[nodiscard]] std::size_t control_bytes(std::string_view text, std::size_t at);
// Control characters become '?', a line feed too.
[[nodiscard]] std::string printable_line(std::string_view text);
// The same, but line feeds stay.
[[nodiscard]] std::string printable(std::string_view text);

// Columns that UTF-8 text takes, one for each code point.
[[nodiscard]] std::size_t columns_of(std::string_view text);

}  // namespace attest
