// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/rights.hpp"

#include <algorithm>
#include <set>

#include "attest/ids.hpp"
#include "attest/records.hpp"
#include "attest/search.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

using enum Relation;

// What a certifier, a verifier and an auditor must see to do their work, and the city its own.
const std::vector<Relation> kPartiesOfTheCycle = {kSigner, kCity, kVerifier, kCertifier, kAuditor};

constexpr TreeSize kAllEntries{~std::uint64_t{0}};

// The cycles that a statement is about: for evidence, those whose submissions cite it.
Result<std::set<std::string>> cycles_of(const ledger::StateReader& state, EntryIndex index, const Body& body) {
  std::set<std::string> cycles;
  const auto found = std::holds_alternative<EvidenceRegistered>(body)
                         ? search(state, kAllEntries, {.cites = index})
                         : Result<std::vector<EntryIndex>>(std::vector<EntryIndex>{});
  if (!found) return tl::unexpected<Error>(found.error());
  for (const EntryIndex citing : *found) {
    const auto facts = get_entry_facts(state, citing);
    if (!facts) return tl::unexpected<Error>(facts.error());
    if (*facts) cycles.insert((*facts)->subject);
  }
  const auto cycle = cycle_about(state, body);
  if (!cycle) return tl::unexpected<Error>(cycle.error());
  if (!cycle->empty()) cycles.insert(*cycle);
  return cycles;
}

bool verifies_one_of(const PartyRegistered& party, const std::set<std::string>& standards, UnixMillis now) {
  return party.kind == PartyKind::kVerifier &&
         std::any_of(standards.begin(), standards.end(),
                     [&](const std::string& standard) { return is_accredited(party, standard, now); });
}

bool rests_on(const CertificateBasis& basis, EntryIndex submission) {
  return std::any_of(basis.lineage.begin(), basis.lineage.end(),
                     [&](const LineageItem& item) { return item.submission.index == submission; });
}

// Whether a verifier accepted a live value of the cycle that cites the evidence.
Result<bool> is_accepted_in(const ledger::StateReader& state, const std::string& cycle, EntryIndex evidence) {
  const auto indicators = list_live(state, cycle);
  if (!indicators) return tl::unexpected<Error>(indicators.error());
  for (const std::string& indicator : *indicators) {
    const auto live = get_live(state, cycle, indicator);
    if (!live) return tl::unexpected<Error>(live.error());
    if (!*live || (*live)->withdrawn || (*live)->verdict != Verdict::kAccepted) continue;
    const auto cites = [&](const EntryRef& ref) { return ref.index == evidence; };
    if (std::ranges::any_of((*live)->evidence, cites)) return true;
  }
  return false;
}

// Whether a certificate of the cycle rests on the submission.
Result<bool> is_certified(const ledger::StateReader& state, const std::string& cycle, EntryIndex submission) {
  const auto issued = search(state, kAllEntries, {.cycle = cycle, .type = "certificate.issued"});
  if (!issued) return tl::unexpected<Error>(issued.error());
  for (const EntryIndex index : *issued) {
    const auto facts = get_entry_facts(state, index);
    if (!facts) return tl::unexpected<Error>(facts.error());
    if (!*facts) continue;
    const auto basis = get_basis(state, (*facts)->subject);
    if (!basis) return tl::unexpected<Error>(basis.error());
    if (*basis && rests_on(**basis, submission)) return true;
  }
  return false;
}

}  // namespace

std::string_view to_text(Relation relation) {
  switch (relation) {
    case kSigner:
      return "signer";
    case kCity:
      return "city";
    case kVerifier:
      return "verifier";
    case kProvider:
      return "provider";
    case kOpener:
      return "opener";
    case kCertifier:
      return "certifier";
    case kAuditor:
      return "auditor";
  }
  return {};
}

const std::vector<Right>& all_rights() {
  static const std::vector<Relation> evidence = {kSigner, kCity, kVerifier, kProvider, kCertifier, kAuditor};
  static const std::vector<Right> kRights = {
      // The complaint is its author's: the city hears of it by what is decided.
      {"case.decided", "text", {kSigner, kCity, kOpener, kCertifier, kAuditor}},
      {"case.opened", "text", {kSigner, kCertifier, kAuditor}},
      {"certificate.status", "text", {kSigner, kCity, kCertifier, kAuditor}},
      {"cycle.reviewed", "text", kPartiesOfTheCycle},
      {"evidence.registered", "digest", evidence},
      {"evidence.registered", "source", evidence, true},
      {"evidence.registered", "title", evidence},
      {"value.decided", "text", kPartiesOfTheCycle},
      {"value.submitted", "denominator", kPartiesOfTheCycle},
      {"value.submitted", "note", kPartiesOfTheCycle},
      {"value.submitted", "numerator", kPartiesOfTheCycle},
      {"value.submitted", "value", kPartiesOfTheCycle, true},
      {"value.withdrawn", "note", kPartiesOfTheCycle},
  };
  return kRights;
}

