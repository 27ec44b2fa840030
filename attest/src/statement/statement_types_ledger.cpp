// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// ledger.opened, ledger.seal, ledger.key_rotated.
#include "attest/ids.hpp"
#include "attest/limits.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"
#include "statement/body_codec.hpp"
#include "statement/members.hpp"

namespace attest {
namespace {

constexpr std::int64_t kPolicyVersionKnown = 1;

std::string_view to_text(ClockKind kind) {
  return kind == ClockKind::kMachine ? "machine" : "simulated";
}

Json algorithms() {
  return Json::Array{"EdDSA", "ES256"};
}

// Visible ASCII without '+': what is_note_name of the ledger asks and a little more.
bool is_origin(std::string_view text) {
  if (text.empty() || text.size() > ledger::kOriginBytesMax) return false;
  for (const char c : text) {
    if (c <= ' ' || c > '~' || c == '+') return false;
  }
  return true;
}

void read_root_key(Fields& fields, LedgerOpened::RootKey& root_key) {
  root_key.holder = members::party_id(fields, "holder");
  root_key.key = members::public_key(fields, "key");
  root_key.proof = members::base64url(fields, "proof");
}

void read_root_keys(Fields& fields, LedgerOpened& body) {
  members::each_object(fields, "root_keys", kRootKeysMax,
                       [&](Fields& inner) { read_root_key(inner, body.root_keys.emplace_back()); });
  if (body.root_keys.empty()) fields.wrong("root_keys", "must not be empty");
}

}  // namespace

void read_members(Fields& fields, LedgerOpened& body) {
  body.origin = members::matching(fields, "origin", is_origin, "1 to 255 visible ASCII characters without '+'");
  const std::string clock = members::choice(fields, "clock", {"machine", "simulated"});
  body.clock = clock == "machine" ? ClockKind::kMachine : ClockKind::kSimulated;
  body.ledger_key = members::public_key(fields, "ledger_key");
  if (body.ledger_key.algorithm != Algorithm::kEdDsa) fields.wrong("ledger_key", "must be an Ed25519 key");
  body.policy_version = fields.integer("policy_version", kPolicyVersionKnown, kPolicyVersionKnown);
  if (Json(fields.array("algorithms", 2)) != algorithms()) fields.wrong("algorithms", "must be EdDSA and ES256");
  members::inside_object(fields, "certifier", [&](Fields& inner) {
    body.certifier = members::party_id(inner, "id");
    body.certifier_names = members::names(inner, "names");
    body.certifier_country = members::country(inner, "country");
  });
  read_root_keys(fields, body);
}

Json::Object write_members(const LedgerOpened& body) {
  Json::Array root_keys;
  for (const LedgerOpened::RootKey& root_key : body.root_keys) {
    root_keys.emplace_back(Json::Object{{"holder", root_key.holder},
                                        {"key", to_jwk(root_key.key)},
                                        {"proof", ledger::base64url_encode(root_key.proof)}});
  }
  return {{"origin", body.origin},
          {"clock", to_text(body.clock)},
          {"ledger_key", to_jwk(body.ledger_key)},
          {"policy_version", body.policy_version},
          {"algorithms", algorithms()},
          {"certifier", Json::Object{{"id", body.certifier},
                                     {"names", members::to_json(body.certifier_names)},
                                     {"country", body.certifier_country}}},
          {"root_keys", std::move(root_keys)}};
}

void read_members(Fields& fields, LedgerSeal& body) {
  body.size = members::tree_size(fields, "size");
  body.chain = members::digest(fields, "chain");
  body.time = UnixMillis{static_cast<std::uint64_t>(fields.integer("time_ms", 0, kJsonIntegerMax))};
}

Json::Object write_members(const LedgerSeal& body) {
  return {{"size", body.size.value}, {"chain", ledger::to_hex(body.chain)}, {"time_ms", body.time.value}};
}

void read_members(Fields& fields, LedgerKeyRotated& body) {
  body.next_key = members::public_key(fields, "next_key");
  if (body.next_key.algorithm != Algorithm::kEdDsa) fields.wrong("next_key", "must be an Ed25519 key");
  body.proof = members::base64url(fields, "proof");
  body.overlap_until = members::moment(fields, "overlap_until");
}

Json::Object write_members(const LedgerKeyRotated& body) {
  return {{"next_key", to_jwk(body.next_key)},
          {"proof", ledger::base64url_encode(body.proof)},
          {"overlap_until", body.overlap_until}};
}

}  // namespace attest
