// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/compare.hpp"

#include <algorithm>
#include <set>

#include "attest/ids.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"
#include "cityledger/csv.hpp"
#include "cityledger/exit_codes.hpp"
#include "cityledger/table.hpp"

namespace cityledger {
namespace {

// `*` and `?` are explained below the table.
std::string cell_text(const certs::Figure& figure) {
  return (figure.value.empty() ? "(not known)" : figure.value) + (figure.is_comparable() ? "" : "*") +
         (figure.is_unconfirmed() ? "?" : "");
}

std::string cell_of(const certs::ComparisonLine& line, std::size_t column) {
  const auto figure = line.figures.find(column);
  return figure == line.figures.end() ? "-" : cell_text(figure->second);
}

std::string heading_of(const certs::Comparison& comparison, const certs::ComparedCycle& column) {
  std::string text = std::to_string(column.data_year);
  if (comparison.spans_editions()) text += " ed." + std::to_string(column.edition);
  return comparison.several_cities ? column.city + " " + text : text;
}

std::string name_of_line(const certs::ComparisonLine& line) {
  return line.indicator.name + " [" + line.indicator.unit + "]";
}

// What changed between editions, once for each line and edition.
std::vector<std::string> changes_in(const certs::Comparison& comparison) {
  std::vector<std::string> out;
  for (const auto& line : comparison.lines) {
    std::set<std::string> told;
    for (const auto& [place, figure] : line.figures) {
      const std::string& standard = comparison.columns[place].standard;
      if (figure.is_comparable() || !told.insert(standard).second) continue;
      out.push_back(line.indicator.code + ", in " + standard + " " + figure.code + " [" + figure.unit +
                    "]: " + figure.bridge->what);
    }
  }
  return out;
}

bool any_figure(const certs::Comparison& comparison, auto&& is_so) {
  return std::ranges::any_of(comparison.lines, [&](const certs::ComparisonLine& line) {
    return std::ranges::any_of(line.figures, [&](const auto& item) { return is_so(item.second); });
  });
}

std::string legend(const certs::Comparison& comparison) {
  std::string text = "- no verified value\n";
  if (comparison.spans_editions()) {
    const auto& newest = std::ranges::max(comparison.columns, {}, &certs::ComparedCycle::edition);
    text += "codes, names and units are those of " + newest.standard + " where it has the indicator\n";
  }
  const auto changes = changes_in(comparison);
  if (!changes.empty()) text += "* defined in another way, not comparable as it stands:\n";
  for (const auto& change : changes) text += "  " + change + "\n";
  if (any_figure(comparison, [](const certs::Figure& figure) { return figure.is_unconfirmed(); })) {
    text += "? that this is the same indicator is confirmed by no source\n";
  }
  for (const auto& remark : comparison.remarks) text += remark + "\n";
  return text;
}

// Each notice once; with the cities it is about when there are several cities.
std::string notices_of(const certs::Comparison& comparison) {
  std::string text;
  std::set<std::string> told;
  for (const auto& column : comparison.columns) {
    if (column.notice.empty()) continue;
    const std::string line =
        "notice" + (comparison.several_cities ? ", " + column.city : "") + ": " + column.notice + "\n";
    if (told.insert(line).second) text += line;
  }
  return text;
}

int show(const Session& session, const certs::Comparison& comparison, const std::string& text, bool csv,
         Console& console) {
  if (csv) {
    console.write(certs::comparison_csv(comparison));
  } else {
    console.print(notices_of(comparison) + certs::notice_lines(session.ledger(), {}) + text + legend(comparison));
  }
  console.answer(to_json(comparison));
  return kExitDone;
}

// The latest data year in which each of the cities has a cycle of the standard.
std::optional<int> latest_common_year(const certs::Comparison& all, std::size_t cities) {
  std::map<int, std::set<std::string>> by_year;
  for (const auto& column : all.columns) by_year[column.data_year].insert(column.city);
  std::optional<int> latest;
  for (const auto& [year, present] : by_year) {
    if (present.size() == cities) latest = year;
  }
  return latest;
}

Result<certs::Comparison> compare_with_others(const attest::LedgerFolder& ledger, certs::ComparisonChoice choice) {
  if (choice.year) return certs::compare(attest::operators_sight(ledger), choice);
  auto all = certs::compare(attest::operators_sight(ledger), choice);
  if (!all) return all;
  const std::set<std::string> cities(choice.cities.begin(), choice.cities.end());
  choice.year = latest_common_year(*all, cities.size());
  if (choice.year) return certs::compare(attest::operators_sight(ledger), choice);
  return fail(Code::kNotFound, "there is no data year in which all of them have a cycle; say one with --year", "year");
}

}  // namespace

std::string comparison_text(const certs::Comparison& comparison) {
  std::vector<std::string> headings = {"indicator"};
  for (const auto& column : comparison.columns) headings.push_back(heading_of(comparison, column));
  headings.emplace_back("name [unit]");
  Table table(headings);
  for (const auto& line : comparison.lines) {
    std::vector<std::string> cells = {line.indicator.code};
    for (std::size_t i = 0; i < comparison.columns.size(); ++i) cells.push_back(cell_of(line, i));
    cells.push_back(name_of_line(line));
    table.add(std::move(cells));
  }
  return table.text();
}

std::string comparison_by_city(const certs::Comparison& comparison) {
  std::map<std::string, std::map<std::string, std::size_t>> places;  // city -> heading -> column
  std::vector<std::string> headings;
  for (std::size_t i = 0; i < comparison.columns.size(); ++i) {
    const auto& column = comparison.columns[i];
    std::string heading = std::to_string(column.data_year);
    if (comparison.spans_editions()) heading += " ed." + std::to_string(column.edition);
    if (std::ranges::find(headings, heading) == headings.end()) headings.push_back(heading);
    places[column.city][heading] = i;
  }
  std::string text;
  for (const auto& line : comparison.lines) {
    text += line.indicator.code + " " + name_of_line(line) + ", " + line.standard + "\n";
    std::vector<std::string> first = {"  city"};
    first.insert(first.end(), headings.begin(), headings.end());
    Table table(first);
    for (const auto& [city, columns] : places) {
      std::vector<std::string> cells = {"  " + city};
      for (const auto& heading : headings) {
        const auto column = columns.find(heading);
        cells.push_back(column == columns.end() ? "" : cell_of(line, column->second));
      }
      table.add(std::move(cells));
    }
    text += table.text() + "\n";
  }
  return text;
}

int run_city_compare(const CityCompareOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  certs::ComparisonChoice choice{{options.city}, options.standard, {}, {}, options.profile};
  choice.cities.insert(choice.cities.end(), options.with.begin(), options.with.end());
  if (options.year != 0) choice.year = options.year;
  const auto& ledger = (*session)->ledger();
  const auto comparison = options.with.empty() ? certs::compare(attest::operators_sight(ledger), choice)
                                               : compare_with_others(ledger, choice);
  if (!comparison) return console.fail(comparison.error());
  return show(**session, *comparison, comparison_text(*comparison), options.csv, console);
}

int run_compare(const CompareOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  certs::ComparisonChoice choice{options.cities, options.standard, {}, options.indicators, false};
  if (options.year != 0) choice.year = options.year;
  const auto comparison = certs::compare(attest::operators_sight((*session)->ledger()), choice);
  if (!comparison) return console.fail(comparison.error());
  return show(**session, *comparison, comparison_by_city(*comparison), options.csv, console);
}

}  // namespace cityledger
