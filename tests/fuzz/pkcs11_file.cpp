// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/pkcs11.hpp"
#include "require.hpp"

// A file that is read has one spelling.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = ledger::text({data, size});
  const auto key = attest::parse_pkcs11(text);
  if (!key) return 0;
  require(attest::pkcs11_text(*key) == text);
  require(key->label.empty() != key->id.empty());
  return 0;
}
