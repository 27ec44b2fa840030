// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/enrol.hpp"

#include "attest/date.hpp"
#include "attest/ids.hpp"
#include "certs/lookup.hpp"

namespace cityledger {
namespace {

std::string days_later(attest::UnixMillis day, std::int64_t days) {
  return attest::format_day({day.value + static_cast<std::uint64_t>(days) * attest::kDayMillis});
}

std::optional<std::string> named(const std::string& day) {
  return day.empty() ? std::nullopt : std::optional(day);
}

// What was named; else what the catalogue's days make of today.
Result<void> set_last_days(attest::CityEnrolled& body, const EnrolOptions& options, const attest::CatalogueRules& rules,
                           attest::UnixMillis now) {
  body.submit_until = named(options.submit_until);
  body.decide_until = named(options.decide_until);
  if (!body.submit_until && rules.submit_days) body.submit_until = days_later(now, *rules.submit_days);
  attest::UnixMillis from = now;
  if (body.submit_until) {
    const auto day = attest::parse_day(*body.submit_until);
    if (!day) return fail(day.error().code, day.error().message, "submit_until");
    from = *day;
  }
  if (!body.decide_until && rules.decide_days) body.decide_until = days_later(from, *rules.decide_days);
  if (!body.decide_until) return {};
  const auto day = attest::parse_day(*body.decide_until);
  if (!day) return fail(day.error().code, day.error().message, "decide_until");
  if (!body.submit_until || *body.submit_until <= *body.decide_until) return {};
  return fail(Code::kInvalid, "decisions cannot end before submissions: choose a later day", "decide_until");
}

std::string last_days_text(const attest::CityEnrolled& body) {
  std::string text;
  if (body.submit_until) text += "; submissions to " + *body.submit_until;
  if (body.decide_until) text += "; decisions to " + *body.decide_until;
  return text;
}

}  // namespace

int run_enrol(const EnrolOptions& options, Console& console) {
  const auto id = attest::parse_cycle_id(options.cycle);
  if (!id) {
    return console.fail(
        {Code::kInvalid,
         "a cycle is CITY/STANDARD/YEAR, as mississauga/iso37120-2014/2017; '" + options.cycle + "' is not", "cycle"});
  }
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const ledger::Store& store = (*session)->ledger().store();
  if (const auto city = certs::find_party(store, id->city); !city) return console.fail(city.error());
  const auto standard = certs::find_catalogue(store, id->standard);
  if (!standard) return console.fail(standard.error());
  attest::CityEnrolled body;
  body.cycle = options.cycle;
  body.city = id->city;
  body.standard = id->standard;
  body.data_year = id->data_year;
  if (!options.notice.empty()) body.notice = options.notice;
  if (!options.programme.empty()) body.programme = options.programme;
  if (const auto set = set_last_days(body, options, standard->rules, (*session)->ledger().now()); !set) {
    return console.fail(set.error());
  }
  Json::Object facts{{"cycle", options.cycle}};
  if (body.programme) facts.emplace("programme", *body.programme);
  if (body.submit_until) facts.emplace("submit_until", *body.submit_until);
  if (body.decide_until) facts.emplace("decide_until", *body.decide_until);
  return finish(**session, console, (*session)->append(options.signer, body),
                options.cycle + " enrolled" + last_days_text(body), std::move(facts));
}

int run_withdraw(const WithdrawOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  if (const auto cycle = certs::find_cycle((*session)->ledger().store(), options.cycle); !cycle) {
    return console.fail(cycle.error());
  }
  const attest::CityWithdrawn body{options.cycle, options.reason};
  return finish(**session, console, (*session)->append(options.signer, body), "the city left cycle " + options.cycle,
                {{"cycle", options.cycle}, {"reason", options.reason}});
}

}  // namespace cityledger
