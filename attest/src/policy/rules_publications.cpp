// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the certifier publishes beside certificates: DID documents and status lists.
#include "did_keys.hpp"
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

}  // namespace

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
