// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the certifier publishes: policy.adopted, witness_policy.adopted, template.published, status_list.published,
// did.published.
#include <algorithm>

#include "attest/ids.hpp"
#include "attest/limits.hpp"
#include "ledger/encoding.hpp"
#include "ledger/witness_policy.hpp"
#include "statement/body_codec.hpp"
#include "statement/members.hpp"

namespace attest {
namespace {

bool is_address(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

void read_members(Fields& fields, PolicyAdopted& body) {
  body.version = fields.integer("version", 1, kJsonIntegerMax);
  body.recovery_hours = fields.integer("recovery_hours", 1, kRecoveryHoursMax);
  body.overlap_days = fields.integer("overlap_days", 1, kOverlapDaysMax);
}

Json::Object write_members(const PolicyAdopted& body) {
  return {{"version", body.version}, {"recovery_hours", body.recovery_hours}, {"overlap_days", body.overlap_days}};
}

void read_members(Fields& fields, WitnessPolicyAdopted& body) {
  body.policy = fields.text("policy", kWitnessPolicyBytesMax);
  if (fields.failed()) return;
  if (const auto policy = ledger::parse_witness_policy(body.policy); !policy) {
    fields.wrong("policy", "must be a tlog-policy: " + policy.error().message);
  }
}

Json::Object write_members(const WitnessPolicyAdopted& body) {
  return {{"policy", body.policy}};
}

void read_members(Fields& fields, TemplatePublished& body) {
  body.id = members::party_id(fields, "template");
  body.version = fields.integer("version", 1, kJsonIntegerMax);
  body.digest = members::digest(fields, "digest");
  members::each_object(fields, "fonts", kTemplateFontsMax, [&](Fields& inner) {
    TemplatePublished::Font font;
    font.name = members::plain_text(inner, "name");
    font.digest = members::digest(inner, "digest");
    body.fonts.push_back(std::move(font));
  });
  members::each_object(fields, "libraries", kTemplateLibrariesMax, [&](Fields& inner) {
    TemplatePublished::Library library;
    library.name = members::plain_text(inner, "name");
    library.version = members::plain_text(inner, "version");
    body.libraries.push_back(std::move(library));
  });
}

Json::Object write_members(const TemplatePublished& body) {
  Json::Array fonts;
  for (const TemplatePublished::Font& font : body.fonts) {
    fonts.emplace_back(Json::Object{{"name", font.name}, {"digest", ledger::to_hex(font.digest)}});
  }
  Json::Array libraries;
  for (const TemplatePublished::Library& library : body.libraries) {
    libraries.emplace_back(Json::Object{{"name", library.name}, {"version", library.version}});
  }
  return {{"template", body.id},
          {"version", body.version},
          {"digest", ledger::to_hex(body.digest)},
          {"fonts", std::move(fonts)},
          {"libraries", std::move(libraries)}};
}

void read_members(Fields& fields, StatusListPublished& body) {
  body.purpose = members::choice(fields, "purpose", {"revocation", "suspension"});
  body.list = members::matching(fields, "list", is_address, "an address in visible ASCII characters");
  body.size = members::tree_size(fields, "size");
  body.valid_from = members::moment(fields, "valid_from");
  body.valid_until = members::moment(fields, "valid_until");
  members::require_rising(fields, "valid_until", body.valid_from, body.valid_until);
  body.signed_digest = members::digest(fields, "signed_digest");
}

Json::Object write_members(const StatusListPublished& body) {
  return {{"purpose", body.purpose},         {"list", body.list},
          {"size", body.size.value},         {"valid_from", body.valid_from},
          {"valid_until", body.valid_until}, {"signed_digest", ledger::to_hex(body.signed_digest)}};
}

void read_members(Fields& fields, DidPublished& body) {
  body.did = members::matching(fields, "did", is_did, "a DID, such as did:web:certifier.example");
  body.document = fields.object("document");
  if (fields.failed()) return;
  const Json* id = body.document.find("id");
  if (id == nullptr || id->text() == nullptr || *id->text() != body.did) {
    fields.wrong("document.id", "must be the DID");
  }
}

Json::Object write_members(const DidPublished& body) {
  return {{"did", body.did}, {"document", body.document}};
}

}  // namespace attest
