// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What is said about entries that exist: evidence that expired, disclosures that were erased, audits.
#include <algorithm>

#include "rules.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

void registrant_or_registrar_speaks(Context& context, const EvidenceRecord& evidence) {
  if (context.speaks_as("registrar") || evidence.registered_by == context.speaker().party) return;
  context.violate("party.other", "evidence", "this evidence was registered by " + evidence.registered_by);
}

void retention_is_over(Context& context, const EvidenceExpired& body, const EvidenceRecord& evidence) {
  if (body.reason != "retention" || format_day(context.place().time) >= evidence.retention_until) return;
  context.violate("evidence.retention", "reason", "the file is kept until " + evidence.retention_until);
}

void digests_can_be_erased(Context& context, const DisclosureErased& body, const EntryFacts& facts) {
  for (const std::string& digest : body.digests) {
    const auto erased = context.value_of(get_erased(context.state(), digest));
    if (std::find(facts.sd.begin(), facts.sd.end(), digest) == facts.sd.end()) {
      context.violate("erasure.digests", "digests", name_of(body.entry) + " has no digest " + digest);
    } else if (erased) {
      context.violate("erasure.digests", "digests",
                      digest + " was erased by entry " + std::to_string(erased->value) + " already");
    }
  }
}

void asker_may_ask(Context& context, const DisclosureErased& body, const EntryFacts& facts) {
  if (body.requested_by == facts.signer_party || body.requested_by == context.config().certifier) return;
  context.violate("erasure.requested_by", "requested_by",
                  "only " + facts.signer_party + ", who signed " + name_of(body.entry) + ", or " +
                      context.config().certifier + " can ask for this");
}

}  // namespace

void judge(Context& context, const EvidenceExpired& body) {
  ask_role(context, {"provider", "submitter", "registrar"});
  const auto evidence = context.value_of(get_evidence(context.state(), body.evidence.index));
  if (!evidence || evidence->entry != body.evidence) {
    context.violate("evidence.unknown", "evidence",
                    name_of(body.evidence) + " registers no evidence, or has another leaf hash");
    return;
  }
  if (evidence->expired) {
    context.violate("evidence.expired", "evidence",
                    name_of(body.evidence) + " expired by " + name_of(*evidence->expired) + " already");
  }
  registrant_or_registrar_speaks(context, *evidence);
  retention_is_over(context, body, *evidence);
}

void apply(Context& context, const EvidenceExpired& body) {
  auto evidence = context.value_of(get_evidence(context.state(), body.evidence.index));
  if (!evidence) return;
  evidence->expired = context.self();
  put_evidence(context.state(), *evidence);
}

void judge(Context& context, const DisclosureErased& body) {
  ask_role(context, {kLedgerRole});
  const auto facts = context.value_of(get_entry_facts(context.state(), body.entry.index));
  if (!facts || facts->leaf != body.entry.leaf) {
    context.violate("erasure.entry", "entry", name_of(body.entry) + " is not there, or has another leaf hash");
    return;
  }
  digests_can_be_erased(context, body, *facts);
  asker_may_ask(context, body, *facts);
}

void apply(Context& context, const DisclosureErased& body) {
  const EntryIndex self = context.self().index;
  for (const std::string& digest : body.digests) put_erased(context.state(), digest, self);
  put_erasures_end(context.state(), {self.value + 1});
}

void judge(Context& context, const AuditReported& body) {
  ask_role(context, {"auditor"});
  if (body.size.value <= context.self().index.value) return;
  context.violate("report.size", "size",
                  "the ledger has " + std::to_string(context.self().index.value) + " entries before this one");
}

// A report changes nothing: it is found by its type and its signer.
void apply(Context&, const AuditReported&) {}

}  // namespace attest
