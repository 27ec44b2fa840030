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

namespace {

void next_key_is_new(Context& context, const LedgerKeyRotated& body) {
  if (!context.value_of(get_key_use(context.state(), key_material(body.next_key)))) return;
  context.violate("key.taken", "next_key", "this key is or was in use already: make a new one");
}

void next_key_is_held(Context& context, const LedgerKeyRotated& body) {
  const ConfigRecord& config = context.config();
  const auto held = check_possession(body.proof, body.next_key, config.origin, kLedgerHolder,
                                     {std::string(kLedgerRole)}, ledger::to_hex(config.genesis));
  if (!held) context.violate("key.possession", "proof", held.error().message);
}

UnixMillis overlap_of(const LedgerKeyRotated& body) {
  const auto until = parse_moment(body.overlap_until);  // parsed with the statement already
  return until ? *until : UnixMillis{};
}

// Time for everyone who checks certificates to hear of the next key.
void overlap_is_long_enough(Context& context, const LedgerKeyRotated& body) {
  const auto days = static_cast<std::uint64_t>(context.value_of(get_policy(context.state())).overlap_days);
  const UnixMillis earliest{context.place().time.value + days * kDayMillis};
  if (overlap_of(body) >= earliest) return;
  context.violate("ledger.overlap", "overlap_until",
                  "both keys sign checkpoints for at least " + std::to_string(days) + " days: not before " +
                      format_moment(earliest));
}

}  // namespace

void judge(Context& context, const LedgerKeyRotated& body) {
  ask_role(context, {kLedgerRole});
  next_key_is_new(context, body);
  next_key_is_held(context, body);
  overlap_is_long_enough(context, body);
}

void apply(Context& context, const LedgerKeyRotated& body) {
  ConfigRecord config = context.config();
  config.earlier_keys.push_back({config.ledger_key, overlap_of(body), context.self()});
  config.ledger_key = body.next_key;
  put_config(context.state(), config);
  put_key_use(context.state(), key_material(body.next_key), KeyUse::kStatements);
}

}  // namespace attest
