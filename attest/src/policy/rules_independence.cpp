// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Who may not judge whom: by person (holder) and by affiliation of parties.
#include <set>

#include "rules_shared.hpp"

namespace attest {
namespace {

constexpr std::uint64_t kDayMillis = 86'400'000;

// Half open.
struct Span {
  UnixMillis from;
  UnixMillis until;
};

UnixMillis first_of_january(int year) {
  auto day = parse_day((year < 1970 ? "1970" : std::to_string(year)) + "-01-01");
  return day ? *day : UnixMillis{};
}

// From the first day of the years before the data year to its last day, or to today when that is later.
Span span_that_counts(const CycleRecord& cycle, std::int64_t years_before, UnixMillis now) {
  const UnixMillis from = first_of_january(cycle.data_year - static_cast<int>(years_before));
  const UnixMillis until = first_of_january(cycle.data_year + 1);
  return {from, std::max(until, UnixMillis{now.value + 1})};
}

bool overlaps(const Affiliation& affiliation, const Span& span) {
  const auto from = parse_day_or_moment(affiliation.from);
  if (!from || *from >= span.until) return false;
  if (!affiliation.until) return true;
  const auto last_day = parse_day_or_moment(*affiliation.until);
  return last_day && last_day->value + kDayMillis > span.from.value;
}

bool names(const PartyRecord& party, std::string_view other, const Span& span) {
  const auto& all = party.party.affiliations;
  return std::any_of(all.begin(), all.end(), [&](const Affiliation& affiliation) {
    return affiliation.party == other && overlaps(affiliation, span);
  });
}

// Everybody behind the evidence but the city itself, for which there are rules of its own.
std::set<std::string> providers_of(Context& context, const CycleRecord& cycle, const std::vector<EntryRef>& evidence) {
  std::set<std::string> providers;
  for (const EntryRef& ref : evidence) {
    const auto record = context.value_of(get_evidence(context.state(), ref.index));
    if (!record) continue;
    providers.insert(record->registered_by);
    if (record->provider) providers.insert(*record->provider);
  }
  providers.erase(cycle.city);
  return providers;
}

void ask_independent_of_party(Context& context, const CycleRecord& cycle, std::string_view party) {
  ask_no_key_of(context, party, "a key of " + std::string(party));
  ask_unaffiliated(context, cycle, party);
}

}  // namespace

void ask_no_key_of(Context& context, std::string_view party, std::string_view what) {
  if (!context.value_of(is_holder(context.state(), party, context.speaker().holder))) return;
  context.violate(
      "independence.holder", "kid",
      "holder " + context.speaker().holder + " also has " + std::string(what) + ": somebody else must do this");
}

void ask_unaffiliated(Context& context, const CycleRecord& cycle, std::string_view other) {
  const auto rules = context.value_of(get_rules(context.state(), cycle.standard));
  const Span span = span_that_counts(cycle, rules ? rules->independence_years : 0, context.place().time);
  const std::string& own = context.speaker().party;
  const auto own_record = context.value_of(get_party(context.state(), own));
  const auto other_record = context.value_of(get_party(context.state(), other));
  const bool tied =
      (own_record && names(*own_record, other, span)) || (other_record && names(*other_record, own, span));
  if (!tied) return;
  context.violate("independence.affiliated", "iss",
                  own + " is or was affiliated with " + std::string(other) + " in the time that counts for this cycle");
}

void ask_independent_of_city(Context& context, const CycleRecord& cycle) {
  ask_independent_of_party(context, cycle, cycle.city);
}

void ask_independent_of_evidence(Context& context, const CycleRecord& cycle, const std::vector<EntryRef>& evidence) {
  for (const std::string& provider : providers_of(context, cycle, evidence)) {
    ask_independent_of_party(context, cycle, provider);
  }
}

void ask_independent_of_cycle(Context& context, const CycleRecord& cycle, std::string_view cycle_id) {
  std::set<std::string> deciders;
  std::vector<EntryRef> evidence;
  auto visited = each_live(context.state(), cycle_id, [&](std::string_view, const LiveRecord& live) {
    deciders.insert(live.deciders.begin(), live.deciders.end());
    if (live.verdict == Verdict::kAccepted) evidence.insert(evidence.end(), live.evidence.begin(), live.evidence.end());
  });
  if (!visited) context.note(visited.error());
  if (deciders.contains(context.speaker().holder)) {
    context.violate("independence.holder", "kid",
                    "holder " + context.speaker().holder + " decided values of this cycle: somebody else must do this");
  }
  ask_independent_of_city(context, cycle);
  ask_independent_of_evidence(context, cycle, evidence);
}

}  // namespace attest
