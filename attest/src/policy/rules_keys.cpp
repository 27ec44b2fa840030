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
      return {"programme"};
  }
  return {};
}

bool holds(const std::vector<std::string>& roles, std::string_view role) {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

UnixMillis moment(const std::string& text) {
  const auto parsed = parse_moment(text);  // parsed with the statement already
  return parsed ? *parsed : UnixMillis{};
}

// The signing key's own record; nothing for the ledger's key.
std::optional<KeyRecord> speakers_key(Context& context) {
  if (context.speaks_as(kLedgerRole)) return std::nullopt;
  return context.value_of(get_key(context.state(), context.statement().cose.header.kid));
}

// A party passes on what it has, for as long as it has it, and a delegate passes on nothing.
void own_key_stays_within_the_signers(Context& context, const KeyAuthorised& body, const KeyRecord& own) {
  if (own.delegate) {
    context.violate("key.own", "kid", "a delegate's key authorises no other: sign with a key of the party itself");
  }
  for (const std::string& role : body.roles) {
    if (!holds(own.roles, role)) {
      context.violate("key.own", "roles", "the signing key does not have the role " + role + " itself");
    }
  }
  if (moment(body.valid_from) < own.valid_from || moment(body.valid_until) > own.valid_until) {
    context.violate("key.own", "valid_until",
                    "the signing key is valid from " + format_moment(own.valid_from) + " until " +
                        format_moment(own.valid_until) + ": stay within, or ask the registrar");
  }
}

// The certifier's keys are root's; of other parties the registrar's, or their own for what they have themselves.
void signer_may_authorise(Context& context, const KeyAuthorised& body, const PartyRecord& party) {
  if (party.party.kind == PartyKind::kCertifier) return ask_role(context, {"root"});
  const auto own = speakers_key(context);
  if (own && own->party == body.party) return own_key_stays_within_the_signers(context, body, *own);
  ask_role(context, {"registrar", "root"});
}

// Of key.authorised and key.recovered.
template <class Type>
void roles_fit_the_kind(Context& context, const Type& body, const PartyRecord& party) {
  const auto fitting = roles_of(party.party.kind);
  for (const std::string& role : body.roles) {
    if (std::find(fitting.begin(), fitting.end(), role) != fitting.end()) continue;
    context.violate("party.kind", "roles", "a " + std::string(to_text(party.party.kind)) + " has no role " + role);
  }
}

template <class Type>
void key_is_new(Context& context, const Type& body) {
  const auto use = context.value_of(get_key_use(context.state(), key_material(body.key)));
  if (!use) return;
  context.violate("key.taken", "key",
                  *use == KeyUse::kCredentials ? "this key signs credentials, and a credential key signs nothing else"
                                               : "this key is or was authorised already: make a new one");
}

template <class Type>
void key_is_held(Context& context, const Type& body) {
  const auto held = check_possession(body.proof, body.key, body.party, body.holder, body.roles,
                                     ledger::to_hex(context.config().genesis));
  if (!held) context.violate("key.possession", "proof", held.error().message);
}

template <class Type>
KeyRecord record_of(Context& context, const Type& body) {
  return {.party = body.party,
          .holder = body.holder,
          .key = body.key,
          .roles = body.roles,
          .valid_from = moment(body.valid_from),
          .valid_until = moment(body.valid_until),
          .authorised = context.self(),
          .revoked = std::nullopt};
}

void put_new_key(Context& context, const KeyRecord& record) {
  put_key(context.state(), record);
  put_key_use(context.state(), key_material(record.key), KeyUse::kStatements);
  put_holder(context.state(), record.party, record.holder, context.self().index);
}

// Time for whoever has the lost key to say that it is not lost.
void recovery_waits(Context& context, const KeyRecovered& body) {
  constexpr std::uint64_t kHourMillis = 3'600'000;
  const auto hours = static_cast<std::uint64_t>(context.value_of(get_policy(context.state())).recovery_hours);
  const UnixMillis earliest{context.place().time.value + hours * kHourMillis};
  if (moment(body.valid_from) >= earliest) return;
  context.violate("key.recovery", "valid_from",
                  "a recovered key waits " + std::to_string(hours) +
                      " hours, so that the lost one can contest: not before " + format_moment(earliest));
}

void lost_key_can_be_replaced(Context& context, const KeyRecovered& body, const KeyRecord& lost) {
  if (lost.party != body.party) {
    context.violate("key.recovery", "lost", "the lost key belongs to " + lost.party + ", not to " + body.party);
  }
  if (lost.revoked) {
    context.violate("key.recovery", "lost",
                    "the lost key was revoked by " + name_of(*lost.revoked) + ": authorise a new one instead");
  }
  if (body.lost == context.statement().cose.header.kid) {
    context.violate("key.recovery", "kid", "a lost key cannot replace itself: another key of that rank must sign");
  }
  for (const std::string& role : body.roles) {
    if (!holds(lost.roles, role)) context.violate("key.recovery", "roles", "the lost key had no role " + role);
  }
}

// Not while another waits for its moment or has taken the place; after a contest there may be another attempt.
void lost_key_is_not_replaced_already(Context& context, const KeyRecord& lost) {
  if (!lost.recovered_by) return;
  const auto next = context.value_of(get_key(context.state(), *lost.recovered_by));
  if (next && next->revoked_at && *next->revoked_at < next->valid_from) return;
  context.violate("key.recovery", "lost", "the lost key is replaced already, or about to be: see key list");
}

void judge_lost(Context& context, const KeyRecovered& body) {
  const auto lost = context.value_of(get_key(context.state(), body.lost));
  if (!lost) {
    context.violate("key.unknown", "lost", "the lost key is not one that was authorised in this ledger");
    return;
  }
  lost_key_can_be_replaced(context, body, *lost);
  lost_key_is_not_replaced_already(context, *lost);
}

// A party ends its own keys, a delegate its own key alone; root keys are root's.
void signer_may_revoke(Context& context, const KeyRevoked& body, const KeyRecord& key) {
  if (holds(key.roles, "root")) return ask_role(context, {"root"});
  const auto own = speakers_key(context);
  const bool certifier_must = body.since.has_value();
  if (own && own->party == key.party && !certifier_must) {
    if (!own->delegate || key_thumbprint(own->key) == body.kid) return;
    context.violate("key.own", "kid", "a delegate ends its own key alone: sign with a key of the party itself");
    return;
  }
  ask_role(context, {"registrar", "root"});
}

// A contest is the lost key's answer, in time.
void contest_is_the_lost_keys(Context& context, const KeyRevoked& body, const KeyRecord& key) {
  if (body.reason != "contested") return;
  if (key.takes_place_of != context.statement().cose.header.kid) {
    context.violate("key.contested", "reason",
                    "only the key that is said to be lost contests the one that replaces it");
  } else if (context.place().time >= key.valid_from) {
    context.violate("key.contested", "reason", "the key is valid since " + format_moment(key.valid_from));
  }
}

void since_is_past(Context& context, const KeyRevoked& body) {
  if (!body.since || moment(*body.since) <= context.place().time) return;
  context.violate("key.since", "since", "trust cannot end after the entry that says so: leave it out, or wait");
}

// An ended key may still turn out to have been stolen, and stolen earlier than was known.
void revocation_says_something_new(Context& context, const KeyRevoked& body, const KeyRecord& key) {
  if (!key.revoked) return;
  const bool earlier = body.since && (!key.untrusted_since || moment(*body.since) < *key.untrusted_since);
  if (earlier) return;
  context.violate("key.revoked", "kid", "the key is revoked already, by " + name_of(*key.revoked));
}

}  // namespace

