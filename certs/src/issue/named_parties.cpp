// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "issue/named_parties.hpp"

#include <set>

namespace certs {

std::string english(const attest::Names& names) {
  const auto found = names.find("en");
  return found == names.end() ? std::string{} : found->second;
}

Result<std::vector<attest::PartyRecord>> verifiers_of(const ledger::StateReader& state,
                                                      const std::vector<attest::LineageItem>& items) {
  std::set<std::string> ids;
  for (const attest::LineageItem& item : items) {
    const auto facts = attest::get_entry_facts(state, item.decision.index);
    if (!facts) return tl::unexpected(facts.error());
    if (!*facts) return ledger::fail(Code::kNotFound, "the ledger has no decision on " + item.indicator);
    ids.insert((*facts)->signer_party);
  }
  std::vector<attest::PartyRecord> parties;
  for (const std::string& id : ids) {
    auto party = attest::get_party(state, id);
    if (!party) return tl::unexpected(party.error());
    if (!*party) return ledger::fail(Code::kNotFound, "the ledger has no party " + id, id);
    parties.push_back(std::move(**party));
  }
  return parties;
}

}  // namespace certs
