// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/credential.hpp"

#include "require.hpp"

// A certificate that is read is the one that would be written.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = attest::parse_json(ledger::text({data, size}));
  if (!json) return 0;
  const auto certificate = certs::parse_certificate(*json);
  if (certificate) require(certs::to_json(*certificate) == certs::without_proof(*json));
  const auto proofs = certs::read_proofs(*json);
  if (proofs) require(!certs::verify_proof(*json, proofs->front(), {}));
  return 0;
}
