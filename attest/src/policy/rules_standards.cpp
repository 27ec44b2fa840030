// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Standards in force, and which city enters which cycle.
#include "attest/catalogue.hpp"
#include "rules.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

// What the catalogue says now; empty, and noted, when the record is damaged.
std::optional<Catalogue> read(Context& context, const StandardRecord& record) {
  auto catalogue = catalogue_of(record);
  if (catalogue) return std::move(*catalogue);
  context.note(catalogue.error());
  return std::nullopt;
}

void amends_the_adoption_in_force(Context& context, const StandardAdopted& body, const StandardRecord& present) {
  if (!body.amends) {
    context.violate("standard.taken", "standard",
                    "standard " + body.standard + " is adopted already: to amend it, cite " + name_of(present.entry));
  } else if (*body.amends != present.entry) {
    context.violate("standard.amends", "amends", "the adoption in force is " + name_of(present.entry) + ": cite it");
  }
}

void is_the_same_scheme_in_a_higher_version(Context& context, const StandardAdopted& body,
                                            const StandardRecord& present) {
  const auto before = read(context, present);
  const auto after = parse_catalogue(body.catalogue);
  if (!before || !after) return;  // the form has been checked
  const bool same =
      after->standard == before->standard && after->edition == before->edition && after->scheme == before->scheme;
  if (!same) {
    context.violate("standard.amends", "catalogue", "an amendment keeps the standard, its edition and the scheme's id");
  }
  if (after->scheme_version <= before->scheme_version) {
    context.violate("standard.version", "catalogue.scheme.version",
                    "the version in force is " + std::to_string(before->scheme_version) + ": an amendment's is higher");
  }
}

void adoption_is_new_or_amends(Context& context, const StandardAdopted& body) {
  const auto present = context.value_of(get_standard(context.state(), body.standard));
  if (present) {
    amends_the_adoption_in_force(context, body, *present);
    if (body.amends) is_the_same_scheme_in_a_higher_version(context, body, *present);
  } else if (body.amends) {
    context.violate("standard.amends", "amends", "standard " + body.standard + " is not adopted: nothing is amended");
  }
}

// An amendment can leave indicators out; what was said about them stays in the ledger and counts no more.
void drop_indicators(Context& context, const StandardRecord& before, const Catalogue& after) {
  const auto catalogue = read(context, before);
  if (!catalogue) return;
  for (const Indicator& indicator : catalogue->indicators) {
    if (after.find(indicator.code) != nullptr) continue;
    put_indicator(context.state(), after.id, indicator.code, {indicator.unit, true});
  }
}

void cycle_is_new(Context& context, const CityEnrolled& body) {
  const auto cycle = context.value_of(get_cycle(context.state(), body.cycle));
  if (!cycle || cycle->withdrawn) return;
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
  adoption_is_new_or_amends(context, body);
}

void apply(Context& context, const StandardAdopted& body) {
  const auto catalogue = parse_catalogue(body.catalogue);
  if (!catalogue) return;
  StandardRecord record{canonical_json(body.catalogue), context.self()};
  if (const auto before = context.value_of(get_standard(context.state(), body.standard))) {
    record.amended = before->amended;
    record.amended.push_back(before->entry);
    put_amended(context.state(), body.standard, *before);
    drop_indicators(context, *before, *catalogue);
  }
  put_standard(context.state(), body.standard, record);
  put_rules(context.state(), body.standard, catalogue->rules);
  for (const Indicator& indicator : catalogue->indicators) {
    put_indicator(context.state(), body.standard, indicator.code, {indicator.unit, false});
  }
}

void judge(Context& context, const CityEnrolled& body) {
  ask_role(context, {"registrar", "programme"});
  ask_programme(context, body);
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
  cycle.programme = body.programme.value_or("");
  cycle.submit_until = body.submit_until.value_or("");
  cycle.decide_until = body.decide_until.value_or("");
  cycle.enrolled = context.self();
  put_cycle(context.state(), body.cycle, cycle);
}

}  // namespace attest
