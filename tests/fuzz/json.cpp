// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/json.hpp"

#include "ledger/bytes.hpp"
#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = ledger::text({data, size});
  const auto value = attest::parse_json(text);
  if (!value) return 0;
  const std::string canonical = attest::canonical_json(*value);
  require(attest::parse_canonical_json(canonical).value() == *value);
  require(attest::parse_json(attest::pretty_json(*value)).value() == *value);
  require(attest::parse_canonical_json(text).has_value() == (canonical == text));
  return 0;
}
