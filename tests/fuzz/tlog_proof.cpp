// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/tlog_proof.hpp"

#include "require.hpp"

// A proof that is read is written as it was, but for its extra line; checking it ends in an answer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = ledger::text({data, size});
  const auto proof = ledger::parse_tlog_proof(input);
  if (!proof) return 0;
  const std::string written = ledger::format_tlog_proof(*proof);
  require(input.find("\nextra ") != std::string_view::npos || written == input);
  require(ledger::format_tlog_proof(*ledger::parse_tlog_proof(written)) == written);
  (void)ledger::check_tlog_proof(*proof, {}, {"log.example/one", ledger::NoteKeyType::kEd25519, {}}).has_value();
  return 0;
}
