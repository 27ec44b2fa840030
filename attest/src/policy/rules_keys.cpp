// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Which keys speak for a party, in which roles.
#include "attest/possession.hpp"
#include "rules.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

std::vector<std::string_view> roles_of(PartyKind kind) {
  switch (kind) {
    case PartyKind::kCertifier:
      return {"root", "registrar", "reviewer", "issuer"};
    case PartyKind::kCity:
      return {"submitter"};
    case PartyKind::kVerifier:
      return {"verifier"};
    case PartyKind::kProvider:
      return {"provider"};
    case PartyKind::kAuditor:
      return {"auditor"};
    case PartyKind::kProgramme:
      return {};
  }
  return {};
}

void signer_may_authorise_for(Context& context, const PartyRecord& party) {
  if (party.party.kind == PartyKind::kCertifier) {
    ask_role(context, {"root"});
  } else {
    ask_role(context, {"registrar", "root"});
  }
}

void roles_fit_the_kind(Context& context, const KeyAuthorised& body, const PartyRecord& party) {
  const auto fitting = roles_of(party.party.kind);
  for (const std::string& role : body.roles) {
    if (std::find(fitting.begin(), fitting.end(), role) != fitting.end()) continue;
    context.violate("party.kind", "roles", "a " + std::string(to_text(party.party.kind)) + " has no role " + role);
  }
}

void key_is_new(Context& context, const KeyAuthorised& body) {
  const auto use = context.value_of(get_key_use(context.state(), key_material(body.key)));
  if (!use) return;
  context.violate("key.taken", "key",
                  *use == KeyUse::kCredentials ? "this key signs credentials, and a credential key signs nothing else"
                                               : "this key is or was authorised already: make a new one");
}

void key_is_held(Context& context, const KeyAuthorised& body) {
  const auto held = check_possession(body.proof, body.key, body.party, body.holder, body.roles,
                                     ledger::to_hex(context.config().genesis));
  if (!held) context.violate("key.possession", "proof", held.error().message);
}

void signer_may_revoke(Context& context, const KeyRecord& key) {
  const bool root_key = std::find(key.roles.begin(), key.roles.end(), "root") != key.roles.end();
  if (root_key) {
    ask_role(context, {"root"});
    return;
  }
  if (context.speaker().party == key.party && !context.speaks_as(kLedgerRole)) return;
  ask_role(context, {"registrar", "root"});
}

}  // namespace

void judge(Context& context, const KeyAuthorised& body) {
  const auto party = known_party(context, body.party, "party");
  if (party) {
    signer_may_authorise_for(context, *party);
    roles_fit_the_kind(context, body, *party);
  } else {
    ask_role(context, {"registrar", "root"});
  }
  key_is_new(context, body);
  key_is_held(context, body);
}

void apply(Context& context, const KeyAuthorised& body) {
  const auto from = parse_moment(body.valid_from);
  const auto until = parse_moment(body.valid_until);
  put_key(context.state(), {.party = body.party,
                            .holder = body.holder,
                            .key = body.key,
                            .roles = body.roles,
                            .valid_from = from ? *from : UnixMillis{},
                            .valid_until = until ? *until : UnixMillis{},
                            .authorised = context.self(),
                            .revoked = std::nullopt});
  put_key_use(context.state(), key_material(body.key), KeyUse::kStatements);
  put_holder(context.state(), body.party, body.holder, context.self().index);
}

void judge(Context& context, const KeyRevoked& body) {
  const auto key = context.value_of(get_key(context.state(), body.kid));
  if (!key) {
    ask_role(context, {"registrar", "root"});
    context.violate("key.unknown", "kid", "no such key is authorised in this ledger");
    return;
  }
  signer_may_revoke(context, *key);
  if (key->party != body.party) {
    context.violate("party.other", "party", "the key belongs to " + key->party + ", not to " + body.party);
  }
  if (key->revoked) context.violate("key.revoked", "kid", "the key is revoked already, by " + name_of(*key->revoked));
}

void apply(Context& context, const KeyRevoked& body) {
  auto key = context.value_of(get_key(context.state(), body.kid));
  if (!key) return;
  key->revoked = context.self();
  put_key(context.state(), *key);
}

}  // namespace attest
