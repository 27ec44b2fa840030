// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/cbor.hpp"

#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ledger::ByteView bytes(data, size);
  if (const auto value = attest::decode_cbor(bytes)) require(attest::encode_cbor(*value) == ledger::to_bytes(bytes));
  return 0;
}
