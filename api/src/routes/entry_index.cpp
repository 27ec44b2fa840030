// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "entry_index.hpp"

#include <charconv>

namespace api {

Result<ledger::EntryIndex> entry_index(const Request& request, const Context& context, std::string_view name) {
  const std::string& text = request.param(name);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || std::to_string(number) != text) {
    return ledger::fail(Code::kInvalid, "an entry is named by its index, a whole number from 0", std::string(name));
  }
  return entry_index(number, context, name);
}

Result<ledger::EntryIndex> entry_index(std::uint64_t number, const Context& context, std::string_view field) {
  const auto head = context.ledger.shared_head();
  if (!head) return tl::unexpected(head.error());
  if (number < (*head)->size.value) return ledger::EntryIndex{number};
  return ledger::fail(Code::kNotFound, "the ledger has " + std::to_string((*head)->size.value) + " entries",
                      std::string(field));
}

}  // namespace api
