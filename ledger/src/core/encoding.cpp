// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/encoding.hpp"

#include <array>

namespace ledger {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64urlDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kNoDigit = 0xFF;

using DigitValues = std::array<std::uint8_t, 256>;

constexpr DigitValues values_of(std::string_view digits) {
  DigitValues values{};
  values.fill(kNoDigit);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr DigitValues kHexValues = values_of(kHexDigits);
constexpr DigitValues kBase64Values = values_of(kBase64Digits);
constexpr DigitValues kBase64urlValues = values_of(kBase64urlDigits);

std::uint8_t value_of(const DigitValues& values, char digit) {
  return values[static_cast<unsigned char>(digit)];
}

std::string encode_sixes(ByteView bytes, std::string_view digits) {
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t pending = 0;
  unsigned pending_bits = 0;
  for (const std::uint8_t byte : bytes) {
    pending = (pending << 8U | byte) & 0xFFFFU;
    pending_bits += 8;
    while (pending_bits >= 6) {
      pending_bits -= 6;
      out += digits[pending >> pending_bits & 63U];
    }
  }
  if (pending_bits > 0) out += digits[pending << (6U - pending_bits) & 63U];
  return out;
}

Result<Bytes> decode_sixes(std::string_view text, const DigitValues& values) {
  if (text.size() % 4 == 1) return fail(Code::kInvalid, "base64 text has one digit too many; encode it again");
  Bytes out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t pending = 0;
  unsigned pending_bits = 0;
  for (const char digit : text) {
    const std::uint8_t value = value_of(values, digit);
    if (value == kNoDigit)
      return fail(Code::kInvalid, "base64 text holds a character that is no digit of its alphabet");
    pending = (pending << 6U | value) & 0xFFFFU;
    pending_bits += 6;
    if (pending_bits >= 8) {
      pending_bits -= 8;
      out.push_back(static_cast<std::uint8_t>(pending >> pending_bits));
    }
  }
  // One value, one spelling: bits that belong to no byte must be zero.
  if ((pending & ((1U << pending_bits) - 1U)) != 0) {
    return fail(Code::kInvalid, "base64 text has unused bits that are not zero; encode it again");
  }
  return out;
}

}  // namespace

std::string hex_encode(ByteView bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    out += kHexDigits[byte >> 4U];
    out += kHexDigits[byte & 15U];
  }
  return out;
}

Result<Bytes> hex_decode(std::string_view text) {
  if (text.size() % 2 != 0) return fail(Code::kInvalid, "hexadecimal text must have an even number of digits");
  Bytes out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const std::uint8_t high = value_of(kHexValues, text[i]);
    const std::uint8_t low = value_of(kHexValues, text[i + 1]);
    if (high == kNoDigit || low == kNoDigit) {
      return fail(Code::kInvalid, "hexadecimal text must consist of the digits 0-9 and a-f in lower case");
    }
    out.push_back(static_cast<std::uint8_t>(high << 4U | low));
  }
  return out;
}

std::string base64_encode(ByteView bytes) {
  std::string out = encode_sixes(bytes, kBase64Digits);
  while (out.size() % 4 != 0) out += '=';
  return out;
}

std::string base64url_encode(ByteView bytes) {
  return encode_sixes(bytes, kBase64urlDigits);
}

Result<Bytes> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return fail(Code::kInvalid, "base64 text must be padded to a multiple of four characters");
  // A third '=' would leave one digit, which decode_sixes refuses.
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  return decode_sixes(text, kBase64Values);
}

Result<Bytes> base64url_decode(std::string_view text) {
  return decode_sixes(text, kBase64urlValues);
}

}  // namespace ledger
