// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/note.hpp"

#include "require.hpp"

// A note that is read is written as it was; verification of any line ends in an answer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = ledger::text({data, size});
  if (const auto key = ledger::parse_vkey(input)) require(ledger::format_vkey(*key) == input);
  const auto note = ledger::parse_note(input);
  if (!note) return 0;
  require(ledger::format_note(*note) == input);
  const std::vector<ledger::NoteKey> known = {{note->signatures[0].name, ledger::NoteKeyType::kEd25519, {}},
                                              {note->signatures[0].name, ledger::NoteKeyType::kCosignature, {}}};
  (void)ledger::verify_note(*note, known).has_value();
  return 0;
}
