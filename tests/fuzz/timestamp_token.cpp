// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/verify_timestamp.hpp"
#include "require.hpp"

// Input: 32 bytes of digest, then the token. No root is trusted, so none is good.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 32) return 0;
  const ledger::ByteView input{data, size};
  const auto digest = *ledger::digest_from_bytes(input.first(32));
  require(!certs::verify_timestamp_token(input.subspan(32), digest, {}));
  return 0;
}
