// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/batch_record.hpp"

#include "require.hpp"

// A batch that is read is written as it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto batch = ledger::decode_batch({data, size});
  if (batch) require(ledger::encode_batch(*batch) == ledger::Bytes(data, data + size));
  return 0;
}
