// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Last days. Which there are is said at enrolment and in the catalogue; the ledger's time decides.
#include "rules_shared.hpp"

namespace attest {
namespace {

void ask_not_over(Context& context, UnixMillis day, const std::string& what) {
  if (context.place().time.value < day.value + kDayMillis) return;
  context.violate("deadline.passed", "cycle", "the last day for " + what + " was " + format_day(day));
}

}  // namespace

void ask_in_time(Context& context, const CycleRecord& cycle, std::string_view last_day, std::string_view what) {
  const auto day = parse_day(last_day);
  if (day && !cycle.corrects) ask_not_over(context, *day, std::string(what));
}

void ask_answer_in_time(Context& context, const EntryRef& decision, std::int64_t days) {
  const auto decided = context.value_of(get_entry_facts(context.state(), decision.index));
  if (!decided) return;
  const std::uint64_t day = decided->time.value / kDayMillis + static_cast<std::uint64_t>(days);
  ask_not_over(context, {day * kDayMillis}, "an answer to " + name_of(decision));
}

}  // namespace attest
