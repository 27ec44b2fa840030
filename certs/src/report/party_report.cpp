// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/party_report.hpp"

namespace certs {

Json party_json(const attest::PartyRecord& record) {
  const attest::PartyRegistered& party = record.party;
  Json::Object names;
  for (const auto& [language, name] : party.names) names.emplace(language, name);
  Json::Object out{{"party", party.party},
                   {"kind", attest::to_text(party.kind)},
                   {"names", std::move(names)},
                   {"country", party.country},
                   {"entry", attest::to_json(record.entry)}};
  if (record.updated) out.emplace("updated", attest::to_json(*record.updated));
  if (party.region) out.emplace("region", *party.region);
  if (party.population) out.emplace("population", *party.population);
  Json::Array affiliations;
  for (const attest::Affiliation& affiliation : party.affiliations) {
    Json::Object item{{"party", affiliation.party}, {"from", affiliation.from}};
    if (affiliation.until) item.emplace("until", *affiliation.until);
    if (affiliation.ownership) item.emplace("kind", "ownership");
    affiliations.emplace_back(std::move(item));
  }
  out.emplace("affiliations", std::move(affiliations));
  if (party.accreditation) {
    out.emplace("accreditation", Json::Object{{"body", party.accreditation->body},
                                              {"number", party.accreditation->number},
                                              {"standards", texts(party.accreditation->standards)},
                                              {"valid_from", party.accreditation->valid_from},
                                              {"valid_until", party.accreditation->valid_until}});
  }
  return out;
}

Json standard_line_json(const attest::Catalogue& catalogue) {
  return Json::Object{{"standard", catalogue.id},
                      {"title", catalogue.title},
                      {"scheme", catalogue.scheme},
                      {"scheme_version", catalogue.scheme_version}};
}

Result<Json> standard_json(const attest::StandardRecord& adoption, const attest::StandardRecord& present) {
  auto content = attest::parse_json(adoption.catalogue_json);
  if (!content) return content;
  Json::Array amended;
  for (const attest::EntryRef& ref : adoption.amended) amended.push_back(attest::to_json(ref));
  return Json(Json::Object{{"catalogue", std::move(*content)},
                           {"entry", attest::to_json(adoption.entry)},
                           {"amended", std::move(amended)},
                           {"in_force", adoption.entry == present.entry}});
}

}  // namespace certs
