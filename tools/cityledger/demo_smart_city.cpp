// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/demo_smart_city.hpp"

#include "certs/lookup.hpp"
#include "cityledger/demo_cycle.hpp"
#include "cityledger/demo_data.hpp"
#include "cityledger/demo_parties.hpp"

namespace cityledger {
namespace {

constexpr std::string_view kFirstNotice =
    "Sample data: the single values were made up for demonstration; 71 of 80 and the words Early Adopter are those "
    "published by the city.";
constexpr std::string_view kSecondNotice =
    "Sample data: values and count were made up for demonstration; the city published that 71 of 80 will earn Platinum "
    "in the second year.";
constexpr std::size_t kReported = 71;

Result<SampleCycle> cycle_of(DemoWorld& world, int data_year) {
  const auto catalogue = certs::find_catalogue(world.ledger().store(), std::string(kSmartCityStandard));
  if (!catalogue) return tl::unexpected(catalogue.error());
  SampleCycle cycle;
  cycle.city = "mississauga";
  cycle.standard = std::string(kSmartCityStandard);
  cycle.notice = std::string(data_year == 2019 ? kFirstNotice : kSecondNotice);
  cycle.plan = sample_of_the_first(*catalogue, data_year, kReported);
  cycle.number = data_year == 2019 ? kEarlyAdopterNumber : kSecondYearNumber;
  const std::string year = std::to_string(data_year + 1);
  const std::string next = std::to_string(data_year + 2);
  cycle.enrolled = year + "-09-01";
  cycle.submitted = year + "-11-02";
  cycle.decided = next + "-01-11";
  cycle.reviewed = next + "-03-15";
  cycle.issued = next + "-05-08";
  return cycle;
}

}  // namespace

// The standard came out in 2019: it is adopted here before its time, to show the refusal.
Result<void> attempt_smart_city_too_early(DemoWorld& world) {
  if (auto done = world.day("2018-05-10"); !done) return done;
  const auto catalogue = attest::parse_json(demo_file("iso37122-2019.json"));
  if (!catalogue) return tl::unexpected(catalogue.error());
  if (auto done = world.say("root", attest::StandardAdopted{std::string(kSmartCityStandard), *catalogue}); !done) {
    return done;
  }
  attest::CityEnrolled body;
  body.cycle = "mississauga/" + std::string(kSmartCityStandard) + "/2017";
  body.city = "mississauga";
  body.standard = std::string(kSmartCityStandard);
  body.data_year = 2017;
  body.notice = std::string(kFirstNotice);
  return world.attempt("Mississauga enters ISO 37122 before it is certified under ISO 37120", "registrar",
                       std::move(body));
}

Result<void> play_smart_city(DemoWorld& world) {
  for (const int data_year : {2019, 2020}) {
    const auto cycle = cycle_of(world, data_year);
    if (!cycle) return tl::unexpected(cycle.error());
    if (auto done = play_sample_cycle(world, *cycle); !done) return done;
  }
  return {};
}

}  // namespace cityledger
