// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The ledger's own statements: how it opens, and its seals.
#include <set>

#include "attest/possession.hpp"
#include "ledger/encoding.hpp"
#include "rules.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

constexpr std::size_t kSealNonceBytes = 16;

void root_keys_are_distinct(Context& context, const LedgerOpened& body) {
  std::set<Bytes> seen{ledger::to_bytes(key_material(body.ledger_key))};
  for (const LedgerOpened::RootKey& root : body.root_keys) {
    if (seen.insert(ledger::to_bytes(key_material(root.key))).second) continue;
    context.violate("key.taken", "root_keys", "every root key must be another key, and none the ledger's");
  }
}

void root_keys_are_held(Context& context, const LedgerOpened& body) {
  for (const LedgerOpened::RootKey& root : body.root_keys) {
    const auto held = check_possession(root.proof, root.key, body.certifier, root.holder, {"root"}, body.origin);
    if (!held) context.violate("key.possession", "root_keys", held.error().message);
  }
}

KeyRecord root_record(const LedgerOpened::RootKey& root, const LedgerOpened& body, const Context& context) {
  const auto end_of_time = parse_moment("9999-12-31T23:59:59Z");
  return {.party = body.certifier,
          .holder = root.holder,
          .key = root.key,
          .roles = {"root"},
          .valid_from = context.place().time,
          .valid_until = end_of_time ? *end_of_time : UnixMillis{},
          .authorised = context.self(),
          .revoked = std::nullopt};
}

}  // namespace

void judge_opening(Context& context, const LedgerOpened& body) {
  judge_claims(context, body.origin);
  root_keys_are_distinct(context, body);
  root_keys_are_held(context, body);
}

// Anywhere but at entry 0, where judge_opening is asked instead.
void judge(Context& context, const LedgerOpened&) {
  context.violate("ledger.opened", "type", "this ledger is open already: only entry 0 can open it");
}

void apply(Context& context, const LedgerOpened& body) {
  ledger::State& state = context.state();
  put_config(state, {.origin = body.origin,
                     .genesis = context.self().leaf,
                     .clock = body.clock,
                     .certifier = body.certifier,
                     .ledger_key = body.ledger_key});
  put_key_use(state, key_material(body.ledger_key), KeyUse::kStatements);
  PartyRegistered certifier;
  certifier.party = body.certifier;
  certifier.kind = PartyKind::kCertifier;
  certifier.names = body.certifier_names;
  certifier.country = body.certifier_country;
  put_party(state, {std::move(certifier), context.self(), std::nullopt});
  for (const LedgerOpened::RootKey& root : body.root_keys) {
    put_key(state, root_record(root, body, context));
    put_key_use(state, key_material(root.key), KeyUse::kStatements);
    put_holder(state, body.certifier, root.holder, context.self().index);
  }
}

namespace {

void seal_commits_to_its_place(Context& context, const LedgerSeal& body) {
  const ledger::Place& place = context.place();
  if (body.size.value != place.index.value) {
    context.violate("seal.wrong", "size", "a seal commits to exactly the entries before it");
  }
  if (body.chain != place.chain) {
    context.violate("seal.wrong", "chain", "the seal's chain value is not that of the entries before it");
  }
  if (body.time != place.time) context.violate("seal.wrong", "time_ms", "a seal carries the time of its own entry");
}

void seal_nonce_follows_from_chain(Context& context) {
  const auto nonce = ledger::base64url_encode(context.place().chain.view().first(kSealNonceBytes));
  if (context.statement().common.nonce == nonce) return;
  context.violate("seal.wrong", "nonce", "a seal's nonce is the first 16 bytes of the chain value");
}

}  // namespace

void judge(Context& context, const LedgerSeal& body) {
  ask_role(context, {kLedgerRole});
  seal_commits_to_its_place(context, body);
  seal_nonce_follows_from_chain(context);
}

// A seal changes nothing but its own entry.
void apply(Context&, const LedgerSeal&) {}

}  // namespace attest
