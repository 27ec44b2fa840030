// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/demo_sample.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "attest/decimal.hpp"

namespace cityledger {
namespace {

constexpr std::string_view kMadeUp = "Made-up sample value.";

// A small number that follows from the code alone.
std::uint64_t number_of(const std::string& code, std::uint64_t from, std::uint64_t until) {
  std::uint64_t hash = 1'469'598'103'934'665'603ULL;
  for (const char c : code) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211ULL;
  return from + (hash >> 20U) % (until - from);
}

// Who such figures come from, by theme.
std::string source_of(const attest::Indicator& indicator, const SamplePlan& plan) {
  if (!plan.providers) return plan.city_source;
  switch (indicator.theme.value_or(0)) {
    case 5:
    case 15:
      return "Statistics Canada";
    case 6:
    case 17:
      return "Government of Ontario";
    case 12:
      return "Trillium Health Partners";
    case 8:
    case 20:
      return "Credit Valley Conservation";
    case 14:
    case 16:
    case 21:
      return "Region of Peel";
    default:
      return plan.city_source;
  }
}

ledger::Result<SampleRow> reported_row(const attest::Indicator& indicator, const SamplePlan& plan) {
  const std::int64_t factor = attest::unit_factor(indicator.unit);
  SampleRow row;
  row.indicator = indicator.code;
  row.unit = indicator.unit;
  row.denominator = factor == 100 ? "1000" : "7.5";
  // Between 20 and 95 percent, or between 5 and 40 of anything else; life expectancy about 81 years.
  row.numerator = std::to_string(factor == 100               ? number_of(indicator.code, 200, 950)
                                 : indicator.unit == "years" ? number_of(indicator.code, 600, 615)
                                                             : number_of(indicator.code, 38, 300));
  const auto numerator = attest::Decimal::parse(row.numerator);
  const auto denominator = attest::Decimal::parse(row.denominator);
  if (!numerator || !denominator) return tl::unexpected((numerator ? denominator : numerator).error());
  const auto value = attest::divide(*numerator, *denominator, factor, 2);
  if (!value) return tl::unexpected(value.error());
  row.value = value->text();
  row.period = std::to_string(plan.data_year);
  row.source = source_of(indicator, plan);
  row.evidence = sample_evidence_name(row.source, plan.data_year);
  row.note = std::string(kMadeUp);
  return row;
}

void put_in_faults(SampleRow& row) {
  if (row.indicator == "10.1") row.value = "61.33";
  if (row.indicator == "7.1") row.period = "FY 202016/17";
  if (row.indicator == "16.3") row.value = "99.10";
  if (row.indicator == "11.6") {
    row.numerator = "1042";
    row.value = "104.20";
  }
}

void mend(SampleRow& row) {
  if (row.indicator == "7.1") row.period = "FY 2016/17";
  if (row.indicator == "11.6") {
    row.numerator = "1042";
    row.value = "104.20";
    row.note += " The register counts residents and owners who live elsewhere.";
  }
}

std::string quoted(const std::string& cell) {
  if (cell.find_first_of(",\"\n") == std::string::npos) return cell;
  std::string out = "\"";
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

}  // namespace

SamplePlan sample_of_96(bool mended) {
  SamplePlan plan;
  plan.not_reported = {
      {"15.3", "not_applicable"}, {"16.6", "not_available"}, {"16.7", "not_available"}, {"19.3", "not_applicable"}};
  plan.faults = mended ? SamplePlan::Faults::kMended : SamplePlan::Faults::kPutIn;
  return plan;
}

SamplePlan sample_of_the_first(const attest::Catalogue& catalogue, int data_year, std::size_t reported) {
  SamplePlan plan;
  plan.data_year = data_year;
  std::size_t seen = 0;
  for (const auto& indicator : catalogue.indicators) {
    if (indicator.kind == "profile" || ++seen <= reported) continue;
    plan.not_reported.emplace(indicator.code, "not_available");
  }
  return plan;
}

ledger::Result<std::vector<SampleRow>> sample_rows(const attest::Catalogue& catalogue, const SamplePlan& plan) {
  std::vector<SampleRow> rows;
  for (const auto& indicator : catalogue.indicators) {
    if (indicator.kind == "profile") continue;
    if (const auto left_out = plan.not_reported.find(indicator.code); left_out != plan.not_reported.end()) {
      SampleRow row;
      row.indicator = indicator.code;
      row.state = left_out->second;
      row.note = "Not reported in this sample.";
      rows.push_back(std::move(row));
      continue;
    }
    auto row = reported_row(indicator, plan);
    if (!row) return tl::unexpected(row.error());
    if (plan.faults == SamplePlan::Faults::kPutIn) put_in_faults(*row);
    if (plan.faults == SamplePlan::Faults::kMended) mend(*row);
    rows.push_back(std::move(*row));
  }
  return rows;
}

std::string sample_csv(const std::vector<SampleRow>& rows) {
  std::string text = "indicator,state,value,unit,numerator,denominator,period,source,evidence,note\n";
  for (const auto& row : rows) {
    const std::array<const std::string*, 10> cells = {&row.indicator, &row.state,       &row.value,  &row.unit,
                                                      &row.numerator, &row.denominator, &row.period, &row.source,
                                                      &row.evidence,  &row.note};
    for (std::size_t i = 0; i < cells.size(); ++i) text += (i == 0 ? "" : ",") + quoted(*cells[i]);
    text += '\n';
  }
  return text;
}

std::string sample_evidence_name(const std::string& source, int data_year) {
  std::string name;
  for (const char c : source) name += c == ' ' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name + "-" + std::to_string(data_year) + ".txt";
}

std::string sample_evidence_text(const std::string& source, int data_year, const std::vector<SampleRow>& rows) {
  std::string text = "Figures for " + std::to_string(data_year) +
                     " (made-up sample)\n\nThis document was made up for a demonstration. " + source +
                     " did not write it.\n\n";
  for (const auto& row : rows) {
    if (row.source != source) continue;
    text += row.indicator + ": " + row.numerator + " / " + row.denominator + "\n";
  }
  return text;
}

}  // namespace cityledger
