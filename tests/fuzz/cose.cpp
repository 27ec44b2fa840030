// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/cose.hpp"

#include "ledger/limits.hpp"
#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using attest::Cbor;
  const ledger::ByteView bytes(data, size);
  const auto message = attest::parse_cose(bytes, attest::kStatementType);
  if (!message) return 0;
  require(size <= ledger::kEntryBytesMax && message->signature.size() == 64);
  const Cbor parts = Cbor::array({Cbor::bytes(message->protected_bytes), Cbor::map({}), Cbor::bytes(message->payload),
                                  Cbor::bytes(message->signature)});
  require(attest::encode_cbor(Cbor::tagged(18, parts)) == ledger::to_bytes(bytes));
  // The key is not the signer's; what matters is that no header leads astray.
  require(!attest::verify_cose(*message, {message->header.algorithm, attest::Bytes(64)}));
  return 0;
}
