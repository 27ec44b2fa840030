// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Lists of what the derived state holds.
#include <limits>
#include <map>

#include "attest/catalogue.hpp"
#include "attest/records.hpp"
#include "records_write.hpp"
#include "state_keys.hpp"

namespace attest {
namespace {

Result<std::vector<std::string>> ids_from(const ledger::StateReader& state, std::string_view prefix,
                                          std::string_view id, std::size_t count_max) {
  std::vector<std::string> ids;
  auto scanned =
      state.scan_from(prefix, std::string(prefix) + std::string(id), count_max, [&](std::string_view key, ByteView) {
        ids.emplace_back(key.substr(prefix.size()));
        return true;
      });
  if (!scanned) return tl::unexpected<Error>(scanned.error());
  return ids;
}

Result<std::vector<std::string>> ids_under(const ledger::StateReader& state, std::string_view prefix) {
  return ids_from(state, prefix, {}, std::numeric_limits<std::size_t>::max());
}

}  // namespace

Result<std::vector<std::string>> list_parties(const ledger::StateReader& state) {
  return ids_under(state, state_key::kParties);
}

Result<std::vector<Digest>> list_keys(const ledger::StateReader& state) {
  auto ids = ids_under(state, state_key::kKeys);
  if (!ids) return tl::unexpected<Error>(ids.error());
  std::vector<Digest> kids;
  for (const std::string& id : *ids) {
    auto kid = ledger::digest_from_hex(id);
    if (!kid) return ledger::fail(Code::kCorrupt, "the key of a record is no key id: run rebuild", id);
    kids.push_back(*kid);
  }
  return kids;
}

Result<std::vector<std::string>> list_tied_to(const ledger::StateReader& state, std::string_view party) {
  return ids_under(state, state_key::ties_of(party));
}

Result<std::vector<std::string>> list_templates(const ledger::StateReader& state) {
  return ids_under(state, state_key::kTemplates);
}

Result<std::vector<std::string>> list_standards(const ledger::StateReader& state) {
  return ids_under(state, state_key::kStandards);
}

Result<std::vector<std::string>> list_programmes(const ledger::StateReader& state) {
  return ids_under(state, state_key::kProgrammes);
}

Result<std::vector<std::string>> list_cycles(const ledger::StateReader& state) {
  return ids_under(state, state_key::kCycles);
}

Result<std::vector<std::string>> list_cycles_of(const ledger::StateReader& state, std::string_view city) {
  const std::string whose = std::string(city) + "/";
  auto ids = ids_under(state, std::string(state_key::kCycles) + whose);
  if (!ids) return ids;
  for (std::string& id : *ids) id.insert(0, whose);
  return ids;
}

Result<std::vector<std::string>> list_certificates(const ledger::StateReader& state) {
  return ids_under(state, state_key::kCertificates);
}

Result<std::vector<std::string>> list_certificates_of(const ledger::StateReader& state, std::string_view city) {
  return ids_under(state, state_key::certified_of(city));
}

Result<std::vector<std::string>> certificates_from(const ledger::StateReader& state, std::string_view number,
                                                   std::size_t count_max) {
  return ids_from(state, state_key::kCertificates, number, count_max);
}

Result<std::vector<std::string>> certificates_of_from(const ledger::StateReader& state, std::string_view city,
                                                      std::string_view number, std::size_t count_max) {
  return ids_from(state, state_key::certified_of(city), number, count_max);
}

Result<std::vector<std::string>> list_cases(const ledger::StateReader& state) {
  return ids_under(state, state_key::kCases);
}

Result<std::vector<std::string>> list_dids(const ledger::StateReader& state) {
  return ids_under(state, state_key::kDids);
}

Result<std::vector<std::string>> list_status_lists(const ledger::StateReader& state) {
  return ids_under(state, state_key::kLists);
}

Result<std::vector<std::string>> list_live(const ledger::StateReader& state, std::string_view cycle) {
  return ids_under(state, state_key::live_of(cycle));
}

Result<Catalogue> catalogue_of(const StandardRecord& record) {
  auto json = parse_canonical_json(record.catalogue_json);
  if (!json) return ledger::fail(Code::kCorrupt, "a stored catalogue is damaged: run rebuild", "catalogue");
  auto catalogue = parse_catalogue(*json);
  if (!catalogue) return ledger::fail(Code::kCorrupt, "a stored catalogue is damaged: run rebuild", "catalogue");
  return catalogue;
}

Result<std::vector<LineageItem>> accepted_items(const ledger::StateReader& state, std::string_view cycle,
                                                const Catalogue& catalogue) {
  std::map<std::string, LineageItem, std::less<>> accepted;
  auto visited = each_live(state, cycle, [&](std::string_view indicator, const LiveRecord& live) {
    const Indicator* row = catalogue.find(indicator);
    // An amendment can give an indicator another unit: what was accepted in the old one is no longer what is asked.
    const bool counts = live.state == ValueState::kReported && live.verdict == Verdict::kAccepted && live.decision &&
                        !live.withdrawn && row != nullptr && live.unit == row->unit;
    if (!counts) return;
    accepted.emplace(indicator,
                     LineageItem{std::string(indicator), live.submission, *live.decision, live.value_digest});
  });
  if (!visited) return tl::unexpected<Error>(visited.error());
  std::vector<LineageItem> items;
  for (const Indicator& indicator : catalogue.indicators) {
    const auto found = accepted.find(indicator.code);
    if (found != accepted.end()) items.push_back(found->second);
  }
  return items;
}

}  // namespace attest
