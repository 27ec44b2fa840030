// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "rules_shared.hpp"

namespace attest {

void ask_role(Context& context, std::initializer_list<std::string_view> roles) {
  std::string wanted;
  for (const std::string_view role : roles) {
    if (context.speaks_as(role)) return;
    if (!wanted.empty()) wanted += " or ";
    wanted += role;
  }
  context.violate("key.role", "kid", "the signing key does not have the role " + wanted + ": sign with one that has");
}

std::optional<PartyRecord> known_party(Context& context, std::string_view id, std::string_view field) {
  auto party = context.value_of(get_party(context.state(), id));
  if (!party) {
    context.violate("party.unknown", field, "party " + std::string(id) + " is not registered in this ledger");
  }
  return party;
}

std::optional<CycleRecord> open_cycle(Context& context, std::string_view id) {
  auto cycle = context.value_of(get_cycle(context.state(), id));
  if (!cycle) {
    context.violate("cycle.unknown", "cycle", "no city is enrolled in cycle " + std::string(id));
    return cycle;
  }
  if (cycle->withdrawn) {
    context.violate("cycle.withdrawn", "cycle",
                    "the city was withdrawn from this cycle by " + name_of(*cycle->withdrawn) + ": enrol it again");
    return std::nullopt;
  }
  if (cycle->certificate) {
    context.violate("cycle.closed", "cycle",
                    "certificate " + *cycle->certificate + " was issued for this cycle, which closed it");
    return std::nullopt;
  }
  return cycle;
}

void ask_city_of_cycle(Context& context, const CycleRecord& cycle) {
  if (context.speaker().party == cycle.city) return;
  context.violate("party.other", "cycle", "this cycle is that of " + cycle.city);
}

void ask_not_withdrawn(Context& context, const LiveRecord& live) {
  if (!live.withdrawn) return;
  context.violate("value.withdrawn", "submission",
                  "the city withdrew the submission by " + name_of(*live.withdrawn) + ": it must submit another");
}

bool is_accredited(const PartyRegistered& party, std::string_view standard, UnixMillis now) {
  if (!party.accreditation) return false;
  const Accreditation& accreditation = *party.accreditation;
  const auto& standards = accreditation.standards;
  const auto from = parse_day_or_moment(accreditation.valid_from);
  const auto last = parse_day_or_moment(accreditation.valid_until);
  const bool covers = std::find(standards.begin(), standards.end(), standard) != standards.end();
  return covers && from && last && *from <= now && now.value < last->value + kDayMillis;
}

ByteView key_material(const PublicKey& key) {
  return ByteView(key.bytes).first(std::min<std::size_t>(32, key.bytes.size()));
}

std::string name_of(const EntryRef& ref) {
  return "entry " + std::to_string(ref.index.value);
}

}  // namespace attest
