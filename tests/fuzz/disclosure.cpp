// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/disclosure.hpp"

#include "ledger/bytes.hpp"
#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ledger::ByteView bytes(data, size);
  const std::string_view text = ledger::text(bytes);
  if (const auto disclosure = attest::parse_disclosure(text)) require(attest::encode_disclosure(*disclosure) == text);
  if (const auto submission = attest::parse_submission(bytes)) {
    require(attest::encode_submission(*submission) == ledger::to_bytes(bytes));
  }
  return 0;
}
