// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger show: the ledger as a whole, or one entry, cycle, certificate, party or standard.
#pragma once

#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct ShowOptions {
  LedgerOptions ledger;
  std::string thing;  // index, CITY/STANDARD/YEAR, certificate number, party, standard; empty: the ledger
  std::string as;     // name of a key: an entry as its party may read it, which the access log then says
};
[[nodiscard]] int run_show(const ShowOptions& options, Console& console);

[[nodiscard]] int show_cycle(const attest::LedgerFolder& ledger, const std::string& cycle, Console& console);
[[nodiscard]] int show_certificate(const attest::LedgerFolder& ledger, const std::string& number, Console& console);
[[nodiscard]] int show_ledger(const attest::LedgerFolder& ledger, Console& console);

}  // namespace cityledger