namespace {

// What a party is to statements about these cycles.
struct CycleParties {
  std::set<std::string> cities;
  std::set<std::string> standards;
};
CycleParties parties_of(const std::set<std::string>& cycles) {
  CycleParties parties;
  for (const std::string& name : cycles) {
    const auto cycle = parse_cycle_id(name);
    if (!cycle) continue;
    parties.cities.insert(cycle->city);
    parties.standards.insert(cycle->standard);
  }
  return parties;
}

// A citation alone, which any city can write, opens nobody's evidence to it: one that signed the registration has its
// own, for another's a verifier must have accepted a value that cites it.
Result<bool> is_the_citys(const ledger::StateReader& state, EntryIndex index, const Body& body,
                          const std::set<std::string>& cycles, std::string_view city) {
  for (const std::string& cycle : cycles) {
    const auto id = parse_cycle_id(cycle);
    if (!id || id->city != city) continue;
    if (!std::holds_alternative<EvidenceRegistered>(body)) return true;
    auto accepted = is_accepted_in(state, cycle, index);
    if (!accepted || *accepted) return accepted;
  }
  return false;
}

}  // namespace

Result<std::vector<Relation>> relations_of(const ledger::StateReader& state, EntryIndex index, const Body& body,
                                           std::string_view party, UnixMillis now) {
  std::vector<Relation> relations;
  if (party.empty()) return relations;
  const auto facts = get_entry_facts(state, index);
  if (!facts) return tl::unexpected<Error>(facts.error());
  const auto config = get_config(state);
  if (!config) return tl::unexpected<Error>(config.error());
  const auto record = get_party(state, party);
  if (!record) return tl::unexpected<Error>(record.error());
  const auto cycles = cycles_of(state, index, body);
  if (!cycles) return tl::unexpected<Error>(cycles.error());
  const CycleParties about = parties_of(*cycles);
  const auto citys = is_the_citys(state, index, body, *cycles, party);
  if (!citys) return tl::unexpected<Error>(citys.error());
  if (*facts && (*facts)->signer_party == party) relations.push_back(kSigner);
  if (*citys) relations.push_back(kCity);
  if (*record && verifies_one_of((*record)->party, about.standards, now)) relations.push_back(kVerifier);
  if (const auto* evidence = std::get_if<EvidenceRegistered>(&body); evidence && evidence->provider == party) {
    relations.push_back(kProvider);
  }
  if (const auto* decided = std::get_if<CaseDecided>(&body)) {
    const auto opened = get_case(state, decided->number);
    if (!opened) return tl::unexpected<Error>(opened.error());
    if (*opened && (*opened)->opened_by == party) relations.push_back(kOpener);
  }
  if (*config && (*config)->certifier == party) relations.push_back(kCertifier);
  if (*record && (*record)->party.kind == PartyKind::kAuditor) relations.push_back(kAuditor);
  return relations;
}

Result<std::vector<Relation>> relations_to_cycle(const ledger::StateReader& state, std::string_view cycle,
                                                 std::string_view party, UnixMillis now) {
  std::vector<Relation> relations;
  const auto config = get_config(state);
  if (!config) return tl::unexpected<Error>(config.error());
  const auto record = get_party(state, party);
  if (!record) return tl::unexpected<Error>(record.error());
  const CycleParties about = parties_of({std::string(cycle)});
  if (about.cities.contains(std::string(party))) relations.push_back(kCity);
  if (*record && verifies_one_of((*record)->party, about.standards, now)) relations.push_back(kVerifier);
  if (*config && (*config)->certifier == party) relations.push_back(kCertifier);
  if (*record && (*record)->party.kind == PartyKind::kAuditor) relations.push_back(kAuditor);
  return relations;
}

Result<bool> is_published(const ledger::StateReader& state, EntryIndex index, const Body& body) {
  if (const auto* value = std::get_if<ValueSubmitted>(&body)) return is_certified(state, value->cycle, index);
  if (!std::holds_alternative<EvidenceRegistered>(body)) return false;
  const auto citing = search(state, kAllEntries, {.cites = index});
  if (!citing) return tl::unexpected<Error>(citing.error());
  for (const EntryIndex submission : *citing) {
    const auto facts = get_entry_facts(state, submission);
    if (!facts) return tl::unexpected<Error>(facts.error());
    if (!*facts) continue;
    auto certified = is_certified(state, (*facts)->subject, submission);
    if (!certified || *certified) return certified;
  }
  return false;
}

Result<std::vector<std::string>> readable_fields(const ledger::StateReader& state, EntryIndex index, const Body& body,
                                                 std::string_view party, UnixMillis now) {
  const auto relations = relations_of(state, index, body, party, now);
  if (!relations) return tl::unexpected<Error>(relations.error());
  const auto published = is_published(state, index, body);
  if (!published) return tl::unexpected<Error>(published.error());
  std::vector<std::string> fields;
  for (const Right& right : all_rights()) {
    if (right.type != type_name(body)) continue;
    const bool by_relation = std::any_of(relations->begin(), relations->end(), [&](Relation relation) {
      return std::find(right.readers.begin(), right.readers.end(), relation) != right.readers.end();
    });
    if (by_relation || (right.published && *published)) fields.emplace_back(right.field);
  }
  return fields;
}

}  // namespace attest
