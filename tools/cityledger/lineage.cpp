// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/lineage.hpp"

#include <algorithm>

#include "certs/lineage.hpp"
#include "cityledger/exit_codes.hpp"

namespace cityledger {

int run_lineage(const LineageOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  auto lineage = certs::lineage_of(attest::operators_sight((*session)->ledger()), options.certificate);
  if (!lineage) return console.fail(lineage.error());
  if (!options.indicator.empty()) {
    std::erase_if(lineage->lines,
                  [&](const certs::LineageLine& line) { return line.indicator.code != options.indicator; });
    if (lineage->lines.empty()) {
      return console.fail({Code::kNotFound,
                           "certificate " + options.certificate + " rests on no value of '" + options.indicator + "'",
                           "indicator"});
    }
  }
  console.print(options.dot ? certs::lineage_dot(*lineage) : certs::lineage_text(*lineage));
  console.answer(certs::lineage_json(*lineage));
  return kExitDone;
}

}  // namespace cityledger
