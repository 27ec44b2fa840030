// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the certifier publishes beside certificates: its own choices, DID documents, templates, status lists.
#include "did_keys.hpp"
#include "ledger/witness_policy.hpp"
#include "rules.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

void did_is_of_the_web(Context& context, const DidPublished& body) {
  if (body.did.starts_with("did:web:")) return;
  context.violate("did.issuer", "did", "an issuer's DID starts with did:web:");
}

void keys_sign_credentials_only(Context& context, const DidPublished& body) {
  for (const ledger::Bytes& material : key_material_in(body.document)) {
    if (context.value_of(get_key_use(context.state(), material)) != KeyUse::kStatements) continue;
    context.violate("key.taken", "document", "a key in the document signs statements: use another for credentials");
  }
}

void list_looks_back(Context& context, const StatusListPublished& body) {
  if (body.size.value <= context.place().index.value) return;
  context.violate("status.size", "size", "a status list cannot cover entries that do not exist yet");
}

void list_does_not_go_back(Context& context, const StatusListPublished& body) {
  const auto before = context.value_of(get_status_list(context.state(), body.list));
  if (!before) return;
  if (body.size < before->published.size) {
    context.violate("status.size", "size", "the present list covers more entries than this one");
  }
  if (body.purpose != before->published.purpose) {
    context.violate("status.purpose", "purpose", "the list at this address is for " + before->published.purpose);
  }
}

void policy_is_the_next(Context& context, const PolicyAdopted& body) {
  const std::int64_t next = context.value_of(get_policy(context.state())).version + 1;
  if (body.version == next) return;
  context.violate("policy.version", "version", "the next version of the policy is " + std::to_string(next));
}

void witnesses_are_of_this_log(Context& context, const WitnessPolicyAdopted& body) {
  const auto policy = ledger::parse_witness_policy(body.policy);
  if (!policy) return context.note(policy.error());  // parsed with the statement already
  const ConfigRecord& config = context.config();
  const ledger::NoteKey own{config.origin, ledger::NoteKeyType::kEd25519, as_ed25519(config.ledger_key)};
  if (std::find(policy->logs.begin(), policy->logs.end(), own) != policy->logs.end()) return;
  context.violate("witness_policy.log", "policy", "the policy must name this log: log " + ledger::format_vkey(own));
}

void template_version_rises(Context& context, const TemplatePublished& body) {
  const auto before = context.value_of(get_template(context.state(), body.id));
  if (!before || body.version > before->published.version) return;
  context.violate("template.version", "version",
                  "version " + std::to_string(before->published.version) + " of " + body.id +
                      " is published already: take a higher one");
}

}  // namespace

void judge(Context& context, const PolicyAdopted& body) {
  ask_role(context, {"registrar", "root"});
  policy_is_the_next(context, body);
}

void apply(Context& context, const PolicyAdopted& body) {
  put_policy(context.state(), {body.version, body.recovery_hours, body.overlap_days, context.self()});
}

void judge(Context& context, const WitnessPolicyAdopted& body) {
  ask_role(context, {"registrar", "root"});
  witnesses_are_of_this_log(context, body);
}

void apply(Context& context, const WitnessPolicyAdopted& body) {
  put_witness_policy(context.state(), {body.policy, context.self()});
}

void judge(Context& context, const TemplatePublished& body) {
  ask_role(context, {"registrar", "root"});
  template_version_rises(context, body);
}

void apply(Context& context, const TemplatePublished& body) {
  put_template(context.state(), {body, context.self()});
}

void judge(Context& context, const DidPublished& body) {
  ask_role(context, {"registrar", "root"});
  did_is_of_the_web(context, body);
  keys_sign_credentials_only(context, body);
}

void apply(Context& context, const DidPublished& body) {
  put_did(context.state(), body.did, {canonical_json(body.document), context.self()});
  for (const ledger::Bytes& material : key_material_in(body.document)) {
    put_key_use(context.state(), material, KeyUse::kCredentials);
  }
}

void judge(Context& context, const StatusListPublished& body) {
  ask_role(context, {"issuer"});
  list_looks_back(context, body);
  list_does_not_go_back(context, body);
}

void apply(Context& context, const StatusListPublished& body) {
  put_status_list(context.state(), {body, context.self()});
}

}  // namespace attest
