// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/value.hpp"

#include "certs/lookup.hpp"

namespace cityledger {

int run_value_withdraw(const ValueWithdrawOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const ledger::Store& store = (*session)->ledger().store();
  if (const auto cycle = certs::find_cycle(store, options.cycle); !cycle) return console.fail(cycle.error());
  const auto live = attest::get_live(store, options.cycle, options.indicator);
  if (!live) return console.fail(live.error());
  if (!*live) {
    return console.fail({Code::kNotFound,
                         "nothing is submitted for indicator '" + options.indicator + "' of " + options.cycle,
                         "indicator"});
  }
  const attest::ValueWithdrawn body{options.cycle, options.indicator, (*live)->submission};
  std::vector<std::string> disclosures;
  if (!options.note.empty()) disclosures.push_back(attest::make_disclosure("note", options.note));
  return finish(**session, console, (*session)->append(options.signer, body, std::move(disclosures)),
                options.cycle + " " + options.indicator + ": withdrawn",
                {{"cycle", options.cycle},
                 {"indicator", options.indicator},
                 {"submission", attest::to_json((*live)->submission)}});
}

}  // namespace cityledger
