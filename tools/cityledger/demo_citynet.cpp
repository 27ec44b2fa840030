// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/demo_citynet.hpp"

#include "attest/date.hpp"
#include "attest/ids.hpp"
#include "certs/lookup.hpp"
#include "cityledger/demo_cycle.hpp"
#include "cityledger/demo_parties.hpp"

namespace cityledger {
namespace {

constexpr std::size_t kReported = 34;
constexpr const char* kRound = "citynet/2016";
constexpr std::string_view kNotice = "Sample data: city and values were made up for demonstration.";

Result<SampleCycle> cycle_of(DemoWorld& world, const std::string& city, const std::string& name) {
  const auto catalogue = certs::find_catalogue(world.ledger().store(), std::string(kDemoStandard));
  if (!catalogue) return tl::unexpected(catalogue.error());
  SampleCycle cycle;
  cycle.city = city;
  cycle.standard = std::string(kDemoStandard);
  cycle.notice = std::string(kNotice);
  cycle.plan.data_year = 2015;
  // What an Aspirational certificate counts are core indicators.
  std::size_t core = 0;
  for (const auto& indicator : catalogue->indicators) {
    const bool reported = indicator.kind == "core" && ++core <= kReported;
    if (!reported) cycle.plan.not_reported.emplace(indicator.code, "not_available");
  }
  cycle.plan.city_source = name;
  cycle.plan.providers = false;
  cycle.programme = kRound;
  cycle.number = kRevokedNumber;
  cycle.enrolled = "2016-06-15";
  cycle.submitted = "2016-08-01";
  cycle.decided = "2016-09-05";
  cycle.reviewed = "2016-10-10";
  cycle.issued = "2016-11-14";
  return cycle;
}

Result<void> open_round(DemoWorld& world) {
  if (auto done = world.day("2016-06-01"); !done) return done;
  attest::ProgrammeOpened round;
  round.programme = kRound;
  round.names = {{"en", "CityNet, round of 2016"}};
  round.standards = {std::string(kDemoStandard)};
  round.rate = "subsidised";
  round.years = 3;
  round.from = "2016-06-01";
  round.until = "2018-12-31";
  if (auto done = world.say("citynet", std::move(round)); !done) return done;
  world.tell("CityNet opens its round of 2016: a subsidised rate for three years; the two cities in it are made up");
  return {};
}

Result<void> change_status(DemoWorld& world, std::string_view day, attest::StatusChange change,
                           const std::string& reason, const std::string& text) {
  if (auto done = world.day(day); !done) return done;
  attest::CertificateStatus body;
  body.number = kRevokedNumber;
  body.change = change;
  body.from = attest::format_moment(world.now());
  body.reason = reason;
  if (auto done = world.say("issuer", std::move(body), {attest::make_disclosure("text", text)}); !done) return done;
  world.tell(std::string("certificate ") + kRevokedNumber + " is " + std::string(to_text(change)) + ": " + text);
  return world.publish_status_lists();
}

}  // namespace

Result<void> play_citynet_round(DemoWorld& world) {
  if (auto done = open_round(world); !done) return done;
  auto leaver = cycle_of(world, "hillcrest", "City of Hillcrest");
  const auto stayer = cycle_of(world, "riverbend", "City of Riverbend");
  if (!leaver || !stayer) return tl::unexpected((leaver ? stayer : leaver).error());
  if (auto done = play_enrolment(world, *leaver); !done) return done;
  if (auto done = play_enrolment(world, *stayer); !done) return done;
  if (auto done = play_submission(world, *leaver); !done) return done;
  if (auto done = play_submission(world, *stayer); !done) return done;
  if (auto done = play_certification(world, *stayer); !done) return done;
  if (auto done = world.day("2016-12-01"); !done) return done;
  if (auto done = world.say("citynet", attest::CityWithdrawn{cycle_id_of(*leaver), "city_request"}); !done) return done;
  world.tell("Hillcrest withdraws from the round");
  return {};
}

Result<void> play_suspension_and_revocation(DemoWorld& world) {
  using attest::StatusChange;
  auto done = change_status(world, "2017-06-01", StatusChange::kSuspended, "data_error",
                            "The city found a fault in one of its registers and looks into it.");
  if (done) {
    done = change_status(world, "2017-06-20", StatusChange::kReinstated, "resolved",
                         "The figures in question were not affected.");
  }
  if (done) {
    done = change_status(world, "2017-09-04", StatusChange::kRevoked, "data_error",
                         "A second look showed that they were.");
  }
  return done;
}

// Everything that the city confided in the cycle that it left.
Result<void> play_erasure(DemoWorld& world) {
  if (auto done = world.day("2022-06-01"); !done) return done;
  const std::string cycle = attest::format_cycle_id({"hillcrest", std::string(kDemoStandard), 2015});
  const auto indicators = attest::list_live(world.ledger().store(), cycle);
  if (!indicators) return tl::unexpected(indicators.error());
  std::size_t erased = 0;
  for (const std::string& indicator : *indicators) {
    const auto live = attest::get_live(world.ledger().store(), cycle, indicator);
    if (!live) return tl::unexpected(live.error());
    const auto facts = attest::get_entry_facts(world.ledger().store(), (*live)->submission.index);
    if (!facts) return tl::unexpected(facts.error());
    if ((*live)->state != attest::ValueState::kReported) continue;
    const auto answer = world.ledger().erase({(*live)->submission, (*facts)->sd, "hillcrest", "request"});
    if (!answer) return tl::unexpected(answer.error());
    if (!answer->refused.empty()) return fail(Code::kCorrupt, "the ledger refused an erasure", "digests");
    ++erased;
  }
  world.tell("Hillcrest has what it confided erased: " + std::to_string(erased) + " values; the entries stay");
  return {};
}

}  // namespace cityledger
