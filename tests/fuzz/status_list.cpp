// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/status_list.hpp"

#include "require.hpp"

// A list that is read has all its bits, and means the same when written again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = attest::parse_json(ledger::text({data, size}));
  if (!json) return 0;
  const auto list = certs::parse_status_list(*json);
  if (!list) return 0;
  require(list->bits.size() == 16'384);
  const auto again = certs::parse_status_list(certs::to_json(*list));
  require(again && again->bits == list->bits && again->address == list->address);
  return 0;
}
