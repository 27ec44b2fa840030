// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/catalogue.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "attest/date.hpp"
#include "attest/ids.hpp"
#include "attest/limits.hpp"
#include "statement/members.hpp"

namespace attest {
namespace {

constexpr std::array<const char*, 4> kCountedKinds = {"core", "supporting", "smart", "resilience"};
constexpr const char* kProfile = "profile";
constexpr std::array<std::string_view, 11> kRuleNames = {
    "validity_months",    "rounds_max",    "period_years_max", "warning_days",
    "independence_years", "early_adopter", "prerequisite",     "submit_days",
    "decide_days",        "clarify_days",  "deciders"};
constexpr std::int64_t kDeadlineDaysMax = 3'660;
constexpr std::int64_t kDecidersMax = 16;
constexpr std::size_t kTextBytesMax = 2'048;  // notes, caveats, sources
constexpr std::size_t kTextsMax = 64;
constexpr std::int64_t kClauseMax = 1'000;

// A text of our own whose content is not read by rules.
void skip_text(Fields& fields, const char* name) {
  static_cast<void>(members::plain_text(fields, name, kTextBytesMax));
}
void skip_optional_text(Fields& fields, const char* name) {
  static_cast<void>(members::optional_plain_text(fields, name, kTextBytesMax));
}

std::vector<std::string> read_texts(Fields& fields, const char* name) {
  std::vector<std::string> out;
  for (const Json& item : fields.array(name, kTextsMax)) {
    const std::string* text = item.text();
    if (text == nullptr || text->size() > kTextBytesMax || !members::is_plain_text(*text)) {
      fields.wrong(name, "must be an array of texts without control characters");
    } else {
      out.push_back(*text);
    }
  }
  return out;
}

// When the standard came out: a year and month, or a day.
void skip_published(Fields& fields) {
  const std::string text = fields.text("published");
  if (!parse_day(text) && !(text.size() == 7 && parse_day(text + "-01"))) {
    fields.wrong("published", "must be YYYY-MM or YYYY-MM-DD");
  }
}

void skip_sources(Fields& fields) {
  members::each_object(fields, "sources", kTextsMax, [](Fields& inner) {
    skip_text(inner, "what");
    skip_optional_text(inner, "address");
  });
  members::inside_object(fields, "source_vocabulary", [](Fields& inner) {
    for (const char* word : {"confirmed", "title-confirmed", "unconfirmed"}) skip_text(inner, word);
  });
}

void read_themes(Fields& fields, const char* name, std::vector<std::pair<std::int64_t, std::string>>& out) {
  std::int64_t last = 0;
  members::each_object(fields, name, kThemesMax, [&](Fields& inner) {
    const std::int64_t clause = inner.integer("clause", 1, kClauseMax);
    if (clause <= last) inner.wrong("clause", "must be above the one before");
    last = clause;
    out.emplace_back(clause, members::plain_text(inner, "name"));
  });
}

void read_row(Fields& fields, Indicator& row) {
  row.code = members::indicator_code(fields, "code");
  row.name = members::plain_text(fields, "name");
  row.unit = members::plain_text(fields, "unit", kUnitBytesMax);
  row.source = members::choice(fields, "source", {"confirmed", "title-confirmed", "unconfirmed"});
  if (fields.has("unit_source")) {
    row.unit_unconfirmed = members::choice(fields, "unit_source", {"unconfirmed"}) == "unconfirmed";
  }
  skip_optional_text(fields, "note");
}

void read_indicator(Fields& fields, Catalogue& out) {
  Indicator& row = out.indicators.emplace_back();
  read_row(fields, row);
  row.kind = members::choice(fields, "kind", {"core", "supporting", "smart", "resilience"});
  row.theme = fields.integer("theme", 1, kClauseMax);
  const bool known =
      std::any_of(out.themes.begin(), out.themes.end(), [&](const auto& t) { return t.first == row.theme; });
  if (!known) fields.wrong("theme", "is not the clause of a theme");
}

void read_profile_indicator(Fields& fields, Catalogue& out) {
  Indicator& row = out.indicators.emplace_back();
  read_row(fields, row);
  row.kind = members::choice(fields, "kind", {kProfile});
  row.theme = fields.optional_integer("theme", 1, kClauseMax);
  if (fields.has("numeric")) row.numeric = fields.boolean("numeric");
  if (fields.has("numeric") && row.numeric) fields.wrong("numeric", "must be false or absent");
  skip_optional_text(fields, "group");
}

void read_indicators(Fields& fields, Catalogue& out) {
  members::each_object(fields, "indicators", kIndicatorsMax, [&](Fields& inner) { read_indicator(inner, out); });
  members::each_object(fields, "profile_indicators", kIndicatorsMax,
                       [&](Fields& inner) { read_profile_indicator(inner, out); });
  if (out.indicators.empty()) fields.wrong("indicators", "must not be empty");
  if (out.indicators.size() > kIndicatorsMax)
    fields.wrong("profile_indicators", "makes more than 512 indicators in all");
  std::set<std::string_view> codes;
  for (const Indicator& row : out.indicators) {
    if (!codes.insert(row.code).second) fields.wrong("indicators", "has the code " + row.code + " twice");
  }
}

void check_totals(Fields& fields, const Catalogue& catalogue) {
  members::inside_object(fields, "totals", [&](Fields& inner) {
    std::int64_t sum = 0;
    for (const char* kind : kCountedKinds) {
      const std::int64_t rows = catalogue.total_of(kind);
      const std::int64_t stated = inner.optional_integer(kind, 0, kJsonIntegerMax).value_or(0);
      if (stated != rows) inner.wrong(kind, "is not the number of indicators of that kind");
      sum += rows;
    }
    if (inner.integer("all", 0, kJsonIntegerMax) != sum) inner.wrong("all", "is not the number of indicators");
    const auto themes = static_cast<std::int64_t>(catalogue.themes.size());
    if (inner.integer("themes", 0, kJsonIntegerMax) != themes) inner.wrong("themes", "is not the number of themes");
  });
}

void read_level(Fields& fields, Level& level) {
  constexpr auto kMost = static_cast<std::int64_t>(kIndicatorsMax);
  level.name = members::plain_text(fields, "name");
  level.rank = fields.integer("rank", 1, static_cast<std::int64_t>(kLevelsMax));
  level.min_core = fields.optional_integer("min_core", 0, kMost).value_or(0);
  level.min_supporting = fields.optional_integer("min_supporting", 0, kMost).value_or(0);
  level.min_total = fields.integer("min_total", 1, kMost);
  level.assumed = fields.boolean("assumed");
  const bool sourced = !read_texts(fields, "source").empty();
  if (!level.assumed && !sourced) fields.wrong("source", "must not be empty when the level is not assumed");
  skip_optional_text(fields, "note");
}

// Why `above` cannot stand over `below`; empty when it can.
std::string_view fault_of(const Level& below, const Level& above) {
  if (above.rank != below.rank + 1) return "must be one above the level before";
  if (above.min_core < below.min_core || above.min_supporting < below.min_supporting) return "has a lower floor";
  return above.min_total > below.min_total ? "" : "must ask for more than the level before";
}

void read_levels(Fields& fields, Catalogue& out) {
  members::each_object(fields, "levels", kLevelsMax, [&](Fields& inner) {
    Level& level = out.levels.emplace_back();
    read_level(inner, level);
    if (level.min_core > out.total_of("core")) inner.wrong("min_core", "is over the number of core indicators");
    if (level.min_supporting > out.total_of("supporting")) inner.wrong("min_supporting", "is over their number");
    const auto all = std::count_if(out.indicators.begin(), out.indicators.end(),
                                   [](const Indicator& row) { return row.kind != kProfile; });
    if (level.min_total > all) inner.wrong("min_total", "is over the number of indicators");
  });
  if (out.levels.empty()) return fields.wrong("levels", "must not be empty");
  if (out.levels.front().rank != 1) fields.wrong("levels.0.rank", "must be 1");
  for (std::size_t i = 1; i < out.levels.size(); ++i) {
    const std::string_view fault = fault_of(out.levels[i - 1], out.levels[i]);
    if (!fault.empty()) fields.wrong("levels." + std::to_string(i) + ".rank", std::string(fault));
  }
}

std::optional<std::string> read_sourced(Fields& fields, const char* name, const char* member) {
  std::optional<std::string> out;
  if (!fields.has(name)) return out;
  members::inside_object(fields, name, [&](Fields& inner) {
    out = members::plain_text(inner, member);
    skip_optional_text(inner, "source");
  });
  return out;
}

void read_prerequisite(Fields& fields, CatalogueRules& rules) {
  if (!fields.has("prerequisite")) return;
  members::inside_object(fields, "prerequisite", [&](Fields& inner) {
    rules.prerequisite = members::plain_text(inner, "standard");
    if (inner.has("must_be_valid")) rules.prerequisite_must_be_valid = inner.boolean("must_be_valid");
    skip_optional_text(inner, "source");
  });
}

void read_rules(Fields& fields, CatalogueRules& rules) {
  rules.validity_months = fields.integer("validity_months", 1, 120);
  rules.rounds_max = fields.integer("rounds_max", 1, kRoundsMax);
  rules.period_years_max = fields.integer("period_years_max", 0, 100);
  rules.warning_days = fields.integer("warning_days", 0, 366);
  rules.independence_years = fields.integer("independence_years", 0, 100);
  rules.early_adopter = read_sourced(fields, "early_adopter", "label");
  read_prerequisite(fields, rules);
  rules.submit_days = fields.optional_integer("submit_days", 0, kDeadlineDaysMax);
  rules.decide_days = fields.optional_integer("decide_days", 0, kDeadlineDaysMax);
  rules.clarify_days = fields.optional_integer("clarify_days", 0, kDeadlineDaysMax);
  rules.deciders = fields.optional_integer("deciders", 1, kDecidersMax).value_or(1);
  rules.assumed = read_texts(fields, "assumed");
  for (const std::string& name : rules.assumed) {
    const bool known = std::find(kRuleNames.begin(), kRuleNames.end(), name) != kRuleNames.end();
    if (!known) fields.wrong("assumed", "names " + name + ", which is no rule");
  }
}

}  // namespace

const Indicator* Catalogue::find(std::string_view code) const {
  const auto found =
      std::find_if(indicators.begin(), indicators.end(), [&](const Indicator& row) { return row.code == code; });
  return found == indicators.end() ? nullptr : &*found;
}

std::vector<std::string> Catalogue::counted_kinds() const {
  std::vector<std::string> out;
  for (const char* kind : kCountedKinds) {
    if (total_of(kind) > 0) out.emplace_back(kind);
  }
  return out;
}

std::int64_t Catalogue::total_of(std::string_view kind) const {
  return std::count_if(indicators.begin(), indicators.end(), [&](const Indicator& row) { return row.kind == kind; });
}

Result<Catalogue> parse_catalogue(const Json& json) {
  Fields fields(json);
  Catalogue out;
  out.id = members::standard_id(fields, "id");
  out.standard = members::plain_text(fields, "standard");
  out.edition = fields.integer("edition", kDataYearMin, kDataYearMax);
  out.title = members::plain_text(fields, "title");
  skip_published(fields);
  members::inside_object(fields, "scheme", [&](Fields& inner) {
    out.scheme = members::plain_text(inner, "id");
    out.scheme_version = inner.integer("version", 1, kJsonIntegerMax);
    static_cast<void>(inner.boolean("assumed"));
  });
  read_themes(fields, "themes", out.themes);
  if (fields.has("themes_without_indicators")) {
    std::vector<std::pair<std::int64_t, std::string>> empty_themes;
    read_themes(fields, "themes_without_indicators", empty_themes);
  }
  read_indicators(fields, out);
  check_totals(fields, out);
  read_levels(fields, out);
  members::inside_object(fields, "rules", [&](Fields& inner) { read_rules(inner, out.rules); });
  out.caveats = read_texts(fields, "caveats");
  skip_sources(fields);
  if (const Result<void> done = fields.finish(); !done) return tl::unexpected<Error>(done.error());
  return out;
}

std::int64_t unit_factor(std::string_view unit) {
  return unit == "percent" ? 100 : 1;
}

}  // namespace attest
