// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/checkpoint.hpp"

#include "require.hpp"

// The three lines that are read are the first three lines of what was given.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = ledger::text({data, size});
  const auto checkpoint = ledger::parse_checkpoint_text(input);
  if (checkpoint) require(input.starts_with(ledger::checkpoint_text(*checkpoint)));
  (void)ledger::open_checkpoint(input, {"log.example/one", ledger::NoteKeyType::kEd25519, {}}).has_value();
  return 0;
}
