// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Entries by what they are about. The indexes are derived state, written in the same commit as the entry, so that
// fsck compares them and rebuild makes them again. Times never fall: the entries themselves are the index by time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attest/statement_types.hpp"
#include "ledger/ids.hpp"
#include "ledger/state.hpp"

namespace attest {

// Everything that is there must hold.
struct Search {
  std::optional<std::string> city{};       // about this city: its registration, cycles and certificates
  std::optional<std::string> cycle{};      // about this cycle, its certificates and their cases
  std::optional<std::string> indicator{};  // CODE in any standard, or STANDARD/CODE
  std::optional<std::string> party{};      // signed by this party, or about it
  std::optional<std::string> type{};
  std::optional<EntryIndex> cites{};          // submissions that cite the evidence of that entry
  std::optional<ledger::UnixMillis> from{};   // entries of this time or later
  std::optional<ledger::UnixMillis> until{};  // entries before this time
};

// Their indexes, rising; of the entries below `size`. Errors: kCorrupt, kStorage.
// Cost: as many records as the named words have entries; the times cost a few records more.
[[nodiscard]] ledger::Result<std::vector<EntryIndex>> search(const ledger::StateReader& state, ledger::TreeSize size,
                                                             const Search& wanted);

// The same in pages of bounded cost, for readers whom nobody knows.
struct SearchPage {
  std::vector<EntryIndex> entries;          // rising; may be fewer than asked for although there are more
  std::optional<EntryIndex> go_on_after{};  // where the next page begins; empty at the end
};
inline constexpr std::size_t kSearchLooksMax = 10'000;  // records looked at for one page
// Entries after `after`, at most `entries_max` (1 or more). Errors: as search().
// Cost: `looks_max` records and a few more, wherever the page lies.
[[nodiscard]] ledger::Result<SearchPage> search_page(const ledger::StateReader& state, ledger::TreeSize size,
                                                     const Search& wanted, std::optional<EntryIndex> after,
                                                     std::size_t entries_max, std::size_t looks_max = kSearchLooksMax);

// The cycle that a statement in the ledger is about, also by way of a certificate, a case or an entry; empty for one
// about none. Errors: kCorrupt, kStorage.
[[nodiscard]] ledger::Result<std::string> cycle_about(const ledger::StateReader& state, const Body& body);

}  // namespace attest
