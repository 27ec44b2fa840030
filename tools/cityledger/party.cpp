// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/party.hpp"

#include "certs/lookup.hpp"
#include "certs/party_report.hpp"
#include "certs/words.hpp"
#include "cityledger/init.hpp"
#include "cityledger/table.hpp"

namespace cityledger {
namespace {

Result<attest::PartyKind> parse_kind(const std::string& text) {
  using attest::PartyKind;
  for (const PartyKind kind : {PartyKind::kCity, PartyKind::kProvider, PartyKind::kVerifier, PartyKind::kCertifier,
                               PartyKind::kProgramme, PartyKind::kAuditor}) {
    if (attest::to_text(kind) == text) return kind;
  }
  return fail(Code::kInvalid,
              "'" + text + "' is no kind of party; kinds are city, provider, verifier, certifier, programme, auditor",
              "kind");
}

Result<attest::Affiliation> parse_affiliation(const std::string& text) {
  const std::size_t first = text.find(':');
  if (first == std::string::npos) {
    return fail(Code::kInvalid, "an affiliation is PARTY:FROM or PARTY:FROM:UNTIL, with days as 2017-01-01",
                "affiliations");
  }
  const std::size_t second = text.find(':', first + 1);
  attest::Affiliation affiliation;
  affiliation.party = text.substr(0, first);
  affiliation.from = text.substr(first + 1, second == std::string::npos ? second : second - first - 1);
  if (second != std::string::npos) affiliation.until = text.substr(second + 1);
  return affiliation;
}

Result<std::vector<attest::Affiliation>> affiliations_of(const PartyRegisterOptions& options) {
  std::vector<attest::Affiliation> all;
  for (const auto* texts : {&options.affiliations, &options.ownerships}) {
    for (const std::string& text : *texts) {
      auto affiliation = parse_affiliation(text);
      if (!affiliation) return tl::unexpected(affiliation.error());
      affiliation->ownership = texts == &options.ownerships;
      all.push_back(std::move(*affiliation));
    }
  }
  return all;
}

// Gives the affiliation of `text`, PARTY:FROM:UNTIL, its end.
Result<void> end_affiliation(const std::string& text, attest::PartyRegistered& party) {
  const auto ended = parse_affiliation(text);
  if (!ended) return tl::unexpected(ended.error());
  if (!ended->until) return fail(Code::kInvalid, "say when the affiliation ended: PARTY:FROM:UNTIL", "affiliations");
  for (attest::Affiliation& affiliation : party.affiliations) {
    if (affiliation.party != ended->party || affiliation.from != ended->from || affiliation.until) continue;
    affiliation.until = ended->until;
    return {};
  }
  return fail(Code::kNotFound,
              party.party + " has no affiliation with " + ended->party + " from " + ended->from +
                  " that goes on; see cityledger party show " + party.party,
              "affiliations");
}

Result<std::optional<attest::Accreditation>> accreditation_of(const PartyRegisterOptions& options) {
  if (options.accredited_by.empty()) {
    if (!options.accreditation_number.empty() || !options.accredited_for.empty()) {
      return fail(Code::kInvalid, "say who accredited: --accredited-by BODY", "accreditation.body");
    }
    return std::optional<attest::Accreditation>{};
  }
  return std::optional<attest::Accreditation>{{options.accredited_by, options.accreditation_number,
                                               options.accredited_for, options.accredited_from,
                                               options.accredited_until}};
}

Result<attest::PartyRegistered> registration(const PartyRegisterOptions& options) {
  const auto kind = parse_kind(options.kind);
  if (!kind) return tl::unexpected(kind.error());
  auto names = parse_names(options.names);
  if (!names) return tl::unexpected(names.error());
  auto accreditation = accreditation_of(options);
  if (!accreditation) return tl::unexpected(accreditation.error());
  attest::PartyRegistered body;
  body.party = options.party;
  body.kind = *kind;
  body.names = std::move(*names);
  body.country = options.country;
  if (!options.region.empty()) body.region = options.region;
  body.population = options.population;
  body.accreditation = std::move(*accreditation);
  auto affiliations = affiliations_of(options);
  if (!affiliations) return tl::unexpected(affiliations.error());
  body.affiliations = std::move(*affiliations);
  return body;
}

// The party's present record with what is given in its place.
Result<attest::PartyRegistered> update(const PartyUpdateOptions& options, attest::PartyRegistered party) {
  const PartyRegisterOptions& given = options.given;
  if (!given.names.empty()) {
    auto names = parse_names(given.names);
    if (!names) return tl::unexpected(names.error());
    party.names = std::move(*names);
  }
  if (!given.country.empty()) party.country = given.country;
  if (!given.region.empty()) party.region = given.region;
  if (given.population) party.population = given.population;
  auto accreditation = accreditation_of(given);
  if (!accreditation) return tl::unexpected(accreditation.error());
  if (*accreditation) party.accreditation = std::move(*accreditation);
  for (const std::string& text : options.ended) {
    if (const auto ended = end_affiliation(text, party); !ended) return tl::unexpected(ended.error());
  }
  const auto added = affiliations_of(given);
  if (!added) return tl::unexpected(added.error());
  party.affiliations.insert(party.affiliations.end(), added->begin(), added->end());
  return party;
}

std::string party_text(const attest::PartyRecord& record) {
  const attest::PartyRegistered& party = record.party;
  std::string text = party.party + ", " + std::string(attest::to_text(party.kind)) + ", entry " +
                     std::to_string(record.entry.index.value) +
                     (record.updated ? ", updated in entry " + std::to_string(record.updated->index.value) : "") + "\n";
  for (const auto& [language, name] : party.names) text += "name (" + language + ")    " + name + "\n";
  text += "country      " + party.country + (party.region ? ", " + *party.region : "") + "\n";
  if (party.population) text += "population   " + std::to_string(*party.population) + "\n";
  for (const attest::Affiliation& affiliation : party.affiliations) {
    text += (affiliation.ownership ? "ownership    with " : "affiliated   with ") + affiliation.party + " from " +
            affiliation.from + (affiliation.until ? " until " + *affiliation.until : "") + "\n";
  }
  if (party.accreditation) {
    text += "accredited   by " + party.accreditation->body + ", " + party.accreditation->number + ", for " +
            certs::join(party.accreditation->standards) + ", " + party.accreditation->valid_from + " to " +
            party.accreditation->valid_until + "\n";
  }
  return text;
}

}  // namespace

int run_party_register(const PartyRegisterOptions& options, Console& console) {
  const auto body = registration(options);
  if (!body) return console.fail(body.error());
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  return finish(**session, console, (*session)->append(options.signer, *body), options.kind + " " + body->party,
                {{"party", body->party}});
}

int run_party_update(const PartyUpdateOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const auto before = certs::find_party((*session)->ledger().store(), options.given.party);
  if (!before) return console.fail(before.error());
  const auto party = update(options, before->party);
  if (!party) return console.fail(party.error());
  return finish(**session, console, (*session)->append(options.given.signer, attest::PartyUpdated{*party}),
                std::string(attest::to_text(party->kind)) + " " + party->party + " updated", {{"party", party->party}});
}

int run_party_list(const PartyListOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const ledger::Store& store = (*session)->ledger().store();
  const auto ids = attest::list_parties(store);
  if (!ids) return console.fail(ids.error());
  Table table({"party", "kind", "name", "country", "entry"});
  Json::Array list;
  for (const std::string& id : *ids) {
    const auto record = certs::find_party(store, id);
    if (!record) return console.fail(record.error());
    const std::string kind(attest::to_text(record->party.kind));
    if (!options.kind.empty() && kind != options.kind) continue;
    table.add({id, kind, certs::name_of(record->party.names), record->party.country,
               std::to_string(record->entry.index.value)});
    list.push_back(certs::party_json(*record));
  }
  console.print(table.text());
  console.answer(Json::Object{{"parties", std::move(list)}});
  return 0;
}

int show_party(const attest::LedgerFolder& ledger, const std::string& party, Console& console) {
  const auto record = certs::find_party(ledger.store(), party);
  if (!record) return console.fail(record.error());
  console.print(party_text(*record));
  console.answer(certs::party_json(*record));
  return 0;
}

int run_party_show(const PartyShowOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  return show_party((*session)->ledger(), options.party, console);
}

}  // namespace cityledger
