// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/statement_types.hpp"
#include "statement/members.hpp"

namespace attest {

Json to_json(const EntryRef& ref) {
  return Json::Object{{"index", ref.index.value}, {"leaf", ledger::to_hex(ref.leaf)}};
}

Result<EntryRef> entry_ref_from_json(const Json& json, std::string_view where) {
  Fields fields(json, where.empty() ? std::string() : std::string(where) + ".");
  EntryRef ref;
  ref.index = EntryIndex{static_cast<std::uint64_t>(fields.integer("index", 0, kJsonIntegerMax))};
  ref.leaf = members::digest(fields, "leaf");
  if (const Result<void> done = fields.finish(); !done) return tl::unexpected<Error>(done.error());
  return ref;
}

}  // namespace attest
