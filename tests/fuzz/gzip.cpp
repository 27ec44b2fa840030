// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/gzip.hpp"

#include "require.hpp"

// Never more than the bound comes out; what was packed comes out again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = certs::gunzip({data, size}, 16'384);
  if (bytes) require(bytes->size() <= 16'384);
  const auto again = certs::gunzip(certs::gzip({data, size}), size);
  require(again && *again == ledger::Bytes(data, data + size));
  return 0;
}
