// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// summary.json of a demonstration: what outside tools need to find their way in its folder.
//
//   {"format":"cityledger-demo/0","origin","genesis","size","clock",
//    "certificates":[{"number","cycle","city","standard","edition","data_year","level","computed_level","scheme",
//                     "counts","notice","entry","valid_from","valid_until","files":[paths]}],
//    "cycles":[{"cycle","counts","level","next"}],
//    "refused":[{"attempt","rule","rules":[...],"message"}],
//    "checks":[{"check","outcome"}]}
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cityledger/demo_world.hpp"

namespace cityledger {

// One of the checks at the end of the demonstration and what it found.
struct DemoCheck {
  std::string check;
  std::string outcome;
};

[[nodiscard]] Result<Json> summary_of(const attest::LedgerFolder& ledger, const std::filesystem::path& out,
                                      const std::vector<RefusedAttempt>& refused, const std::vector<DemoCheck>& checks);

}  // namespace cityledger
