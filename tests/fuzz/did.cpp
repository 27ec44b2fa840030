// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/did.hpp"

#include "require.hpp"

// A DID document that is read is the one that would be written; so is a Multikey.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = ledger::text({data, size});
  const auto key = certs::multikey_decode(input);
  if (key) require(certs::multikey_encode(*key) == input);
  const auto base = certs::did_web_base(input);
  if (base) require(base->starts_with("https://") && base->size() <= input.size() + 1);
  const auto json = attest::parse_json(input);
  if (!json) return 0;
  const auto document = certs::parse_did_document(*json);
  if (document) require(certs::to_json(*document) == *json);
  return 0;
}
