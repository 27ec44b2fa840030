// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger party: cities, providers, verifiers and the other parties of a ledger.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct PartyRegisterOptions {
  LedgerOptions ledger;
  std::string party;
  std::string kind;
  std::vector<std::string> names;  // "Name" or "fr=Nom"
  std::string country;
  std::string region;
  std::optional<std::int64_t> population;
  std::vector<std::string> affiliations;  // PARTY:FROM[:UNTIL]
  std::vector<std::string> ownerships;    // the same, where one owns the other
  std::string accredited_by;
  std::string accreditation_number;
  std::vector<std::string> accredited_for;  // standards
  std::string accredited_from;
  std::string accredited_until;
  std::string signer = "registrar";
};
[[nodiscard]] int run_party_register(const PartyRegisterOptions& options, Console& console);

// What is given replaces what was there; affiliations are added, or given an end.
struct PartyUpdateOptions {
  PartyRegisterOptions given;      // kind stays empty
  std::vector<std::string> ended;  // PARTY:FROM:UNTIL
  LedgerOptions ledger;
};
[[nodiscard]] int run_party_update(const PartyUpdateOptions& options, Console& console);

struct PartyListOptions {
  LedgerOptions ledger;
  std::string kind;  // empty: all
};
[[nodiscard]] int run_party_list(const PartyListOptions& options, Console& console);

struct PartyShowOptions {
  LedgerOptions ledger;
  std::string party;
};
[[nodiscard]] int run_party_show(const PartyShowOptions& options, Console& console);

// What `show` says about a party.
[[nodiscard]] int show_party(const attest::LedgerFolder& ledger, const std::string& party, Console& console);

}  // namespace cityledger
