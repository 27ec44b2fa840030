// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "cityledger/server_answers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ledger::ByteView body(data, size);
  const auto registered = cityledger::parse_registered(body, 1);
  if (registered && registered->entries.size() != 1) std::abort();
  const auto refused = cityledger::parse_refusals(body, 2);
  if (refused) {
    if (refused->empty()) std::abort();
    for (const auto& refusal : *refused) {
      if (refusal.statement > 1 || refusal.violations.empty()) std::abort();
    }
  }
  static_cast<void>(cityledger::parse_disclosures(body));
  static_cast<void>(cityledger::text_member_of(body, "token"));
  return 0;
}
