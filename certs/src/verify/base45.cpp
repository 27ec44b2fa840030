// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "base45.hpp"

#include <algorithm>

namespace certs {
namespace {

using ledger::Code;

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr std::size_t kBase = 45;

}  // namespace

std::string base45_encode(ledger::ByteView bytes) {
  std::string out;
  out.reserve(bytes.size() / 2 * 3 + 2);
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const bool pair = i + 1 < bytes.size();
    std::size_t value = pair ? std::size_t{bytes[i]} * 256 + bytes[i + 1] : bytes[i];
    for (int digit = 0; digit < (pair ? 3 : 2); ++digit, value /= kBase) out += kAlphabet[value % kBase];
  }
  return out;
}

ledger::Result<ledger::Bytes> base45_decode(std::string_view text, std::size_t bytes_max) {
  if (text.size() % 3 == 1) return ledger::fail(Code::kInvalid, "base45 text of this length stands for no bytes");
  if (text.size() / 3 * 2 + (text.size() % 3 == 2 ? 1 : 0) > bytes_max)
    return ledger::fail(Code::kTooLarge, "base45 text of more than " + std::to_string(bytes_max) + " bytes");
  ledger::Bytes out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    const std::size_t digits = std::min<std::size_t>(3, text.size() - i);
    std::size_t value = 0;
    for (std::size_t k = digits; k-- > 0;) {
      const std::size_t digit = kAlphabet.find(text[i + k]);
      if (digit == std::string_view::npos) return ledger::fail(Code::kInvalid, "a character that base45 does not have");
      value = value * kBase + digit;
    }
    if (value > (digits == 3 ? 0xFFFFU : 0xFFU))
      return ledger::fail(Code::kInvalid, "a base45 group over its largest value");
    if (digits == 3) out.push_back(static_cast<std::uint8_t>(value >> 8U));
    out.push_back(static_cast<std::uint8_t>(value & 0xFFU));
  }
  return out;
}

}  // namespace certs
