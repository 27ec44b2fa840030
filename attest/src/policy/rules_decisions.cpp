// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What verifiers decide about values.
#include "rules.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

void verifier_is_accredited(Context& context, const CycleRecord& cycle) {
  const auto party = context.value_of(get_party(context.state(), context.speaker().party));
  if (party && is_accredited(party->party, cycle.standard, context.place().time)) return;
  context.violate("accreditation.missing", "iss",
                  context.speaker().party + " has no accreditation for " + cycle.standard + " on this day");
}

void decider_did_not_review(Context& context, const CycleRecord& cycle) {
  if (!cycle.review || cycle.reviewer_holder != context.speaker().holder) return;
  context.violate("independence.holder", "kid",
                  "holder " + context.speaker().holder + " reviewed this cycle: somebody else must decide");
}

void cites_the_live_one(Context& context, const ValueDecided& body, const LiveRecord& live) {
  if (body.submission == live.submission) return;
  context.violate("decision.live", "submission",
                  "the live submission is " + name_of(live.submission) + ": decide on it");
}

void value_is_reported(Context& context, const LiveRecord& live) {
  if (live.state == ValueState::kReported) return;
  context.violate("decision.state", "submission", "the city reported no value: there is nothing to decide");
}

bool contains(const std::vector<std::string>& sorted, const std::string& holder) {
  return std::binary_search(sorted.begin(), sorted.end(), holder);
}

void insert(std::vector<std::string>& sorted, const std::string& holder) {
  if (!contains(sorted, holder)) sorted.insert(std::upper_bound(sorted.begin(), sorted.end(), holder), holder);
}

void is_undecided(Context& context, const LiveRecord& live) {
  if (live.verdict && *live.verdict != Verdict::kClarification) {
    context.violate("decision.done", "submission", "the submission was decided by " + name_of(*live.decision));
  } else if (contains(live.acceptances, context.speaker().holder)) {
    context.violate("decision.twice", "kid",
                    "holder " + context.speaker().holder + " accepted the submission already: somebody else decides");
  }
}

// After an amendment, what was submitted before may be in a unit, or of an indicator, that no longer counts.
void fits_the_catalogue(Context& context, const ValueDecided& body, const LiveRecord& live, const CycleRecord& cycle) {
  if (body.verdict != Verdict::kAccepted || live.state != ValueState::kReported) return;
  const auto indicator = context.value_of(get_indicator(context.state(), cycle.standard, body.indicator));
  if (!indicator) {
    context.violate("indicator.unknown", "indicator", cycle.standard + " no longer has indicator " + body.indicator);
  } else if (indicator->unit != live.unit) {
    context.violate("unit.wrong", "submission",
                    "the unit of " + body.indicator + " is " + indicator->unit + " now: the city must submit it again");
  }
}

void round_is_next(Context& context, const ValueDecided& body, const LiveRecord& live, const CycleRecord& cycle) {
  const auto rules = context.value_of(get_rules(context.state(), cycle.standard));
  if (body.round != live.rounds + 1) {
    context.violate("decision.rounds", "round", "this is round " + std::to_string(live.rounds + 1));
  }
  if (rules && body.round > rules->rounds_max) {
    context.violate("decision.rounds", "round",
                    "there are at most " + std::to_string(rules->rounds_max) + " rounds for an indicator");
  }
}

bool accepted_by_enough(Context& context, const ValueDecided& body, const LiveRecord& live) {
  const auto cycle = context.value_of(get_cycle(context.state(), body.cycle));
  const auto rules = context.value_of(get_rules(context.state(), cycle ? cycle->standard : std::string()));
  return rules && static_cast<std::int64_t>(live.acceptances.size()) >= rules->deciders;
}

}  // namespace

void judge(Context& context, const ValueDecided& body) {
  ask_role(context, {"verifier"});
  const auto cycle = open_cycle(context, body.cycle);
  if (!cycle) return;
  ask_in_time(context, *cycle, cycle->decide_until, "decisions in this cycle");
  verifier_is_accredited(context, *cycle);
  decider_did_not_review(context, *cycle);
  ask_independent_of_city(context, *cycle);
  const auto live = context.value_of(get_live(context.state(), body.cycle, body.indicator));
  if (!live) {
    context.violate("decision.live", "submission", "there is no submission of this indicator");
    return;
  }
  ask_independent_of_evidence(context, *cycle, live->evidence);
  cites_the_live_one(context, body, *live);
  value_is_reported(context, *live);
  ask_not_withdrawn(context, *live);
  is_undecided(context, *live);
  fits_the_catalogue(context, body, *live, *cycle);
  round_is_next(context, body, *live, *cycle);
}

// An acceptance settles nothing until as many persons accepted as the catalogue asks for; anything else does.
void apply(Context& context, const ValueDecided& body) {
  auto live = context.value_of(get_live(context.state(), body.cycle, body.indicator));
  if (!live) return;
  live->decisions.push_back(context.self());
  insert(live->deciders, context.speaker().holder);
  if (body.verdict == Verdict::kAccepted) insert(live->acceptances, context.speaker().holder);
  if (body.verdict != Verdict::kAccepted || accepted_by_enough(context, body, *live)) {
    live->decision = context.self();
    live->verdict = body.verdict;
    live->rounds = body.round;
  }
  put_live(context.state(), body.cycle, body.indicator, *live);
}

}  // namespace attest
