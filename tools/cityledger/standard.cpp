// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/standard.hpp"

#include <algorithm>

#include "certs/lookup.hpp"
#include "certs/party_report.hpp"
#include "certs/words.hpp"
#include "cityledger/files.hpp"
#include "cityledger/table.hpp"

namespace cityledger {
namespace {

std::string mark_of(const attest::Indicator& indicator) {
  return indicator.unit_unconfirmed ? indicator.source + "; unit unconfirmed" : indicator.source;
}

std::string ladder_text(const attest::Catalogue& catalogue) {
  Table table({"level", "core", "supporting", "total", ""});
  for (const attest::Level& level : catalogue.levels) {
    const auto floor = [](std::int64_t count) { return count == 0 ? std::string("-") : std::to_string(count); };
    table.add({level.name, floor(level.min_core), floor(level.min_supporting), floor(level.min_total),
               level.assumed ? "assumed" : ""});
  }
  return "Levels (at least so many indicators reported and verified):\n" + table.text();
}

std::string rules_text(const attest::Catalogue& catalogue) {
  const attest::CatalogueRules& rules = catalogue.rules;
  const auto line = [&](const std::string& name, std::optional<std::int64_t> value, const std::string& words) {
    if (!value) return std::string();
    const bool assumed = std::find(rules.assumed.begin(), rules.assumed.end(), name) != rules.assumed.end();
    return "  " + words + " " + std::to_string(*value) + (assumed ? " (assumed: no source confirms it)" : "") + "\n";
  };
  return "Rules:\n" + line("validity_months", rules.validity_months, "months that a certificate is valid:") +
         line("rounds_max", rules.rounds_max, "most decisions on one indicator:") +
         line("period_years_max", rules.period_years_max, "years that a period may lie before the data year:") +
         line("warning_days", rules.warning_days, "days before the end at which a warning is due:") +
         line("independence_years", rules.independence_years, "years without affiliation that independence asks for:") +
         line("deciders", rules.deciders, "persons who accept a value:") +
         line("submit_days", rules.submit_days, "days from enrolment to the last day for submissions:") +
         line("decide_days", rules.decide_days, "days from then to the last day for decisions:") +
         line("clarify_days", rules.clarify_days, "days to answer a question or rejection:");
}

std::string indicators_text(const attest::Catalogue& catalogue) {
  Table table({"code", "kind", "source", "name [unit]"});
  for (const attest::Indicator& indicator : catalogue.indicators) {
    table.add({indicator.code, indicator.kind, mark_of(indicator), indicator.name + " [" + indicator.unit + "]"});
  }
  return "Indicators, and how far a public source confirms each one:\n" + table.text();
}

}  // namespace

std::string catalogue_text(const attest::Catalogue& catalogue) {
  std::string totals;
  for (const std::string& kind : catalogue.counted_kinds()) {
    totals += (totals.empty() ? "" : ", ") + std::to_string(catalogue.total_of(kind)) + " " + kind;
  }
  std::string text = catalogue.id + ": " + catalogue.standard + ":" + std::to_string(catalogue.edition) + ", " +
                     catalogue.title + "\n" + totals + "\nThe certifier's scheme " + catalogue.scheme + ", version " +
                     std::to_string(catalogue.scheme_version) + "\n\n" + ladder_text(catalogue) + "\n" +
                     rules_text(catalogue) + "\n" + indicators_text(catalogue);
  if (!catalogue.caveats.empty()) text += "\nTo know:\n";
  for (const std::string& caveat : catalogue.caveats) text += "  * " + caveat + "\n";
  return text;
}

int run_standard_adopt(const StandardAdoptOptions& options, Console& console) {
  const Result<Json> json = read_json_file(options.file);
  if (!json) return console.fail(json.error());
  const Result<attest::Catalogue> catalogue = attest::parse_catalogue(*json);
  if (!catalogue) return console.fail(catalogue.error());
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  attest::StandardAdopted body{catalogue->id, *json};
  if (options.amend) {
    const auto present = certs::find_standard((*session)->ledger().store(), catalogue->id);
    if (!present) return console.fail(present.error());
    body.amends = present->entry;
  }
  return finish(**session, console, (*session)->append(options.signer, body),
                "standard " + catalogue->id + (options.amend ? " amended" : " adopted") + ", the certifier's scheme " +
                    catalogue->scheme + ", version " + std::to_string(catalogue->scheme_version),
                {{"standard", catalogue->id}});
}

int run_standard_list(const StandardListOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const ledger::Store& store = (*session)->ledger().store();
  const auto ids = attest::list_standards(store);
  if (!ids) return console.fail(ids.error());
  Table table({"standard", "title", "scheme", "version"});
  Json::Array list;
  for (const std::string& id : *ids) {
    const auto catalogue = certs::find_catalogue(store, id);
    if (!catalogue) return console.fail(catalogue.error());
    table.add({id, catalogue->title, catalogue->scheme, std::to_string(catalogue->scheme_version)});
    list.push_back(certs::standard_line_json(*catalogue));
  }
  console.print(table.text());
  console.answer(Json::Object{{"standards", std::move(list)}});
  return 0;
}

namespace {

Result<attest::StandardRecord> chosen_adoption(const ledger::Store& store, const StandardShowOptions& options) {
  auto present = certs::find_standard(store, options.standard);
  if (!present || !options.adoption) return present;
  auto record = attest::get_standard_at(store, options.standard, {*options.adoption});
  if (!record) return tl::unexpected(record.error());
  if (*record) return std::move(**record);
  std::vector<std::string> known;
  for (const attest::EntryRef& ref : present->amended) known.push_back(std::to_string(ref.index.value));
  known.push_back(std::to_string(present->entry.index.value));
  return tl::unexpected(certs::unknown_name("adoption", std::to_string(*options.adoption), known));
}

// "Entry 17, which amends entry 12; amended since: the adoption in force is entry 20"
std::string adoption_text(const attest::StandardRecord& record, const attest::StandardRecord& present) {
  std::string text = "Entry " + std::to_string(record.entry.index.value);
  if (!record.amended.empty()) {
    text += ", which amends entry " + std::to_string(record.amended.back().index.value);
  }
  if (record.entry == present.entry) return text + "\n";
  return text + "; amended since: the adoption in force is entry " + std::to_string(present.entry.index.value) + "\n";
}

}  // namespace

int run_standard_show(const StandardShowOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const ledger::Store& store = (*session)->ledger().store();
  const auto record = chosen_adoption(store, options);
  if (!record) return console.fail(record.error());
  const auto present = certs::find_standard(store, options.standard);
  if (!present) return console.fail(present.error());
  const Result<Json> content = attest::parse_json(record->catalogue_json);
  if (!content) return console.fail(content.error());
  const auto catalogue = attest::parse_catalogue(*content);
  if (!catalogue) return console.fail(catalogue.error());
  console.print(adoption_text(*record, *present) + catalogue_text(*catalogue));
  const auto json = certs::standard_json(*record, *present);
  if (!json) return console.fail(json.error());
  console.answer(*json);
  return 0;
}

}  // namespace cityledger
