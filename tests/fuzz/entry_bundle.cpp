// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/tile.hpp"
#include "require.hpp"

// The first byte tells the width; a bundle that is read is written as it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const ledger::ByteView bundle{data + 1, size - 1};
  const auto entries = ledger::parse_entry_bundle(bundle, static_cast<std::uint16_t>(data[0] + 1));
  if (entries) require(ledger::entry_bundle(*entries) == ledger::to_bytes(bundle));
  return 0;
}
