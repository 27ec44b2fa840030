// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/comparison.hpp"
#include "certs/csv.hpp"

namespace certs {

std::string comparison_csv(const Comparison& comparison) {
  std::string text =
      csv_line({"indicator", "name", "unit", "standard", "city", "data_year", "value", "value_indicator", "value_unit",
                "value_standard", "relation", "what_changed", "unconfirmed", "submission", "certificate", "notice"});
  for (const auto& line : comparison.lines) {
    for (const auto& [place, figure] : line.figures) {
      const auto& column = comparison.columns[place];
      const auto& bridge = figure.bridge;
      text += csv_line({line.indicator.code, line.indicator.name, line.indicator.unit, line.standard, column.city,
                        std::to_string(column.data_year), figure.value, figure.code, figure.unit, column.standard,
                        std::string(bridge ? attest::to_text(bridge->relation) : "same"), bridge ? bridge->what : "",
                        figure.is_unconfirmed() ? "yes" : "no", std::to_string(figure.submission), column.certificate,
                        column.notice});
    }
  }
  return text;
}

namespace {

Json figure_json(const ComparedCycle& column, const Figure& figure) {
  Json::Object out{{"cycle", column.cycle},          {"city", column.city},      {"data_year", column.data_year},
                   {"standard", column.standard},    {"indicator", figure.code}, {"unit", figure.unit},
                   {"submission", figure.submission}};
  if (!figure.value.empty()) out.emplace("value", figure.value);
  if (!column.certificate.empty()) out.emplace("certificate", column.certificate);
  if (!figure.bridge) return out;
  out.emplace("relation", attest::to_text(figure.bridge->relation));
  out.emplace("unconfirmed", figure.bridge->unconfirmed);
  if (!figure.bridge->what.empty()) out.emplace("what", figure.bridge->what);
  return out;
}

}  // namespace

Json to_json(const Comparison& comparison) {
  Json::Array cycles;
  for (const auto& column : comparison.columns) {
    Json::Object cycle{
        {"cycle", column.cycle}, {"city", column.city}, {"data_year", column.data_year}, {"standard", column.standard}};
    if (!column.notice.empty()) cycle.emplace("notice", column.notice);
    if (!column.certificate.empty()) cycle.emplace("certificate", column.certificate);
    cycles.emplace_back(std::move(cycle));
  }
  Json::Array indicators;
  for (const auto& line : comparison.lines) {
    Json::Array values;
    for (const auto& [place, figure] : line.figures) {
      values.push_back(figure_json(comparison.columns[place], figure));
    }
    indicators.emplace_back(Json::Object{{"indicator", line.indicator.code},
                                         {"name", line.indicator.name},
                                         {"unit", line.indicator.unit},
                                         {"standard", line.standard},
                                         {"values", std::move(values)}});
  }
  return Json::Object{{"standard", comparison.standard},
                      {"cycles", std::move(cycles)},
                      {"indicators", std::move(indicators)},
                      {"remarks", texts(comparison.remarks)}};
}

}  // namespace certs
