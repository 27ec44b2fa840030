// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/credential.hpp"

#include "ledger/encoding.hpp"
#include "names.hpp"

namespace certs {
namespace {

constexpr std::string_view kDescription =
    "This certificate attests that the city reported values for the counted indicators to the standard's "
    "definitions and that an independent verifier accepted them; it does not judge the city's performance.";

std::string edition_of(const Certificate& certificate) {
  return certificate.standard + ":" + std::to_string(certificate.edition);
}

Json certification_json(const Certificate& c) {
  Json::Array verifiers;
  for (const std::string& name : c.verifiers) verifiers.emplace_back(name);
  Json::Object out{{"type", "CityCertification"},
                   {"number", c.number},
                   {"cycle", c.cycle},
                   {"standard", edition_of(c)},
                   {"scheme", c.scheme},
                   {"schemeVersion", c.scheme_version},
                   {"level", c.level},
                   {"computedLevel", c.computed_level},
                   {"dataYear", c.data_year},
                   {"indicatorsVerified", c.counts.total},
                   {"indicatorsInStandard", c.totals.total},
                   {"verifiers", std::move(verifiers)}};
  for (const auto& [kind, count] : c.counts.by_kind) out[kind + "Verified"] = count;
  for (const auto& [kind, count] : c.totals.by_kind) out[kind + "InStandard"] = count;
  if (c.scheme_assumed) out["schemeAssumed"] = true;
  if (!c.notice.empty()) out["notice"] = c.notice;
  return out;
}

Json subject_json(const Certificate& c) {
  return Json::Object{{"id", c.base + "/city/" + c.city},
                      {"type", "City"},
                      {"name", c.city_name},
                      {"country", c.country},
                      {"certification", certification_json(c)}};
}

Json evidence_json(const Certificate& c) {
  return Json::Object{{"id", c.base + "/ledger"},
                      {"type", "LedgerEvidence"},
                      {"origin", c.origin},
                      {"genesis", ledger::to_hex(c.genesis)},
                      {"treeSize", c.reviewed_size},
                      {"lineageRoot", ledger::to_hex(c.lineage_root)},
                      {"dataRoot", ledger::to_hex(c.data_root)},
                      {"clock", c.simulated_clock ? "simulated" : "machine"}};
}

Json status_json(const Certificate& c, std::string_view purpose) {
  return Json::Object{{"type", "BitstringStatusListEntry"},
                      {"statusPurpose", purpose},
                      {"statusListIndex", std::to_string(c.status_index)},
                      {"statusListCredential", status_list_address(c.base, purpose)}};
}

std::string digest_sri(std::string_view document) {
  return "sha384-" + ledger::base64_encode(ledger::sha384(ledger::view(document)));
}

}  // namespace

std::string certificate_address(std::string_view base, std::string_view number) {
  return std::string(base) + "/c/" + std::string(number);
}

std::string status_list_address(std::string_view base, std::string_view purpose) {
  return std::string(base) + "/status/" + std::string(purpose);
}

Json to_json(const Certificate& c) {
  const std::string context = context_address(c.base);
  Json::Object schema{
      {"id", schema_address(c.base)}, {"type", "JsonSchema"}, {"digestSRI", digest_sri(schema_document(c.base))}};
  Json::Object resource{{"id", context}};
  resource["digestSRI"] = digest_sri(context_document(c.base));
  Json::Object issuer{{"id", c.issuer}};
  issuer["name"] = c.issuer_name;
  return Json::Object{{"@context", Json::Array{Json(kCredentialsContext), Json(context)}},
                      {"id", certificate_address(c.base, c.number)},
                      {"type", Json::Array{Json("VerifiableCredential"), Json("CityDataCertificate")}},
                      {"name", edition_of(c) + " city data certificate"},
                      {"description", kDescription},
                      {"issuer", std::move(issuer)},
                      {"validFrom", c.valid_from},
                      {"validUntil", c.valid_until},
                      {"credentialSubject", subject_json(c)},
                      {"evidence", evidence_json(c)},
                      {"credentialStatus", Json::Array{status_json(c, kRevocation), status_json(c, kSuspension)}},
                      {"credentialSchema", std::move(schema)},
                      {"relatedResource", Json::Array{Json(std::move(resource))}}};
}

}  // namespace certs
