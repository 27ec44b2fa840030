// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/pki_register.hpp"

#include "require.hpp"

// What is read means the same when it is written and read again, and follows upon itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = certs::parse_register(ledger::text({data, size}));
  if (!read) return 0;
  const std::string text = certs::register_text(*read);
  const auto again = certs::parse_register(text);
  require(again && certs::register_text(*again) == text);
  require(certs::check_follows(*read, *again).has_value());
  return 0;
}
