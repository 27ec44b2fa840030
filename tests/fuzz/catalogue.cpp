// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/catalogue.hpp"

#include "attest/ladder.hpp"
#include "require.hpp"

// A catalogue that is read has a ladder that can be climbed: with every indicator accepted nothing is missing, and
// what is said to be missing with none is at most what there is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = attest::parse_json(ledger::text({data, size}));
  if (!json) return 0;
  const auto catalogue = attest::parse_catalogue(*json);
  if (!catalogue) return 0;
  std::vector<std::string> codes;
  for (const auto& row : catalogue->indicators) codes.push_back(row.code);
  const attest::Counts all = attest::count_accepted(*catalogue, codes);
  require(attest::level_of(*catalogue, all) == &catalogue->levels.back());
  require(!attest::next_level(*catalogue, all));
  const auto first = attest::next_level(*catalogue, attest::count_accepted(*catalogue, {}));
  require(first && first->core + first->supporting + first->any <= all.total && !attest::describe(*first).empty());
  return 0;
}
