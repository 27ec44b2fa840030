// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/cbor.hpp"

#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ledger::ByteView bytes(data, size);
  if (const auto value = attest::decode_cbor(bytes)) require(attest::encode_cbor(*value) == ledger::to_bytes(bytes));
  if (const auto items = attest::split_cbor_sequence(bytes, 64)) {
    ledger::Bytes together;
    for (const ledger::ByteView item : *items) {
      require(!item.empty());
      ledger::append(together, item);
    }
    require(together == ledger::to_bytes(bytes));
  }
  return 0;
}
