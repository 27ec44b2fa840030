// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/ladder.hpp"

#include <algorithm>

namespace attest {
namespace {

std::int64_t count_of(const Counts& counts, const char* kind) {
  const auto found = counts.by_kind.find(kind);
  return found == counts.by_kind.end() ? 0 : found->second;
}

// What is missing; zeros when the level is reached.
NextLevel missing_for(const Level& level, const Counts& counts) {
  NextLevel out{level.name};
  out.core = std::max<std::int64_t>(0, level.min_core - count_of(counts, "core"));
  out.supporting = std::max<std::int64_t>(0, level.min_supporting - count_of(counts, "supporting"));
  out.any = std::max<std::int64_t>(0, level.min_total - counts.total - out.core - out.supporting);
  return out;
}

bool is_met(const NextLevel& missing) {
  return missing.core + missing.supporting + missing.any == 0;
}

}  // namespace

Counts count_accepted(const Catalogue& catalogue, const std::vector<std::string>& accepted_codes) {
  Counts out;
  for (const std::string& kind : catalogue.counted_kinds()) out.by_kind.emplace(kind, 0);
  for (const std::string& code : accepted_codes) {
    const Indicator* row = catalogue.find(code);
    const auto count = row == nullptr ? out.by_kind.end() : out.by_kind.find(row->kind);
    if (count == out.by_kind.end()) continue;  // a profile indicator
    ++count->second;
    ++out.total;
  }
  return out;
}

const Level* level_of(const Catalogue& catalogue, const Counts& counts) {
  const auto reached = std::find_if(catalogue.levels.rbegin(), catalogue.levels.rend(),
                                    [&](const Level& level) { return is_met(missing_for(level, counts)); });
  return reached == catalogue.levels.rend() ? nullptr : &*reached;
}

std::optional<NextLevel> next_level(const Catalogue& catalogue, const Counts& counts) {
  const Level* reached = level_of(catalogue, counts);
  const std::int64_t rank = reached == nullptr ? 0 : reached->rank;
  for (const Level& level : catalogue.levels) {
    if (level.rank > rank) return missing_for(level, counts);
  }
  return std::nullopt;
}

std::string describe(const NextLevel& next) {
  if (is_met(next)) return {};
  const auto noun = [](std::int64_t count) { return count == 1 ? " indicator" : " indicators"; };
  std::string out;
  if (next.core > 0) out = std::to_string(next.core) + " more core";
  if (next.supporting > 0) out += (out.empty() ? "" : " and ") + std::to_string(next.supporting) + " more supporting";
  if (out.empty()) {
    out = std::to_string(next.any) + " more" + noun(next.any);
  } else {
    out += noun(next.supporting > 0 ? next.supporting : next.core);
    if (next.any > 0) out += " and " + std::to_string(next.any) + " more of any kind";
  }
  return out + " to " + next.level;
}

}  // namespace attest
