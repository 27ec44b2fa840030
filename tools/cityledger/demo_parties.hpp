// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Who takes part in the demonstration, with which keys.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attest/ledger_folder.hpp"

namespace cityledger {

class DemoWorld;

inline constexpr std::string_view kDemoStandard = "iso37120-2014";
inline constexpr std::string_view kSmartCityStandard = "iso37122-2019";
inline constexpr std::string_view kDemoDid = "did:web:attest.example";
inline constexpr int kDemoKeyMonths = 120;

// A provider of the sample city's evidence; its key has the name of the party.
struct DemoProvider {
  std::string party;
  std::string name;
};
[[nodiscard]] const std::vector<DemoProvider>& demo_providers();

[[nodiscard]] attest::LedgerFolder::Opening demo_opening();
// Keys, parties, the standard and the issuer's DID document.
[[nodiscard]] ledger::Result<void> set_the_stage(DemoWorld& world);

}  // namespace cityledger
