// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/enrol.hpp"

#include "attest/ids.hpp"
#include "cityledger/lookup.hpp"

namespace cityledger {

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
  if (const auto city = find_party(store, id->city); !city) return console.fail(city.error());
  if (const auto standard = find_catalogue(store, id->standard); !standard) return console.fail(standard.error());
  attest::CityEnrolled body;
  body.cycle = options.cycle;
  body.city = id->city;
  body.standard = id->standard;
  body.data_year = id->data_year;
  if (!options.notice.empty()) body.notice = options.notice;
  return finish(**session, console, (*session)->append(options.signer, body), options.cycle + " enrolled",
                {{"cycle", options.cycle}});
}

}  // namespace cityledger
