// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "certs/data_integrity.hpp"

namespace certs {
namespace {

constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::array<std::uint8_t, 2> kEd25519Prefix{0xed, 0x01};

// number = number * from + digit, where `digits` is the number in base `to`, least significant first.
void multiply_add(Bytes& digits, unsigned from, unsigned digit, unsigned to) {
  unsigned carry = digit;
  for (std::uint8_t& place : digits) {
    carry += from * place;
    place = static_cast<std::uint8_t>(carry % to);
    carry /= to;
  }
  for (; carry > 0; carry /= to) digits.push_back(static_cast<std::uint8_t>(carry % to));
}

}  // namespace

std::string base58_encode(ByteView bytes) {
  Bytes digits;
  for (const std::uint8_t byte : bytes) multiply_add(digits, 256, byte, 58);
  const auto first = std::find_if(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte != 0; });
  std::string out(static_cast<std::size_t>(first - bytes.begin()), kAlphabet[0]);
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) out += kAlphabet[*digit];
  return out;
}

Result<Bytes> base58_decode(std::string_view text, std::size_t bytes_max) {
  // 58^(7/5) > 256: no value of `bytes_max` bytes needs more digits. The work is quadratic, so this comes first.
  if (text.size() > bytes_max + bytes_max * 2 / 5 + 1)
    return ledger::fail(Code::kInvalid, "the base58 text is too long");
  Bytes digits;
  for (const char c : text) {
    const std::size_t digit = kAlphabet.find(c);
    if (digit == std::string_view::npos) return ledger::fail(Code::kInvalid, "the text has a character outside base58");
    multiply_add(digits, 58, static_cast<unsigned>(digit), 256);
  }
  const auto zeros = std::min(text.find_first_not_of(kAlphabet[0]), text.size());
  Bytes out(zeros, 0);
  out.insert(out.end(), digits.rbegin(), digits.rend());
  if (out.size() > bytes_max) return ledger::fail(Code::kInvalid, "the base58 text is too long");
  return out;
}

std::string multikey_encode(const ledger::Ed25519Key& key) {
  Bytes bytes(kEd25519Prefix.begin(), kEd25519Prefix.end());
  ledger::append(bytes, key);
  return "z" + base58_encode(bytes);
}

Result<ledger::Ed25519Key> multikey_decode(std::string_view text) {
  ledger::Ed25519Key key{};
  const std::size_t size = kEd25519Prefix.size() + key.size();
  if (!text.starts_with('z')) return ledger::fail(Code::kInvalid, "a Multikey starts with z");
  auto bytes = base58_decode(text.substr(1), size);
  if (!bytes) return tl::unexpected(bytes.error());
  if (bytes->size() != size || !std::equal(kEd25519Prefix.begin(), kEd25519Prefix.end(), bytes->begin()))
    return ledger::fail(Code::kInvalid, "the Multikey is no Ed25519 public key");
  std::copy(bytes->begin() + kEd25519Prefix.size(), bytes->end(), key.begin());
  return key;
}

}  // namespace certs