void judge(Context& context, const KeyAuthorised& body) {
  const auto party = known_party(context, body.party, "party");
  if (party) {
    signer_may_authorise(context, body, *party);
    roles_fit_the_kind(context, body, *party);
  } else {
    ask_role(context, {"registrar", "root"});
  }
  key_is_new(context, body);
  key_is_held(context, body);
}

void apply(Context& context, const KeyAuthorised& body) {
  KeyRecord record = record_of(context, body);
  record.delegate = body.delegate;
  put_new_key(context, record);
}

void judge(Context& context, const KeyRecovered& body) {
  const auto party = known_party(context, body.party, "party");
  const bool certifiers = party && party->party.kind == PartyKind::kCertifier;
  if (certifiers) {
    ask_role(context, {"root"});
  } else {
    ask_role(context, {"registrar", "root"});
  }
  if (party) roles_fit_the_kind(context, body, *party);
  key_is_new(context, body);
  key_is_held(context, body);
  recovery_waits(context, body);
  judge_lost(context, body);
}

void apply(Context& context, const KeyRecovered& body) {
  auto lost = context.value_of(get_key(context.state(), body.lost));
  if (!lost) return;
  KeyRecord record = record_of(context, body);
  record.takes_place_of = body.lost;
  record.delegate = lost->delegate;
  put_new_key(context, record);
  lost->recovered_by = key_thumbprint(body.key);
  put_key(context.state(), *lost);
}

void judge(Context& context, const KeyRevoked& body) {
  const auto key = context.value_of(get_key(context.state(), body.kid));
  if (!key) {
    ask_role(context, {"registrar", "root"});
    context.violate("key.unknown", "kid", "no such key is authorised in this ledger");
    return;
  }
  signer_may_revoke(context, body, *key);
  if (key->party != body.party) {
    context.violate("party.other", "party", "the key belongs to " + key->party + ", not to " + body.party);
  }
  contest_is_the_lost_keys(context, body, *key);
  since_is_past(context, body);
  revocation_says_something_new(context, body, *key);
}

void apply(Context& context, const KeyRevoked& body) {
  auto key = context.value_of(get_key(context.state(), body.kid));
  if (!key) return;
  if (!key->revoked) {
    key->revoked = context.self();
    key->revoked_at = context.place().time;
  }
  if (body.since) key->untrusted_since = moment(*body.since);
  put_key(context.state(), *key);
  if (body.since) dispute_certificates(context, body.kid, moment(*body.since));
}

}  // namespace attest
