// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/screen_text.hpp"

#include <algorithm>

namespace attest {
namespace {

std::string without_controls(std::string_view text, bool keep_line_feeds) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    const bool c1_control = byte == 0xC2 && next >= 0x80 && next < 0xA0;
    if (c1_control) ++i;
    const bool line_feed = byte == '\n' && keep_line_feeds;
    const bool control = (byte < 0x20 && !line_feed) || byte == 0x7F || c1_control;
    out += control ? '?' : text[i];
  }
  return out;
}

}  // namespace

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
