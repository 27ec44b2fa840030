// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "verify/base45.hpp"

#include "require.hpp"

// What is read is written back as the same text, and never more than the bound comes out.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = ledger::text({data, size});
  const auto bytes = certs::base45_decode(text, 1'024);
  if (bytes) require(bytes->size() <= 1'024 && certs::base45_encode(*bytes) == text);
  require(certs::base45_decode(certs::base45_encode({data, size}), size).value() == ledger::Bytes(data, data + size));
  return 0;
}
