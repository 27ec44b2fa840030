// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "search_index.hpp"

#include <set>

#include "attest/ids.hpp"
#include "attest/search.hpp"
#include "state_keys.hpp"

namespace attest {
namespace {

// What one statement is about.
struct About {
  std::set<std::string> parties;  // that it names; its signer comes with every statement
  std::string city;
  std::string cycle;
  std::string indicator;
};

// What the members say by their names.
template <typename T>
void gather(const T& body, About& about) {
  if constexpr (requires { body.party; }) about.parties.insert(body.party);
  if constexpr (requires { body.city; }) about.parties.insert(body.city);
  if constexpr (requires { body.provider; }) {
    if (body.provider) about.parties.insert(*body.provider);
  }
  if constexpr (requires { body.indicator; }) about.indicator = body.indicator;
}
void gather_party(const PartyRegistered& party, About& about) {
  about.parties.insert(party.party);
  if (party.kind == PartyKind::kCity) about.city = party.party;
}
void gather(const PartyRegistered& body, About& about) {
  gather_party(body, about);
}
void gather(const PartyUpdated& body, About& about) {
  gather_party(body.party, about);
}
void gather(const LedgerOpened& body, About& about) {
  about.parties.insert(body.certifier);
}
void gather(const ProgrammeOpened& body, About& about) {
  about.parties.insert(body.programme.substr(0, body.programme.find('/')));
}
void gather(const DisclosureErased& body, About& about) {
  about.parties.insert(body.requested_by);
}

// Whose statement it is that this one is about.
std::optional<EntryRef> cited_entry(const Body& body) {
  if (const auto* expired = std::get_if<EvidenceExpired>(&body)) return expired->evidence;
  if (const auto* erased = std::get_if<DisclosureErased>(&body)) return erased->entry;
  if (const auto* opened = std::get_if<CaseOpened>(&body)) return opened->entry;
  return std::nullopt;
}

void put(Context& context, std::string_view kind, std::string_view word) {
  context.state().put(state_key::found(kind, word, context.self().index), {});
}

}  // namespace

void index_entry(Context& context) {
  const Statement& statement = context.statement();
  About about;
  std::visit([&](const auto& body) { gather(body, about); }, statement.body);
  about.parties.insert(statement.cose.header.issuer);
  if (const auto cited = cited_entry(statement.body)) {
    const auto facts = context.value_of(get_entry_facts(context.state(), cited->index));
    if (facts) about.parties.insert(facts->signer_party);
  }
  about.cycle = context.value_of(cycle_about(context.state(), statement.body));
  const auto cycle = parse_cycle_id(about.cycle);
  if (cycle) about.city = cycle->city;
  put(context, "type", type_name(statement.body));
  for (const std::string& party : about.parties) put(context, "party", party);
  if (!about.city.empty()) put(context, "city", about.city);
  if (cycle) put(context, "cycle", about.cycle);
  if (cycle && !about.indicator.empty()) {
    put(context, "indicator", cycle->standard + "/" + about.indicator);
    put(context, "indicator", about.indicator);
  }
  if (const auto* submitted = std::get_if<ValueSubmitted>(&statement.body)) {
    for (const EntryRef& ref : submitted->evidence) put(context, "cites", std::to_string(ref.index.value));
  }
}

}  // namespace attest
