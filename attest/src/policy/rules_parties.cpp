// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Parties: who takes part, and who is tied to whom.
#include "rules.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

void party_is_new(Context& context, const PartyRegistered& body) {
  if (!context.value_of(get_party(context.state(), body.party))) return;
  context.violate("party.taken", "party", "party " + body.party + " is registered already: choose another id");
}

void kind_can_be_registered(Context& context, const PartyRegistered& body) {
  if (body.kind != PartyKind::kCertifier) return;
  context.violate("party.kind", "kind", "the certifier is the one that opened the ledger: there is no second one");
}

}  // namespace

void judge(Context& context, const PartyRegistered& body) {
  ask_role(context, {"registrar", "root"});
  party_is_new(context, body);
  kind_can_be_registered(context, body);
}

void apply(Context& context, const PartyRegistered& body) {
  put_party(context.state(), {body, context.self()});
}

}  // namespace attest
