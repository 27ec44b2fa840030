// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the readers of line-based texts share.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ledger {

// Valid UTF-8: shortest forms only, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);
// Some character of `text` is a space in the sense of Unicode. REQUIRES: is_utf8(text).
[[nodiscard]] bool has_unicode_space(std::string_view text);
// An ASCII control character below 0x20 other than a newline.
[[nodiscard]] bool has_control_character(std::string_view text);

// Decimal digits without sign or leading zeros, at most 2^64 - 1; nothing for any other text.
[[nodiscard]] std::optional<std::uint64_t> parse_decimal(std::string_view digits);

// Cuts the first line off `text` and returns it without its newline; nothing when no newline is left.
[[nodiscard]] std::optional<std::string_view> take_line(std::string_view& text);

}  // namespace ledger
