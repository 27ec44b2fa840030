// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "asked.hpp"

#include <stdexcept>

#include "ledger/durable_file.hpp"

namespace api_test {

const std::vector<Asked>& everything() {
  static const std::vector<Asked> kAll = {
      {"/api/v1/cycles?limit=1000", ""},
      {"/api/v1/cycles/melbourne/iso37120-2014/2016", ""},
      {"/api/v1/cycles/mississauga/iso37120-2014/2017", ""},
      {"/api/v1/parties?limit=1000", ""},
      {"/api/v1/parties/melbourne", ""},
      {"/api/v1/standards", ""},
      {"/api/v1/standards/iso37120-2014", ""},
      {"/api/v1/certificates", "application/json"},
      {"/api/v1/certificates", "text/csv"},
      {"/api/v1/certificates/37120-2014-2017-000001", ""},
      {"/api/v1/certificates/37120-2014-2017-000001/lineage", "application/json"},
      {"/api/v1/certificates/37120-2014-2017-000001/lineage", "text/vnd.graphviz"},
      {"/c/37120-2014-2017-000001", "text/html"},
      {"/c/37120-2014-2017-000001", "application/vc"},
      {"/certificates/37120-2014-2017-000001", "text/html"},
      {"/certificates/37120-2014-2017-000001", "application/json"},
      {"/certificates/37120-2014-2017-000001", "application/pdf"},
      {"/certificates/37120-2014-2017-000001/badge.svg", ""},
      {"/certificates/37120-2014-2017-000001/bundle.json", ""},
      {"/certificates/37120-2014-2017-000001/credential.json", ""},
      {"/api/v1/values?limit=1000", "application/json"},
      {"/api/v1/values?limit=1000", "text/csv"},
      {"/api/v1/values?city=melbourne", "application/json"},
      {"/api/v1/compare?cities=melbourne,mississauga&profile=true", "application/json"},
      {"/api/v1/compare?cities=melbourne,mississauga&profile=true", "text/csv"},
      {"/api/v1/compare?cities=melbourne&standard=iso37120-2014&year=2016", "application/json"},
      {"/did.json", ""},
      {"/.well-known/did.json", ""},
      {"/ns/city/v1", ""},
      {"/context.jsonld", ""},
      {"/schema/city-certificate/v1", ""},
      {"/schema.json", ""},
      {"/status/revocation", ""},
      {"/status/suspension", ""},
      {"/pki/root.cer", ""},
      {"/pki/root.crl", ""},
      // What goes wrong says nothing either.
      {"/api/v1/cycles/melbourne/iso37120-2014/2015", ""},
      {"/api/v1/values?indicator=5.1&city=atlantis", ""},
      {"/api/v1/compare?cities=melbourne&indicators=none", ""},
      {"/api/v1/certificates/NONE/lineage", ""},
      {"/certificates/NONE", ""},
  };
  return kAll;
}

std::vector<std::string> described_patterns() {
  const auto text = ledger::read_file(std::string(CITYLEDGER_SOURCE_DIR) + "/api/openapi/data.json", 1U << 20U);
  if (!text) throw std::runtime_error(text.error().message);
  const auto json = attest::parse_json(*text);
  if (!json) throw std::runtime_error(json.error().message);
  std::vector<std::string> patterns;
  for (const auto& [pattern, item] : *json->find("paths")->object()) {
    if (item.find("get") != nullptr) patterns.push_back(pattern);
  }
  return patterns;
}

}  // namespace api_test
