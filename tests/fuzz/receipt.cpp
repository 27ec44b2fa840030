// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/receipt.hpp"

#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ledger::ByteView bytes(data, size);
  const auto receipt = attest::parse_receipt(bytes);
  if (!receipt) return 0;
  require(!receipt->path.empty() && receipt->index.value < receipt->header.size.value);
  require(attest::encode_receipt(receipt->header, receipt->index, receipt->path, receipt->signature) ==
          ledger::to_bytes(bytes));
  require(!attest::check_receipt(*receipt, {}, {attest::Algorithm::kEdDsa, attest::Bytes(32)}));
  return 0;
}
