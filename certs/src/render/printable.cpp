// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "render/printable.hpp"

#include <cstdint>
#include <cstdio>
#include <string>

namespace certs {
namespace {

using ledger::Code;
using ledger::Result;

bool is_refused(std::uint32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029 || c < 0x20 ||
         (c >= 0x7F && c <= 0x9F);
}

}  // namespace

Result<void> check_printable(std::string_view text, const char* member) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t c = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
      c = c << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    if (is_refused(c)) {
      char code[16];
      std::snprintf(code, sizeof code, "U+%04X", c);
      return ledger::fail(Code::kInvalid, std::string("has the character ") + code + ", which cannot be printed",
                          member);
    }
    i += length;
  }
  return {};
}

}  // namespace certs
