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
  const auto page = cityledger::parse_accesses(body, "city");
  if (page && page->accesses.size() > size) std::abort();
  const std::string text = ledger::to_string(body);
  const auto id = cityledger::parse_upload_id(text);
  if (id && (id->empty() || id->size() > cityledger::kUploadIdBytesMax || !text.ends_with(*id))) std::abort();
  const auto offset = cityledger::parse_upload_offset(text);
  if (offset && (text.size() > cityledger::kUploadOffsetDigitsMax || *offset > 999'999'999'999'999U)) std::abort();
  for (const std::uint64_t first : {0U, 1U, 4'096U}) {
    const auto behind = cityledger::parse_bytes_behind(text, first, 10'000);
    if (behind &&
        (*behind == 0 || first + *behind > 10'000 || !text.ends_with("/" + std::to_string(first + *behind)))) {
      std::abort();
    }
  }
  static_cast<void>(cityledger::text_member_of(body, "token"));
  return 0;
}
