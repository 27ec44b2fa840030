// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/encoding.hpp"

#include "require.hpp"

// Whatever a decoder accepts is the one spelling that its encoder writes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = ledger::text({data, size});
  if (const auto bytes = ledger::hex_decode(input)) require(ledger::hex_encode(*bytes) == input);
  if (const auto bytes = ledger::base64_decode(input)) require(ledger::base64_encode(*bytes) == input);
  if (const auto bytes = ledger::base64url_decode(input)) require(ledger::base64url_encode(*bytes) == input);
  return 0;
}
