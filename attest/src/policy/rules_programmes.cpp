// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Programmes, which bring cities into cycles on terms of their own, and cities that leave a cycle.
#include "rules.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

constexpr std::string_view kProgrammeRole = "programme";

// `north-programme/2016` is a round of north-programme.
std::string_view party_of(std::string_view programme) {
  return programme.substr(0, programme.find('/'));
}

void party_runs_programmes(Context& context, std::string_view id) {
  const auto party = known_party(context, id, "programme");
  if (!party || party->party.kind == PartyKind::kProgramme) return;
  context.violate("party.kind", "programme",
                  std::string(id) + " is a " + std::string(to_text(party->party.kind)) + ", not a programme");
}

void speaks_for_its_own(Context& context, std::string_view programme) {
  if (!context.speaks_as(kProgrammeRole) || context.speaker().party == party_of(programme)) return;
  context.violate("party.other", "programme", "the programme is that of " + std::string(party_of(programme)));
}

void round_is_new(Context& context, const ProgrammeOpened& body) {
  if (!context.value_of(get_programme(context.state(), body.programme))) return;
  context.violate("programme.taken", "programme", "programme " + body.programme + " is opened already");
}

void standards_are_adopted(Context& context, const ProgrammeOpened& body) {
  for (const std::string& standard : body.standards) {
    if (context.value_of(get_rules(context.state(), standard))) continue;
    context.violate("standard.unknown", "standards", "standard " + standard + " is not adopted in this ledger");
  }
}

void enrolments_are_taken(Context& context, const ProgrammeOpened& programme) {
  const std::string today = format_day(context.place().time);
  if (programme.from <= today && today <= programme.until) return;
  context.violate("programme.closed", "programme",
                  "the programme takes cities from " + programme.from + " to " + programme.until);
}

void standard_is_the_programmes(Context& context, const CityEnrolled& body, const ProgrammeOpened& programme) {
  const auto& standards = programme.standards;
  if (std::find(standards.begin(), standards.end(), body.standard) != standards.end()) return;
  context.violate("programme.standard", "standard",
                  "programme " + programme.programme + " is not for " + body.standard);
}

// A withdrawn cycle makes room again.
void terms_leave_room(Context& context, const CityEnrolled& body, const ProgrammeOpened& programme) {
  std::int64_t entered = 0;
  for (const std::string& id : context.value_of(list_cycles_of(context.state(), body.city))) {
    const auto cycle = context.value_of(get_cycle(context.state(), id));
    if (cycle && cycle->programme == programme.programme && !cycle->withdrawn) ++entered;
  }
  if (entered < programme.years) return;
  context.violate("programme.full", "programme",
                  "a city enters at most " + std::to_string(programme.years) + " cycle(s) on these terms");
}

void programme_brought_it(Context& context, const CycleRecord& cycle) {
  if (!context.speaks_as(kProgrammeRole) || context.speaker().party == party_of(cycle.programme)) return;
  context.violate("party.other", "cycle", "another programme, or none, brought the city into this cycle");
}

// One that is being corrected is there all the same.
void has_no_certificate(Context& context, const CycleRecord& cycle) {
  if (!cycle.corrects) return;
  context.violate("cycle.closed", "cycle", "the cycle is open to correct certificate " + *cycle.corrects + " only");
}

}  // namespace

void ask_programme(Context& context, const CityEnrolled& body) {
  if (!body.programme) {
    if (!context.speaks_as(kProgrammeRole)) return;
    context.violate("party.other", "programme", "a programme enrols into its own programmes only: name one");
    return;
  }
  speaks_for_its_own(context, *body.programme);
  const auto programme = context.value_of(get_programme(context.state(), *body.programme));
  if (!programme) {
    context.violate("programme.unknown", "programme", "programme " + *body.programme + " is not opened");
    return;
  }
  enrolments_are_taken(context, programme->opened);
  standard_is_the_programmes(context, body, programme->opened);
  terms_leave_room(context, body, programme->opened);
}

void judge(Context& context, const ProgrammeOpened& body) {
  ask_role(context, {kProgrammeRole, "registrar"});
  party_runs_programmes(context, party_of(body.programme));
  speaks_for_its_own(context, body.programme);
  round_is_new(context, body);
  standards_are_adopted(context, body);
}

void apply(Context& context, const ProgrammeOpened& body) {
  put_programme(context.state(), {body, context.self()});
}

void judge(Context& context, const CityWithdrawn& body) {
  ask_role(context, {"registrar", kProgrammeRole});
  const auto cycle = open_cycle(context, body.cycle);
  if (!cycle) return;
  programme_brought_it(context, *cycle);
  has_no_certificate(context, *cycle);
}

void apply(Context& context, const CityWithdrawn& body) {
  auto cycle = context.value_of(get_cycle(context.state(), body.cycle));
  if (!cycle) return;
  cycle->withdrawn = context.self();
  put_cycle(context.state(), body.cycle, *cycle);
}

}  // namespace attest
