// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Who may not judge whom: by person (holder) and by affiliation of parties.
#include <set>

#include "rules_shared.hpp"

namespace attest {
namespace {

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

using Parties = std::set<std::string, std::less<>>;
enum class Tie : std::uint8_t { kAny, kOwnership };

// Whom this party's record names, and whose records name it, in the time that counts.
Parties tied_to(Context& context, const std::string& party, Tie wanted, const Span& span) {
  Parties tied;
  const auto read = [&](const std::string& id, std::string_view named) {
    const auto record = context.value_of(get_party(context.state(), id));
    if (!record) return;
    for (const Affiliation& affiliation : record->party.affiliations) {
      if (!named.empty() && affiliation.party != named) continue;
      if (wanted == Tie::kOwnership && !affiliation.ownership) continue;
      if (overlaps(affiliation, span)) tied.insert(named.empty() ? affiliation.party : id);
    }
  };
  read(party, {});
  for (const std::string& by : context.value_of(list_tied_to(context.state(), party))) read(by, party);
  return tied;
}

// The party and all that ownership ties to it, over any number of steps, up or down. An owner need not be registered.
Parties group_of(Context& context, const std::string& party, const Span& span) {
  Parties group{party};
  std::vector<std::string> to_look_at{party};
  while (!to_look_at.empty()) {
    const std::string next = std::move(to_look_at.back());
    to_look_at.pop_back();
    for (const std::string& owner : tied_to(context, next, Tie::kOwnership, span)) {
      if (group.insert(owner).second) to_look_at.push_back(owner);
    }
  }
  return group;
}

bool any_in(const Parties& some, const Parties& others) {
  return std::any_of(some.begin(), some.end(), [&](const std::string& one) { return others.contains(one); });
}

// Some member of one's group is, or is affiliated with, a member of the other's.
bool groups_are_tied(Context& context, const std::string& one, const std::string& other, const Span& span) {
  const Parties ones = group_of(context, one, span);
  const Parties others = group_of(context, other, span);
  if (any_in(ones, others)) return true;
  return std::any_of(ones.begin(), ones.end(), [&](const std::string& member) {
    return any_in(tied_to(context, member, Tie::kAny, span), others);
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
  if (!groups_are_tied(context, own, std::string(other), span)) return;
  context.violate("independence.affiliated", "iss",
                  own + " is or was affiliated with " + std::string(other) +
                      ", itself or by who owns whom, in the time that counts for this cycle");
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
