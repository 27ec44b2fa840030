// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/bundle.hpp"

#include "require.hpp"

// A bundle that is read is written byte for byte as it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = ledger::text({data, size});
  const auto bundle = certs::parse_bundle(input);
  if (bundle) require(certs::encode_bundle(*bundle) == input);
  return 0;
}
