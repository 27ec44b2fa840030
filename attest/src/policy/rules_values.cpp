// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Evidence, and the values that cities submit with it.
#include "rules.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

void provider_speaks_for_itself(Context& context, const EvidenceRegistered& body) {
  if (!context.speaks_as("provider") || !body.provider || *body.provider == context.speaker().party) return;
  context.violate("party.other", "provider", "a provider registers its own evidence only");
}

void named_provider_is_one(Context& context, const EvidenceRegistered& body) {
  if (!body.provider) return;
  const auto party = known_party(context, *body.provider, "provider");
  if (!party || party->party.kind == PartyKind::kProvider) return;
  context.violate("party.kind", "provider", *body.provider + " is not registered as a provider");
}

void unit_is_the_catalogues(Context& context, const ValueSubmitted& body, const IndicatorRecord& indicator) {
  if (!body.unit || *body.unit == indicator.unit) return;
  context.violate("unit.wrong", "unit", "the unit of " + body.indicator + " is " + indicator.unit);
}

void indicator_is_in_the_catalogue(Context& context, const ValueSubmitted& body, const CycleRecord& cycle) {
  const auto indicator = context.value_of(get_indicator(context.state(), cycle.standard, body.indicator));
  if (indicator) {
    unit_is_the_catalogues(context, body, *indicator);
  } else {
    context.violate("indicator.unknown", "indicator", cycle.standard + " has no indicator " + body.indicator);
  }
}

void period_is_recent(Context& context, const ValueSubmitted& body, const CycleRecord& cycle) {
  const auto rules = context.value_of(get_rules(context.state(), cycle.standard));
  if (!body.period || !rules) return;
  const std::int64_t oldest = cycle.data_year - rules->period_years_max;
  if (body.period->year >= oldest && body.period->year <= cycle.data_year) return;
  context.violate("period.outside", "period.year",
                  "the period must end in " + std::to_string(oldest) + " to " + std::to_string(cycle.data_year));
}

bool registered_by_provider(Context& context, const EvidenceRecord& evidence) {
  const auto party = context.value_of(get_party(context.state(), evidence.registered_by));
  return party && party->party.kind == PartyKind::kProvider;
}

void evidence_is_there(Context& context, const ValueSubmitted& body) {
  for (const EntryRef& ref : body.evidence) {
    const auto evidence = context.value_of(get_evidence(context.state(), ref.index));
    if (!evidence || evidence->entry != ref) {
      context.violate("evidence.unknown", "evidence",
                      name_of(ref) + " registers no evidence, or has another leaf hash");
    } else if (evidence->expired) {
      context.violate("evidence.expired", "evidence",
                      name_of(ref) + " expired by " + name_of(*evidence->expired) + ": register the file again");
    } else if (evidence->registered_by != context.speaker().party && !registered_by_provider(context, *evidence)) {
      context.violate("evidence.unknown", "evidence", name_of(ref) + " is evidence that another city registered");
    }
  }
}

// A verifier's question or rejection is answered later than values are first submitted.
void is_in_time(Context& context, const CycleRecord& cycle, const std::optional<LiveRecord>& live) {
  const bool answers = live && !live->withdrawn && live->verdict && *live->verdict != Verdict::kAccepted;
  if (!answers) return ask_in_time(context, cycle, cycle.submit_until, "submissions to this cycle");
  ask_in_time(context, cycle, cycle.decide_until, "answers in this cycle");
  const auto rules = context.value_of(get_rules(context.state(), cycle.standard));
  if (rules && rules->clarify_days) ask_answer_in_time(context, *live->decision, *rules->clarify_days);
}

void replaces_the_live_one(Context& context, const ValueSubmitted& body, const std::optional<LiveRecord>& live) {
  if (!live && body.replaces) {
    context.violate("replaces.live", "replaces", "there is no submission of this indicator to replace");
  } else if (live && body.replaces != live->submission) {
    context.violate("replaces.live", "replaces", "the live submission is " + name_of(live->submission) + ": cite it");
  }
}

}  // namespace

void judge(Context& context, const EvidenceRegistered& body) {
  ask_role(context, {"provider", "submitter"});
  provider_speaks_for_itself(context, body);
  named_provider_is_one(context, body);
}

void apply(Context& context, const EvidenceRegistered& body) {
  EvidenceRecord evidence{context.self(), context.speaker().party, body.provider, body.retention_until, {}};
  if (context.speaks_as("provider")) evidence.provider = context.speaker().party;
  put_evidence(context.state(), evidence);
}

void judge(Context& context, const ValueSubmitted& body) {
  ask_role(context, {"submitter"});
  const auto cycle = open_cycle(context, body.cycle);
  if (!cycle) return;
  ask_city_of_cycle(context, *cycle);
  indicator_is_in_the_catalogue(context, body, *cycle);
  period_is_recent(context, body, *cycle);
  evidence_is_there(context, body);
  const auto live = context.value_of(get_live(context.state(), body.cycle, body.indicator));
  replaces_the_live_one(context, body, live);
  is_in_time(context, *cycle, live);
}

// What was decided on earlier versions stays on record; the new version is undecided.
void apply(Context& context, const ValueSubmitted& body) {
  LiveRecord live = context.value_of(get_live(context.state(), body.cycle, body.indicator)).value_or(LiveRecord{});
  if (body.replaces) live.replaced.push_back(live.submission);
  live.submission = context.self();
  live.state = body.state;
  live.unit = body.unit.value_or("");
  live.value_digest = body.value_digest.value_or("");
  live.evidence = body.evidence;
  live.withdrawn.reset();
  live.decision.reset();
  live.verdict.reset();
  live.acceptances.clear();
  put_live(context.state(), body.cycle, body.indicator, live);
}

void judge(Context& context, const ValueWithdrawn& body) {
  ask_role(context, {"submitter"});
  const auto cycle = open_cycle(context, body.cycle);
  if (!cycle) return;
  ask_city_of_cycle(context, *cycle);
  const auto live = context.value_of(get_live(context.state(), body.cycle, body.indicator));
  if (!live) {
    context.violate("withdrawal.live", "submission", "there is no submission of this indicator to withdraw");
  } else if (body.submission != live->submission) {
    context.violate("withdrawal.live", "submission",
                    "the live submission is " + name_of(live->submission) + ": cite it");
  } else {
    ask_not_withdrawn(context, *live);
  }
}

void apply(Context& context, const ValueWithdrawn& body) {
  auto live = context.value_of(get_live(context.state(), body.cycle, body.indicator));
  if (!live) return;
  live->withdrawn = context.self();
  put_live(context.state(), body.cycle, body.indicator, *live);
}

}  // namespace attest
