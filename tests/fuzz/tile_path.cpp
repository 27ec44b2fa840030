// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/tile.hpp"
#include "require.hpp"

// A path that is read has exactly one spelling.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = ledger::text({data, size});
  const auto path = ledger::parse_tile_path(input);
  if (path) require(ledger::format_tile_path(*path) == input && path->width >= 1 && path->width <= 256);
  return 0;
}
