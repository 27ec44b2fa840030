// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "entry_facts.hpp"

#include "attest/date.hpp"
#include "attest/records.hpp"

namespace api {

Result<attest::Json> entry_facts(const attest::LedgerFolder& ledger, ledger::EntryIndex index) {
  const auto facts = attest::get_entry_facts(ledger.store(), index);
  if (!facts) return tl::unexpected(facts.error());
  if (!*facts) return ledger::fail(Code::kCorrupt, "the record of an entry is missing: run rebuild", "entry");
  return attest::Json(attest::Json::Object{{"index", index.value},
                                           {"leaf", ledger::to_hex((*facts)->leaf)},
                                           {"signer", (*facts)->signer_party},
                                           {"subject", (*facts)->subject},
                                           {"time", attest::format_millis((*facts)->time)},
                                           {"type", (*facts)->type}});
}

}  // namespace api
