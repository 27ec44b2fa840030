// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "search_index.hpp"

#include <set>

#include "attest/ids.hpp"
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

void about_certificate(Context& context, const std::string& number, About& about) {
  const auto certificate = context.value_of(get_certificate(context.state(), number));
  if (certificate) about.cycle = certificate->issued.cycle;
}

// Of a statement about another entry: what that entry's subject says.
void about_entry(Context& context, const EntryRef& ref, About& about) {
  const auto facts = context.value_of(get_entry_facts(context.state(), ref.index));
  if (!facts) return;
  about.parties.insert(facts->signer_party);
  if (parse_cycle_id(facts->subject)) {
    about.cycle = facts->subject;
  } else if (facts->type.starts_with("certificate.")) {
    about_certificate(context, facts->subject, about);
  }
}

// Types whose members say it by their names.
template <typename T>
void gather(Context&, const T& body, About& about) {
  if constexpr (requires { body.party; }) about.parties.insert(body.party);
  if constexpr (requires { body.city; }) about.parties.insert(body.city);
  if constexpr (requires { body.provider; }) {
    if (body.provider) about.parties.insert(*body.provider);
  }
  if constexpr (requires { body.cycle; }) about.cycle = body.cycle;
  if constexpr (requires { body.indicator; }) about.indicator = body.indicator;
}

void gather_party(const PartyRegistered& party, About& about) {
  about.parties.insert(party.party);
  if (party.kind == PartyKind::kCity) about.city = party.party;
}
void gather(Context&, const PartyRegistered& body, About& about) {
  gather_party(body, about);
}
void gather(Context&, const PartyUpdated& body, About& about) {
  gather_party(body.party, about);
}
void gather(Context&, const LedgerOpened& body, About& about) {
  about.parties.insert(body.certifier);
}
void gather(Context&, const ProgrammeOpened& body, About& about) {
  about.parties.insert(body.programme.substr(0, body.programme.find('/')));
}
void gather(Context& context, const EvidenceExpired& body, About& about) {
  about_entry(context, body.evidence, about);
}
void gather(Context& context, const CertificateRendered& body, About& about) {
  about_certificate(context, body.number, about);
}
void gather(Context& context, const CertificateStatus& body, About& about) {
  about_certificate(context, body.number, about);
}
void gather(Context& context, const CaseOpened& body, About& about) {
  if (body.certificate) about_certificate(context, *body.certificate, about);
  if (body.entry) about_entry(context, *body.entry, about);
}
void gather(Context& context, const CaseDecided& body, About& about) {
  if (body.follow_up) about_entry(context, *body.follow_up, about);
}
void gather(Context& context, const DisclosureErased& body, About& about) {
  about_entry(context, body.entry, about);
  about.parties.insert(body.requested_by);
}

void put(Context& context, std::string_view kind, std::string_view word) {
  context.state().put(state_key::found(kind, word, context.self().index), {});
}

}  // namespace

void index_entry(Context& context) {
  const Statement& statement = context.statement();
  About about;
  std::visit([&](const auto& body) { gather(context, body, about); }, statement.body);
  about.parties.insert(statement.cose.header.issuer);
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
}

}  // namespace attest
