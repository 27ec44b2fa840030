// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/evidence.hpp"

#include "attest/date.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"
#include "cityledger/table.hpp"

namespace cityledger {
namespace {

// The provider that the statement names: the one asked for, else the signing party when it is one.
Result<std::optional<std::string>> provider_of(const EvidenceAddOptions& options, Session& session) {
  const ledger::Store& store = session.ledger().store();
  if (!options.provider.empty()) {
    const auto party = certs::find_party(store, options.provider);
    if (!party) return tl::unexpected(party.error());
    return std::optional<std::string>(options.provider);
  }
  const auto signer = session.keys().get(options.signer);
  if (!signer) return tl::unexpected(signer.error());
  const auto name = session.party_of(**signer);
  if (!name) return tl::unexpected(name.error());
  const auto party = certs::find_party(store, *name);
  if (!party) return tl::unexpected(party.error());
  if (party->party.kind != attest::PartyKind::kProvider) return std::optional<std::string>{};
  return std::optional<std::string>(*name);
}

struct Listed {
  ledger::EntryIndex index;
  attest::EntryFacts facts;
  attest::EvidenceRegistered body;
  std::map<std::string, std::string> opened;  // what its digests hide, as far as known
};

Result<Listed> read_listed(const attest::LedgerFolder& ledger, ledger::EntryIndex index,
                           const attest::EntryFacts& facts) {
  const auto statement = ledger.statement(index);
  if (!statement) return tl::unexpected(statement.error());
  auto opened = ledger.opened(*statement);
  if (!opened) return tl::unexpected(opened.error());
  return Listed{index, facts, std::get<attest::EvidenceRegistered>(statement->body), std::move(*opened)};
}

std::string value_or(const std::map<std::string, std::string>& opened, const std::string& name) {
  const auto found = opened.find(name);
  return found == opened.end() ? "(not known here)" : found->second;
}

Json listed_json(const Listed& item) {
  Json::Object opened;
  for (const auto& [name, value] : item.opened) opened.emplace(name, value);
  Json::Object out{{"entry", attest::to_json(certs::ref_of(item.index, item.facts))},
                   {"registered_by", item.facts.signer_party},
                   {"media_type", item.body.media_type},
                   {"size", item.body.size},
                   {"period", item.body.period},
                   {"retention_until", item.body.retention_until},
                   {"opened", std::move(opened)}};
  if (item.body.provider) out.emplace("provider", *item.body.provider);
  return out;
}

}  // namespace

int run_evidence_add(const EvidenceAddOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const auto provider = provider_of(options, **session);
  if (!provider) return console.fail(provider.error());
  if (const auto day = attest::parse_day(options.retention_until); !day) {
    return console.fail({day.error().code, day.error().message, "retention_until"});
  }
  const auto stored = (*session)->ledger().evidence().add(options.file);
  if (!stored) return console.fail(stored.error());
  attest::EvidenceRegistered body;
  body.provider = *provider;
  body.media_type = options.media_type;
  body.size = static_cast<std::int64_t>(stored->size);
  body.period = options.period;
  body.retention_until = options.retention_until;
  const std::string digest = ledger::to_hex(stored->digest);
  const auto answer =
      (*session)->append(options.signer, body,
                         {attest::make_disclosure("digest", digest), attest::make_disclosure("title", options.title),
                          attest::make_disclosure("source", options.source)});
  return finish(**session, console, answer, "evidence '" + options.title + "', " + digest, {{"digest", digest}});
}

int run_evidence_list(const EvidenceListOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& folder = (*session)->ledger();
  Table table({"entry", "registered by", "provider", "period", "bytes", "kept until", "title"});
  Json::Array list;
  const auto done =
      certs::each_of_type(folder, "evidence.registered", [&](ledger::EntryIndex index, const auto& facts) {
        const auto item = read_listed(folder, index, facts);
        if (!item) return Result<void>(tl::unexpected(item.error()));
        table.add({std::to_string(index.value), facts.signer_party, item->body.provider.value_or("-"),
                   item->body.period, std::to_string(item->body.size), item->body.retention_until,
                   value_or(item->opened, "title")});
        list.push_back(listed_json(*item));
        return Result<void>{};
      });
  if (!done) return console.fail(done.error());
  console.print(table.text());
  console.answer(Json::Object{{"evidence", std::move(list)}});
  return 0;
}

}  // namespace cityledger
