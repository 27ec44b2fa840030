// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/chain.hpp"

namespace ledger {
namespace {
constexpr std::uint8_t kChainPrefix = 0x02;  // apart from leaves (0x00) and nodes (0x01)
}

Digest chain_start() {
  return sha256(ByteView{});
}

Digest chain_next(const Digest& chain, UnixMillis time, const Digest& leaf) {
  const std::array<std::uint8_t, 8> time_bytes = big_endian_64(time.value);
  return sha256({{&kChainPrefix, 1}, chain.view(), time_bytes, leaf.view()});
}

}  // namespace ledger
