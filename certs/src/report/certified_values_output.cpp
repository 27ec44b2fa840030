// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/certified_values.hpp"
#include "certs/csv.hpp"

namespace certs {
namespace {

// A text, its name in CSV and JSON, in the order of the columns.
using Cells = std::vector<std::pair<std::string, Json>>;

Cells cells_of(const CertifiedValue& value) {
  return {{"certificate", value.certificate},
          {"certificate_status", value.status},
          {"city", value.city},
          {"standard", value.standard},
          {"data_year", value.data_year},
          {"indicator", value.indicator},
          {"name", value.name},
          {"value", value.value},
          {"missing", value.missing},
          {"unit", value.unit},
          {"period", value.period},
          {"source", value.source},
          {"source_parties", value.source_parties},
          {"submission_entry", value.submission},
          {"decision_entry", value.decision},
          {"evidence_entries", Json::Array(value.evidence.begin(), value.evidence.end())},
          {"certificate_entry", value.certificate_entry},
          {"notice", value.notice}};
}

std::string cell_text(const Json& value) {
  if (value.text() != nullptr) return *value.text();
  if (value.array() == nullptr) return attest::canonical_json(value);
  std::vector<std::string> items;
  for (const Json& item : *value.array()) items.push_back(attest::canonical_json(item));
  return join(items, " ");
}

}  // namespace

std::string certified_values_csv(const std::vector<CertifiedValue>& values) {
  std::string text;
  for (const CertifiedValue& value : values) {
    std::vector<std::string> names;
    std::vector<std::string> cells;
    for (const auto& [name, cell] : cells_of(value)) {
      names.push_back(name);
      cells.push_back(cell_text(cell));
    }
    if (text.empty()) text = csv_line(names);
    text += csv_line(cells);
  }
  return text;
}

Json::Array certified_values_json(const std::vector<CertifiedValue>& values) {
  Json::Array list;
  for (const CertifiedValue& value : values) {
    Json::Object one;
    for (auto& [name, cell] : cells_of(value)) one.emplace(name, std::move(cell));
    list.emplace_back(std::move(one));
  }
  return list;
}

}  // namespace certs
