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

void kind_stays(Context& context, const PartyRegistered& now, const PartyRegistered& before) {
  if (now.kind == before.kind) return;
  context.violate("party.kind", "kind",
                  now.party + " is a " + std::string(to_text(before.kind)) +
                      " and stays one: register another party for what it does as a " + std::string(to_text(now.kind)));
}

// The same tie, at most with an end that it did not have.
bool keeps(const Affiliation& now, const Affiliation& before) {
  return now.party == before.party && now.from == before.from && now.ownership == before.ownership &&
         (now.until == before.until || !before.until);
}

// Independence looks back over years, so a tie that was once told is never untold.
void affiliations_are_kept(Context& context, const PartyRegistered& now, const PartyRegistered& before) {
  for (const Affiliation& earlier : before.affiliations) {
    const bool kept = std::any_of(now.affiliations.begin(), now.affiliations.end(),
                                  [&](const Affiliation& later) { return keeps(later, earlier); });
    if (kept) continue;
    context.violate("affiliation.dropped", "affiliations",
                    "the affiliation with " + earlier.party + " from " + earlier.from +
                        " must stand as it was, at most with an until that it did not have");
  }
}

void put_with_ties(Context& context, PartyRecord record) {
  for (const Affiliation& affiliation : record.party.affiliations) {
    put_tie(context.state(), affiliation.party, record.party.party);
  }
  put_party(context.state(), record);
}

}  // namespace

void judge(Context& context, const PartyRegistered& body) {
  ask_role(context, {"registrar", "root"});
  party_is_new(context, body);
  kind_can_be_registered(context, body);
}

void apply(Context& context, const PartyRegistered& body) {
  put_with_ties(context, {body, context.self(), std::nullopt});
}

void judge(Context& context, const PartyUpdated& body) {
  ask_role(context, {"registrar", "root"});
  const auto before = known_party(context, body.party.party, "party");
  if (!before) return;
  kind_stays(context, body.party, before->party);
  affiliations_are_kept(context, body.party, before->party);
}

void apply(Context& context, const PartyUpdated& body) {
  const auto before = context.value_of(get_party(context.state(), body.party.party));
  if (!before) return;
  put_with_ties(context, {body.party, before->entry, context.self()});
}

}  // namespace attest
