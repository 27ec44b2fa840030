// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Many certificates in one command: issued one after the other, drawn and sealed on all cores meanwhile.
#pragma once

#include "cityledger/issue.hpp"

namespace cityledger {

// What is issued ahead of the oldest certificate whose PDF is not recorded yet. It is the same on every machine, and so
// is the order of the entries; a run that is killed leaves at most so many certificates without a PDF.
inline constexpr std::size_t kIssuedAheadMax = 8;

// A cycle that is refused leaves the others alone; any other error ends the run, after the PDFs of what was issued
// before it. `printer`: null when no PDF is wanted. Out: the exit code.
[[nodiscard]] int issue_many(Session& session, const IssueOptions& options, Printer* printer,
                             const std::vector<std::string>& cycles, Console& console);

}  // namespace cityledger
