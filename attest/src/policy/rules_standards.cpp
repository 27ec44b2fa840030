// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Standards in force, and which city enters which cycle.
#include "attest/catalogue.hpp"
#include "rules.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

void standard_is_new(Context& context, const StandardAdopted& body) {
  if (!context.value_of(get_standard(context.state(), body.standard))) return;
  context.violate("standard.taken", "standard", "standard " + body.standard + " is adopted already");
}

void cycle_is_new(Context& context, const CityEnrolled& body) {
  if (!context.value_of(get_cycle(context.state(), body.cycle))) return;
  context.violate("cycle.taken", "cycle", "the city is enrolled in this cycle already");
}

void standard_is_adopted(Context& context, const CityEnrolled& body) {
  if (context.value_of(get_rules(context.state(), body.standard))) return;
  context.violate("standard.unknown", "standard", "standard " + body.standard + " is not adopted in this ledger");
}

void only_cities_enrol(Context& context, const CityEnrolled& body) {
  const auto city = known_party(context, body.city, "city");
  if (!city || city->party.kind == PartyKind::kCity) return;
  context.violate("party.kind", "city", body.city + " is a " + std::string(to_text(city->party.kind)) + ", not a city");
}

}  // namespace

void judge(Context& context, const StandardAdopted& body) {
  ask_role(context, {"registrar", "root"});
  standard_is_new(context, body);
}

void apply(Context& context, const StandardAdopted& body) {
  const auto catalogue = parse_catalogue(body.catalogue);
  if (!catalogue) return;
  put_standard(context.state(), body.standard, {canonical_json(body.catalogue), context.self()});
  put_rules(context.state(), body.standard, catalogue->rules);
  for (const Indicator& indicator : catalogue->indicators) {
    put_indicator(context.state(), body.standard, indicator.code, {indicator.unit});
  }
}

void judge(Context& context, const CityEnrolled& body) {
  ask_role(context, {"registrar"});
  only_cities_enrol(context, body);
  standard_is_adopted(context, body);
  cycle_is_new(context, body);
  if (const auto rules = context.value_of(get_rules(context.state(), body.standard))) {
    ask_prerequisite(context, body.city, *rules);
  }
}

void apply(Context& context, const CityEnrolled& body) {
  CycleRecord cycle;
  cycle.city = body.city;
  cycle.standard = body.standard;
  cycle.data_year = body.data_year;
  cycle.notice = body.notice.value_or("");
  cycle.enrolled = context.self();
  put_cycle(context.state(), body.cycle, cycle);
}

}  // namespace attest
