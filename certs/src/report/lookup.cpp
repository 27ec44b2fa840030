// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/lookup.hpp"

#include "attest/date.hpp"
#include "attest/ids.hpp"
#include "attest/ladder.hpp"
#include "attest/search.hpp"

namespace certs {
using ledger::fail;
using ledger::StateReader;

namespace {

template <typename Record>
using Get = Result<std::optional<Record>> (*)(const StateReader&, std::string_view);
using List = Result<std::vector<std::string>> (*)(const StateReader&);

template <typename Record>
Result<Record> find(const StateReader& state, const std::string& id, std::string_view what, Get<Record> get,
                    List list) {
  Result<std::optional<Record>> record = get(state, id);
  if (!record) return tl::unexpected(record.error());
  if (*record) return std::move(**record);
  const Result<std::vector<std::string>> known = list(state);
  if (!known) return tl::unexpected(known.error());
  return tl::unexpected(unknown_name(what, id, *known));
}

}  // namespace

Result<attest::PartyRecord> find_party(const StateReader& state, const std::string& id) {
  return find<attest::PartyRecord>(state, id, "party", attest::get_party, attest::list_parties);
}

Result<attest::CycleRecord> find_cycle(const StateReader& state, const std::string& id) {
  return find<attest::CycleRecord>(state, id, "cycle", attest::get_cycle, attest::list_cycles);
}

Result<attest::ProgrammeRecord> find_programme(const StateReader& state, const std::string& id) {
  return find<attest::ProgrammeRecord>(state, id, "programme", attest::get_programme, attest::list_programmes);
}

Result<attest::StandardRecord> find_standard(const StateReader& state, const std::string& id) {
  return find<attest::StandardRecord>(state, id, "standard", attest::get_standard, attest::list_standards);
}

namespace {

Result<attest::Catalogue> catalogue_in(const attest::StandardRecord& record, const std::string& id) {
  const Result<attest::Json> json = attest::parse_json(record.catalogue_json);
  if (!json) return fail(Code::kCorrupt, "the stored catalogue of " + id + " cannot be read: run fsck", "standard");
  return attest::parse_catalogue(*json);
}

}  // namespace

Result<attest::Catalogue> find_catalogue(const StateReader& state, const std::string& id) {
  const auto record = find_standard(state, id);
  if (!record) return tl::unexpected(record.error());
  return catalogue_in(*record, id);
}

Result<attest::Catalogue> catalogue_of(const StateReader& state, const attest::CycleRecord& cycle) {
  if (!cycle.certificate) return find_catalogue(state, cycle.standard);
  const auto certificate = find_certificate(state, *cycle.certificate);
  if (!certificate) return tl::unexpected(certificate.error());
  return catalogue_by(state, *certificate);
}

Result<attest::Catalogue> catalogue_by(const StateReader& state, const attest::CertificateRecord& certificate) {
  const auto cycle = attest::parse_cycle_id(certificate.issued.cycle);
  if (!cycle) return fail(Code::kCorrupt, "the certificate's record is damaged: run fsck", "certificate");
  const auto record = attest::get_standard_at(state, cycle->standard, certificate.adoption.index);
  if (!record) return tl::unexpected(record.error());
  if (!*record)
    return fail(Code::kCorrupt, "an adoption of " + cycle->standard + " is missing: run rebuild", "standard");
  return catalogue_in(**record, cycle->standard);
}

Result<attest::CertificateRecord> find_certificate(const StateReader& state, const std::string& number) {
  return find<attest::CertificateRecord>(state, number, "certificate", attest::get_certificate,
                                         attest::list_certificates);
}

Result<DidDocument> find_did(const StateReader& state, const std::string& did) {
  std::string name = did;
  if (name.empty()) {
    const Result<std::vector<std::string>> known = attest::list_dids(state);
    if (!known) return tl::unexpected(known.error());
    if (known->empty()) return fail(Code::kNotFound, "no DID document is published yet: see cityledger did", "did");
    if (known->size() > 1) return fail(Code::kInvalid, "say which DID with --did: " + join(*known), "did");
    name = known->front();
  }
  const auto record = find<attest::DidRecord>(state, name, "did", attest::get_did, attest::list_dids);
  if (!record) return tl::unexpected(record.error());
  const Result<attest::Json> json = attest::parse_json(record->document_json);
  if (!json) return fail(Code::kCorrupt, "the stored document of " + name + " cannot be read: run fsck", "did");
  return parse_did_document(*json);
}

Result<Standing> standing_of(const StateReader& state, const std::string& cycle) {
  const Result<attest::CycleRecord> record = find_cycle(state, cycle);
  if (!record) return tl::unexpected(record.error());
  Result<attest::Catalogue> catalogue = catalogue_of(state, *record);
  if (!catalogue) return tl::unexpected(catalogue.error());
  Result<std::vector<attest::LineageItem>> accepted = attest::accepted_items(state, cycle, *catalogue);
  if (!accepted) return tl::unexpected(accepted.error());
  std::vector<std::string> codes;
  for (const attest::LineageItem& item : *accepted) codes.push_back(item.indicator);
  Standing standing;
  standing.catalogue = std::move(*catalogue);
  standing.accepted = std::move(*accepted);
  standing.counts = attest::count_accepted(standing.catalogue, codes);
  const attest::Level* level = attest::level_of(standing.catalogue, standing.counts);
  if (level != nullptr) standing.level = level->name;
  return standing;
}

std::string notice_lines(const attest::LedgerFolder& ledger, const std::string& cycle, std::string_view indent) {
  std::string text;
  const auto record = attest::get_cycle(ledger.store(), cycle);
  if (record && *record && !(**record).notice.empty()) {
    text += std::string(indent) + "notice: " + (**record).notice + "\n";
  }
  if (ledger.config().clock == attest::ClockKind::kSimulated) {
    text += std::string(indent) + "notice: the times are those of a simulated clock\n";
  }
  return text;
}

std::string last_days_text(const attest::CycleRecord& record, std::string_view indent) {
  std::vector<std::string> parts;
  if (!record.submit_until.empty()) parts.push_back("submissions to " + record.submit_until);
  if (!record.decide_until.empty()) parts.push_back("decisions to " + record.decide_until);
  return parts.empty() ? std::string() : std::string(indent) + join(parts) + "\n";
}

Result<void> each_of_type(const attest::LedgerFolder& ledger, std::string_view type,
                          const std::function<Result<void>(ledger::EntryIndex, const attest::EntryFacts&)>& visit) {
  const Result<ledger::Head> head = ledger.store().head();
  if (!head) return tl::unexpected(head.error());
  const auto found = attest::search(ledger.store(), head->size, {.type = std::string(type)});
  if (!found) return tl::unexpected(found.error());
  for (const ledger::EntryIndex index : *found) {
    const auto facts = attest::get_entry_facts(ledger.store(), index);
    if (!facts) return tl::unexpected(facts.error());
    if (!*facts) return fail(Code::kCorrupt, "the record of an entry is missing: run rebuild", "entry");
    if (Result<void> visited = visit(index, **facts); !visited) return visited;
  }
  return {};
}

attest::EntryRef ref_of(ledger::EntryIndex index, const attest::EntryFacts& facts) {
  return {index, facts.leaf};
}

Json entry_line_json(ledger::EntryIndex index, const attest::EntryFacts& facts) {
  return Json::Object{{"entry", attest::to_json(ref_of(index, facts))},
                      {"time", attest::format_millis(facts.time)},
                      {"type", facts.type},
                      {"signer", facts.signer_party},
                      {"subject", facts.subject}};
}

}  // namespace certs
