// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/import_table.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "attest/decimal.hpp"
#include "certs/value_checks.hpp"

namespace cityledger {

namespace {

using attest::ValueState;

constexpr std::array<std::string_view, 12> kColumns = {"indicator", "name",   "kind",      "state",
                                                       "value",     "unit",   "numerator", "denominator",
                                                       "period",    "source", "evidence",  "note"};
// What a city fills in.
constexpr std::array<std::string_view, 8> kFilled = {"state",  "value",  "numerator", "denominator",
                                                     "period", "source", "evidence",  "note"};
constexpr std::array<std::string_view, 5> kRequired = {"indicator", "state", "value", "unit", "period"};

bool holds(const auto& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string list_of(const auto& names) {
  std::string text;
  for (const auto name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

// Column name -> place in a row.
std::map<std::string, std::size_t, std::less<>> read_header(const CsvTable& csv, std::vector<TableProblem>& problems) {
  const auto report = [&](std::string column, std::string message) {
    problems.push_back({csv.header_row, std::move(column), std::move(message), csv.sheet});
  };
  std::map<std::string, std::size_t, std::less<>> places;
  for (std::size_t i = 0; i < csv.header.size(); ++i) {
    const auto& name = csv.header[i];
    if (!holds(kColumns, name)) {
      report(name.empty() ? std::to_string(i + 1) : name,
             "no column of that name is known; the columns are " + list_of(kColumns));
    } else if (!places.emplace(name, i).second) {
      report(name, "the column is there twice; remove one");
    }
  }
  for (const auto name : kRequired) {
    if (!places.contains(name)) report(std::string(name), "the column is missing; add it");
  }
  return places;
}

// `1,234,567.8`: groups of three after a first group.
bool has_thousands_separators(std::string_view text, char separator) {
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  std::size_t group = 0;
  bool grouped = false;
  for (const char c : text) {
    if (c == separator) {
      if (group == 0 || group > 3 || (grouped && group != 3)) return false;
      grouped = true;
      group = 0;
    } else if (c >= '0' && c <= '9') {
      ++group;
    } else {
      break;
    }
  }
  return grouped && group == 3;
}

// Reads one row of the table; every problem is put down with its column.
class RowReader {
 public:
  RowReader(const CsvRow& row, std::string sheet, const std::map<std::string, std::size_t, std::less<>>& places,
            bool decimal_comma, std::vector<TableProblem>& problems)
      : row_(row), places_(places), decimal_comma_(decimal_comma), problems_(problems) {
    read_.row = row.row;
    read_.sheet = std::move(sheet);
  }

  // Nothing but what a template has filled in; a row of nothing at all is no row of a template.
  [[nodiscard]] bool is_blank() const {
    return !cell("indicator").empty() &&
           std::all_of(kFilled.begin(), kFilled.end(), [&](std::string_view column) { return cell(column).empty(); });
  }
  [[nodiscard]] std::string indicator() const { return cell("indicator"); }

  std::optional<ImportRow> read(const attest::Catalogue& catalogue) {
    const std::size_t before = problems_.size();
    read_.indicator = cell("indicator");
    const attest::Indicator* indicator = catalogue.find(read_.indicator);
    if (indicator == nullptr) {
      report("indicator", read_.indicator.empty() ? "is empty; write an indicator's code"
                                                  : "\"" + read_.indicator + "\" is no indicator of " + catalogue.id +
                                                        "; see `cityledger standard show " + catalogue.id + "`");
    }
    if (indicator != nullptr) check_for_people(*indicator);
    read_texts();
    if (read_state()) read_.state == ValueState::kReported ? read_reported(indicator) : read_not_reported();
    if (problems_.size() != before) return std::nullopt;
    return read_;
  }

 private:
  std::string cell(std::string_view column) const {
    const auto place = places_.find(column);
    return place == places_.end() ? std::string() : row_.cells[place->second];
  }
  void report(std::string_view column, std::string message) {
    problems_.push_back({row_.row, std::string(column), std::move(message), read_.sheet});
  }

  // A code that has slipped against its name, when part of a table was sorted, would report another indicator.
  void check_for_people(const attest::Indicator& indicator) {
    for (const auto& [column, own] : {std::pair("name", &indicator.name), {"kind", &indicator.kind}}) {
      if (cell(column).empty() || cell(column) == *own) continue;
      report(column, "\"" + cell(column) + "\" is not that of " + indicator.code + ", which is \"" + *own + "\"");
    }
  }

  void read_texts() {
    read_.source = cell("source");
    read_.evidence = cell("evidence");
    read_.note = cell("note");
  }

  bool read_state() {
    const std::string state = cell("state");
    for (const auto known : {ValueState::kReported, ValueState::kNotAvailable, ValueState::kNotApplicable}) {
      if (state != attest::to_text(known)) continue;
      read_.state = known;
      return true;
    }
    report("state", state.empty() ? "is empty; write reported, not_available or not_applicable"
                                  : "\"" + state + "\" is no state; write reported, not_available or not_applicable");
    return false;
  }

  void read_reported(const attest::Indicator* indicator) {
    const bool in_words = indicator != nullptr && indicator->unit == certs::kTextUnit;
    read_.value = in_words ? cell("value") : number("value");
    if (cell("value").empty()) report("value", "is empty; write the value, or state not_available");
    if (in_words && !(cell("numerator").empty() && cell("denominator").empty()))
      report("numerator", "a value in words has no numerator and no denominator; leave both empty");
    read_.numerator = number("numerator");
    read_.denominator = number("denominator");
    read_.unit = cell("unit");
    if (indicator != nullptr && read_.unit != indicator->unit) {
      report("unit", (read_.unit.empty() ? std::string("is empty") : "\"" + read_.unit + "\" is another unit") +
                         "; the catalogue's unit of " + read_.indicator + " is \"" + indicator->unit + "\"");
    }
    auto period = certs::read_period(cell("period"));
    if (period) {
      read_.period = std::move(*period);
    } else {
      report("period", cell("period").empty()
                           ? "is empty; " + period.error().message.substr(period.error().message.find("write"))
                           : period.error().message);
    }
  }

  void read_not_reported() {
    for (const std::string_view column : {"value", "numerator", "denominator"}) {
      if (!cell(column).empty()) {
        report(column, "must be empty for the state " + cell("state") + "; or write reported");
      }
    }
  }

  // Decimal text as it will be signed, or nothing and a problem.
  std::string number(std::string_view column) {
    std::string text = cell(column);
    if (text.empty()) return text;
    const char mark = decimal_comma_ ? ',' : '.';
    const char other = decimal_comma_ ? '.' : ',';
    if (has_thousands_separators(text, other)) {
      std::string plain;
      std::copy_if(text.begin(), text.end(), std::back_inserter(plain), [&](char c) { return c != other; });
      report(column, "thousands separators are not read; write " + plain + " instead of " + text);
      return {};
    }
    if (text.find(other) != std::string::npos) {
      report(column, decimal_comma_ ? "\"" + text + "\" has a decimal point, but a decimal comma was announced"
                                    : "\"" + text + "\" has a decimal comma; write a point, or say --decimal-comma");
      return {};
    }
    std::replace(text.begin(), text.end(), mark, '.');
    const auto decimal = attest::Decimal::parse(text);
    if (decimal) return text;
    report(column, "\"" + cell(column) + "\" is no plain decimal number: " + decimal.error().message);
    return {};
  }

  const CsvRow& row_;
  const std::map<std::string, std::size_t, std::less<>>& places_;
  bool decimal_comma_;
  std::vector<TableProblem>& problems_;
  ImportRow read_;
};

std::string place_of(const ImportRow& row, const std::string& seen_from) {
  const std::string text = "row " + std::to_string(row.row);
  return row.sheet == seen_from ? text : "sheet " + row.sheet + ", " + text;
}

void find_repeated_indicators(ImportTable& table) {
  std::map<std::string, const ImportRow*, std::less<>> first;
  for (const auto& row : table.rows) {
    const auto [place, fresh] = first.emplace(row.indicator, &row);
    if (fresh) continue;
    table.problems.push_back({row.row, "indicator",
                              row.indicator + " is also in " + place_of(*place->second, row.sheet) + "; keep one",
                              row.sheet});
  }
}

// Sheets in their order, in them by rows; problems of the same row keep their order.
void sort_by_place(std::vector<TableProblem>& problems, const std::vector<CsvTable>& tables) {
  const auto place = [&](const TableProblem& problem) {
    const auto sheet =
        std::find_if(tables.begin(), tables.end(), [&](const CsvTable& table) { return table.sheet == problem.sheet; });
    return std::pair(sheet - tables.begin(), problem.row);
  };
  std::multimap<std::pair<std::ptrdiff_t, std::size_t>, TableProblem> sorted;
  for (auto& problem : problems) sorted.emplace(place(problem), std::move(problem));
  problems.clear();
  for (auto& [where, problem] : sorted) problems.push_back(std::move(problem));
}

void import_one(CsvTable& csv, const attest::Catalogue& catalogue, bool decimal_comma, ImportTable& table) {
  table.problems.insert(table.problems.end(), csv.problems.begin(), csv.problems.end());
  if (csv.header.empty()) return;
  const std::size_t before = table.problems.size();
  const auto places = read_header(csv, table.problems);
  if (table.problems.size() != before) return;  // cells cannot be told apart
  for (const auto& row : csv.rows) {
    RowReader reader(row, csv.sheet, places, decimal_comma, table.problems);
    if (reader.is_blank()) {
      table.blank.push_back(reader.indicator());
    } else if (auto read = reader.read(catalogue)) {
      table.rows.push_back(std::move(*read));
    }
  }
}

}  // namespace

ImportTable import_tables(std::vector<CsvTable> tables, const attest::Catalogue& catalogue,
                          const ImportOptions& options) {
  ImportTable table;
  for (auto& one : tables) import_one(one, catalogue, options.decimal_comma, table);
  find_repeated_indicators(table);
  if (table.rows.empty() && table.problems.empty()) {
    table.problems.push_back(
        {0, {}, table.blank.empty() ? "there is no row below the header" : "no row is filled in", {}});
  }
  sort_by_place(table.problems, tables);
  return table;
}

ImportTable read_import_table(std::string_view text, const attest::Catalogue& catalogue, const ImportOptions& options) {
  return import_tables({read_csv(text, options.separator, options.limits)}, catalogue, options);
}

}  // namespace cityledger
