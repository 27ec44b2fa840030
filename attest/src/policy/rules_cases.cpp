// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Complaints and appeals: opened by any party, decided by somebody who had no part in what they are about.
#include "certificate_changes.hpp"
#include "rules.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

void number_is_new(Context& context, const CaseOpened& body) {
  if (!context.value_of(get_case(context.state(), body.number))) return;
  context.violate("case.taken", "case", "case " + body.number + " is opened already: choose another number");
}

std::optional<EntryFacts> known_entry(Context& context, const EntryRef& entry, std::string_view field) {
  auto facts = context.value_of(get_entry_facts(context.state(), entry.index));
  if (facts && facts->leaf == entry.leaf) return facts;
  context.violate("entry.unknown", field, name_of(entry) + " does not exist, or has another leaf hash");
  return std::nullopt;
}

void ask_had_no_part(Context& context, const CertificateRecord& record) {
  ask_did_not_decide(context, record);
  const std::string& holder = context.speaker().holder;
  if (holder != record.reviewer_holder && holder != record.issuer_holder) return;
  context.violate(
      "independence.holder", "kid",
      "holder " + holder + " reviewed or issued certificate " + record.issued.number + ": somebody else must decide");
}

void ask_did_not_sign(Context& context, const EntryFacts& facts) {
  const auto key = context.value_of(get_key(context.state(), facts.kid));
  if (!key || key->holder != context.speaker().holder) return;
  context.violate("independence.holder", "kid",
                  "holder " + key->holder + " signed what the case is about: somebody else must decide");
}

void decider_had_no_part(Context& context, const CaseOpened& about) {
  if (about.certificate) {
    const auto record = context.value_of(get_certificate(context.state(), *about.certificate));
    if (record) ask_had_no_part(context, *record);
  } else if (about.entry) {
    const auto facts = context.value_of(get_entry_facts(context.state(), about.entry->index));
    if (facts) ask_did_not_sign(context, *facts);
  }
}

}  // namespace

void judge(Context& context, const CaseOpened& body) {
  number_is_new(context, body);
  if (body.certificate) static_cast<void>(known_certificate(context, *body.certificate, "certificate"));
  if (body.entry) static_cast<void>(known_entry(context, *body.entry, "entry"));
}

void apply(Context& context, const CaseOpened& body) {
  put_case(context.state(), {body, context.self(), context.speaker().party, std::nullopt, std::nullopt});
}

void judge(Context& context, const CaseDecided& body) {
  ask_role(context, {"reviewer"});
  if (body.follow_up) static_cast<void>(known_entry(context, *body.follow_up, "follow_up"));
  const auto record = context.value_of(get_case(context.state(), body.number));
  if (!record) {
    context.violate("case.unknown", "case", "no case " + body.number + " is opened");
    return;
  }
  if (record->decided) {
    context.violate("case.decided", "case", "the case was decided by " + name_of(*record->decided));
  }
  decider_had_no_part(context, record->opened);
}

void apply(Context& context, const CaseDecided& body) {
  auto record = context.value_of(get_case(context.state(), body.number));
  if (!record) return;
  record->decision = body;
  record->decided = context.self();
  put_case(context.state(), *record);
}

}  // namespace attest
