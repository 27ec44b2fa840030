// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What verifiers decide about values.
#include "rules.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

constexpr std::uint64_t kDayMillis = 86'400'000;

// Both days count.
bool in_force(const Accreditation& accreditation, UnixMillis now) {
  const auto from = parse_day_or_moment(accreditation.valid_from);
  const auto last_day = parse_day_or_moment(accreditation.valid_until);
  return from && last_day && *from <= now && now.value < last_day->value + kDayMillis;
}

void verifier_is_accredited(Context& context, const CycleRecord& cycle) {
  const auto party = context.value_of(get_party(context.state(), context.speaker().party));
  if (party && party->party.accreditation) {
    const auto& accreditation = *party->party.accreditation;
    const auto& covered = accreditation.standards;
    const bool covers = std::find(covered.begin(), covered.end(), cycle.standard) != covered.end();
    if (covers && in_force(accreditation, context.place().time)) return;
  }
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

void is_undecided(Context& context, const LiveRecord& live) {
  if (!live.verdict || *live.verdict == Verdict::kClarification) return;
  context.violate("decision.done", "submission", "the submission was decided by " + name_of(*live.decision));
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

}  // namespace

void judge(Context& context, const ValueDecided& body) {
  ask_role(context, {"verifier"});
  const auto cycle = open_cycle(context, body.cycle);
  if (!cycle) return;
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
  is_undecided(context, *live);
  round_is_next(context, body, *live, *cycle);
}

void apply(Context& context, const ValueDecided& body) {
  auto live = context.value_of(get_live(context.state(), body.cycle, body.indicator));
  if (!live) return;
  live->decision = context.self();
  live->verdict = body.verdict;
  live->decisions.push_back(context.self());
  live->rounds = body.round;
  const std::string& holder = context.speaker().holder;
  const auto place = std::lower_bound(live->deciders.begin(), live->deciders.end(), holder);
  if (place == live->deciders.end() || *place != holder) live->deciders.insert(place, holder);
  put_live(context.state(), body.cycle, body.indicator, *live);
}

}  // namespace attest
