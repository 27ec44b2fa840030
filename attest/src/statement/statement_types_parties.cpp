// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// party.registered, party.updated, key.authorised, key.recovered, key.revoked.
#include <algorithm>
#include <array>

#include "attest/ids.hpp"
#include "attest/limits.hpp"
#include "ledger/encoding.hpp"
#include "statement/body_codec.hpp"
#include "statement/members.hpp"

namespace attest {
namespace {

constexpr std::array<std::string_view, 6> kPartyKinds = {"city",      "provider",  "verifier",
                                                         "certifier", "programme", "auditor"};

PartyKind read_kind(Fields& fields) {
  const std::string text =
      members::choice(fields, "kind", {"city", "provider", "verifier", "certifier", "programme", "auditor"});
  const auto found = std::find(kPartyKinds.begin(), kPartyKinds.end(), text);
  if (found == kPartyKinds.end()) return PartyKind::kCity;
  return static_cast<PartyKind>(found - kPartyKinds.begin());
}

void read_affiliation(Fields& fields, Affiliation& affiliation) {
  affiliation.party = members::party_id(fields, "party");
  affiliation.from = members::day(fields, "from");
  affiliation.ownership = fields.has("kind") && members::choice(fields, "kind", {"ownership"}) == "ownership";
  if (!fields.has("until")) return;
  affiliation.until = members::day(fields, "until");
  members::require_rising(fields, "until", affiliation.from, *affiliation.until);
}

void read_accreditation(Fields& fields, Accreditation& accreditation) {
  accreditation.body = members::plain_text(fields, "body");
  accreditation.number = members::plain_text(fields, "number");
  accreditation.standards =
      members::texts(fields, "standards", kAccreditedStandardsMax, is_standard_id, "the id of a standard");
  accreditation.valid_from = members::day(fields, "valid_from");
  accreditation.valid_until = members::day(fields, "valid_until");
  members::require_rising(fields, "valid_until", accreditation.valid_from, accreditation.valid_until);
}

Json to_json(const Affiliation& affiliation) {
  Json::Object out{{"party", affiliation.party}, {"from", affiliation.from}};
  if (affiliation.until) out.emplace("until", *affiliation.until);
  if (affiliation.ownership) out.emplace("kind", "ownership");
  return out;
}

Json to_json(const Accreditation& accreditation) {
  return Json::Object{{"body", accreditation.body},
                      {"number", accreditation.number},
                      {"standards", Json::Array(accreditation.standards.begin(), accreditation.standards.end())},
                      {"valid_from", accreditation.valid_from},
                      {"valid_until", accreditation.valid_until}};
}

bool is_role(std::string_view text) {
  constexpr std::array<std::string_view, 9> kRoles = {"auditor",  "issuer", "programme", "provider", "registrar",
                                                      "reviewer", "root",   "submitter", "verifier"};
  return std::find(kRoles.begin(), kRoles.end(), text) != kRoles.end();
}

}  // namespace

std::string_view to_text(PartyKind kind) {
  return kPartyKinds[static_cast<std::size_t>(kind)];
}

void read_members(Fields& fields, PartyRegistered& body) {
  body.party = members::party_id(fields, "party");
  body.kind = read_kind(fields);
  body.names = members::names(fields, "names");
  body.country = members::country(fields, "country");
  body.region = members::optional_plain_text(fields, "region");
  body.population = fields.optional_integer("population", 0, kJsonIntegerMax);
  members::each_object(fields, "affiliations", kAffiliationsMax,
                       [&](Fields& inner) { read_affiliation(inner, body.affiliations.emplace_back()); });
  if (fields.failed() || !fields.has("accreditation")) return;
  if (body.kind != PartyKind::kVerifier) fields.wrong("accreditation", "is for verifiers only");
  members::inside_object(fields, "accreditation",
                         [&](Fields& inner) { read_accreditation(inner, body.accreditation.emplace()); });
}

Json::Object write_members(const PartyRegistered& body) {
  Json::Array affiliations;
  for (const Affiliation& affiliation : body.affiliations) affiliations.push_back(to_json(affiliation));
  Json::Object out{{"party", body.party},
                   {"kind", to_text(body.kind)},
                   {"names", members::to_json(body.names)},
                   {"country", body.country},
                   {"affiliations", std::move(affiliations)}};
  if (body.region) out.emplace("region", *body.region);
  if (body.population) out.emplace("population", *body.population);
  if (body.accreditation) out.emplace("accreditation", to_json(*body.accreditation));
  return out;
}

void read_members(Fields& fields, PartyUpdated& body) {
  read_members(fields, body.party);
}

Json::Object write_members(const PartyUpdated& body) {
  return write_members(body.party);
}

namespace {

// The members that a new key comes with, in key.authorised and key.recovered.
template <class Type>
void read_new_key(Fields& fields, Type& body) {
  body.party = members::party_id(fields, "party");
  body.holder = members::party_id(fields, "holder");
  body.key = members::public_key(fields, "key");
  body.roles = members::texts(fields, "roles", kRolesMax, is_role, "the name of a role");
  members::require_sorted(fields, "roles", body.roles);
  body.valid_from = members::moment(fields, "valid_from");
  body.valid_until = members::moment(fields, "valid_until");
  members::require_rising(fields, "valid_until", body.valid_from, body.valid_until);
  body.proof = members::base64url(fields, "proof");
}

template <class Type>
Json::Object write_new_key(const Type& body) {
  return {{"party", body.party},
          {"holder", body.holder},
          {"key", to_jwk(body.key)},
          {"roles", Json::Array(body.roles.begin(), body.roles.end())},
          {"valid_from", body.valid_from},
          {"valid_until", body.valid_until},
          {"proof", ledger::base64url_encode(body.proof)}};
}

}  // namespace

void read_members(Fields& fields, KeyAuthorised& body) {
  read_new_key(fields, body);
  body.delegate = members::optional_plain_text(fields, "delegate");
}

Json::Object write_members(const KeyAuthorised& body) {
  Json::Object out = write_new_key(body);
  if (body.delegate) out.emplace("delegate", *body.delegate);
  return out;
}

void read_members(Fields& fields, KeyRecovered& body) {
  read_new_key(fields, body);
  body.lost = members::digest(fields, "lost");
}

Json::Object write_members(const KeyRecovered& body) {
  Json::Object out = write_new_key(body);
  out.emplace("lost", ledger::to_hex(body.lost));
  return out;
}

void read_members(Fields& fields, KeyRevoked& body) {
  body.party = members::party_id(fields, "party");
  body.kid = members::digest(fields, "kid");
  body.reason = members::choice(fields, "reason", {"superseded", "ceased", "compromised", "contested"});
  if (!fields.has("since")) return;
  body.since = members::moment(fields, "since");
  if (body.reason != "compromised") fields.wrong("since", "is for compromised keys only");
}

Json::Object write_members(const KeyRevoked& body) {
  Json::Object out{{"party", body.party}, {"kid", ledger::to_hex(body.kid)}, {"reason", body.reason}};
  if (body.since) out.emplace("since", *body.since);
  return out;
}

}  // namespace attest
