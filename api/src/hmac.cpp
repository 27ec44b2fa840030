// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "hmac.hpp"

#include <algorithm>

namespace api {
namespace {

constexpr std::size_t kBlockBytes = 64;

std::array<std::uint8_t, kBlockBytes> pad(ledger::ByteView secret, std::uint8_t with) {
  std::array<std::uint8_t, kBlockBytes> block{};
  std::copy_n(secret.begin(), std::min(secret.size(), kBlockBytes), block.begin());
  for (std::uint8_t& byte : block) byte ^= with;
  return block;
}

}  // namespace

ledger::Digest hmac_sha256(ledger::ByteView secret, ledger::ByteView message) {
  const auto inner = pad(secret, 0x36);
  const auto outer = pad(secret, 0x5C);
  return ledger::sha256({outer, ledger::sha256({inner, message}).view()});
}

bool same_digest(const ledger::Digest& a, const ledger::Digest& b) {
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.bytes.size(); ++i) difference |= static_cast<unsigned>(a.bytes[i] ^ b.bytes[i]);
  return difference == 0;
}

}  // namespace api
