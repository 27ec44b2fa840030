// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/screen_text.hpp"

#include <algorithm>

namespace attest {
namespace {

std::string without_controls(std::string_view text, bool keep_line_feeds) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t control = text[i] == '\n' && keep_line_feeds ? 0 : control_bytes(text, i);
    out += control == 0 ? text[i] : '?';
    i += control == 0 ? 1 : control;
  }
  return out;
}

// The three bytes of U+2028 to U+202E, and of U+2066 to U+2069.
bool rearranges(std::string_view three) {
  return three.starts_with("\xE2\x80") ? three >= "\xE2\x80\xA8" && three <= "\xE2\x80\xAE"
                                       : three >= "\xE2\x81\xA6" && three <= "\xE2\x81\xA9";
}

}  // namespace

std::size_t control_bytes(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x20 || byte == 0x7F) return 1;
  if (byte == 0xC2 && at + 1 < text.size()) {
    const auto next = static_cast<unsigned char>(text[at + 1]);
    return next >= 0x80 && next < 0xA0 ? 2 : 0;
  }
  return byte == 0xE2 && at + 2 < text.size() && rearranges(text.substr(at, 3)) ? 3 : 0;
}

std::string printable_line(std::string_view text) {
  return without_controls(text, false);
}

std::string printable(std::string_view text) {
  return without_controls(text, true);
}

std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace attest
