// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "render/printable.hpp"

#include <cstdint>
#include <cstdio>
#include <string>

#include "attest/screen_text.hpp"

namespace certs {

using ledger::Code;
using ledger::Result;

Result<void> check_printable(std::string_view text, const char* member) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t bytes = attest::control_bytes(text, i);
    if (bytes == 0) continue;
    std::uint32_t c = static_cast<unsigned char>(text[i]);
    if (bytes > 1) c &= 0xFFU >> (bytes + 1);
    for (std::size_t k = 1; k < bytes; ++k) c = c << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    char code[16];
    std::snprintf(code, sizeof code, "U+%04X", c);
    return ledger::fail(Code::kInvalid, std::string("has the character ") + code + ", which cannot be printed", member);
  }
  return {};
}

}  // namespace certs
