// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support/small_catalogue.hpp"

#include <string>

namespace sample {
namespace {

using attest::Json;

Json::Object row(const std::string& code, const std::string& kind, const std::string& unit) {
  return {{"code", code}, {"name", "Indicator " + code}, {"kind", kind}, {"unit", unit}, {"source", "confirmed"}};
}

Json counted(const std::string& code, const std::string& kind, const std::string& unit) {
  Json::Object out = row(code, kind, unit);
  out.emplace("theme", 5);
  return out;
}

Json profile_text(const std::string& code) {
  Json::Object out = row(code, "profile", "text");
  out.emplace("numeric", false);
  return out;
}

Json level(const std::string& name, int rank, int min_core, int min_supporting, int min_total) {
  return Json::Object{
      {"name", name},           {"rank", rank},    {"min_core", min_core},   {"min_supporting", min_supporting},
      {"min_total", min_total}, {"assumed", true}, {"source", Json::Array{}}};
}

Json rules() {
  return Json::Object{{"validity_months", 12},
                      {"rounds_max", 3},
                      {"period_years_max", 3},
                      {"warning_days", 60},
                      {"independence_years", 2},
                      {"assumed", Json::Array{"validity_months", "rounds_max", "period_years_max", "warning_days",
                                              "independence_years"}}};
}

}  // namespace

Json small_catalogue() {
  return Json::Object{
      {"id", kSmallStandard},
      {"standard", "Small"},
      {"edition", 2014},
      {"title", "A standard for tests"},
      {"published", "2014-05-15"},
      {"scheme", Json::Object{{"id", "small-scheme"}, {"version", 1}, {"assumed", true}}},
      {"totals", Json::Object{{"all", 6}, {"core", 3}, {"supporting", 3}, {"themes", 1}}},
      {"themes", Json::Array{Json::Object{{"clause", 5}, {"name", "Economy"}}}},
      {"indicators", Json::Array{counted("C1", "core", "percent"), counted("C2", "core", "percent"),
                                 counted("C3", "core", "number"), counted("S1", "supporting", "percent"),
                                 counted("S2", "supporting", "number"), counted("S3", "supporting", "percent")}},
      {"profile_indicators", Json::Array{row("P01", "profile", "persons"), profile_text("P02")}},
      {"levels", Json::Array{level("Base", 1, 2, 0, 2), level("Full", 2, 3, 1, 4)}},
      {"rules", rules()},
      {"caveats", Json::Array{}},
      {"sources", Json::Array{}},
      {"source_vocabulary",
       Json::Object{{"confirmed", "read"}, {"title-confirmed", "in part"}, {"unconfirmed", "not"}}}};
}

}  // namespace sample
