// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/comparison.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "attest/ids.hpp"
#include "certs/lookup.hpp"
#include "certs/submitted_values.hpp"

namespace certs {
using ledger::fail;

namespace {

// One edition that a column is of.
struct Edition {
  attest::Catalogue catalogue;
  std::optional<attest::EditionMap> map;  // to the newest; empty for the newest itself
};

bool is_wanted(const attest::CycleId& id, const ComparisonChoice& choice) {
  if (choice.year && id.data_year != *choice.year) return false;
  return choice.cities.empty() || std::ranges::find(choice.cities, id.city) != choice.cities.end();
}

std::vector<std::string> standards_in(const std::map<std::string, Edition>& editions) {
  std::set<std::string> names;
  for (const auto& [id, edition] : editions) names.insert(edition.catalogue.standard);
  std::vector<std::string> all(names.begin(), names.end());
  for (const auto& [id, edition] : editions) all.push_back(id);
  return all;
}

class Comparing {
 public:
  Comparing(const attest::Sight& sight, const ComparisonChoice& choice) : sight_(sight), choice_(choice) {}

  Result<Comparison> run() {
    if (auto done = find_columns(); !done) return tl::unexpected(done.error());
    if (auto done = choose_standard(); !done) return tl::unexpected(done.error());
    sort_columns();
    look_at_cities();
    bridge_editions();
    if (auto done = make_lines(); !done) return tl::unexpected(done.error());
    if (auto done = fill_lines(); !done) return tl::unexpected(done.error());
    if (choice_.indicators.empty()) {
      std::erase_if(out_.lines, [](const ComparisonLine& line) { return line.figures.empty(); });
    }
    return std::move(out_);
  }

 private:
  Result<void> find_columns() {
    for (const auto& city : choice_.cities) {
      if (const auto party = find_party(sight_.ledger.store(), city); !party) return tl::unexpected(party.error());
    }
    const auto cycles = attest::list_cycles(sight_.ledger.store());
    if (!cycles) return tl::unexpected(cycles.error());
    for (const auto& cycle : *cycles) {
      const auto id = attest::parse_cycle_id(cycle);
      if (!id || !is_wanted(*id, choice_)) continue;
      if (auto done = add_column(cycle); !done) return done;
    }
    if (!out_.columns.empty()) return {};
    const bool one = choice_.cities.size() == 1;
    return fail(Code::kNotFound,
                std::string(one ? "the city is enrolled in no cycle" : "no city is enrolled in a cycle") +
                    (choice_.year ? " of that data year" : ""),
                choice_.year ? "year" : "city");
  }

  Result<void> add_column(const std::string& cycle) {
    const auto record = find_cycle(sight_.ledger.store(), cycle);
    if (!record) return tl::unexpected(record.error());
    if (!editions_.contains(record->standard)) {
      auto catalogue = find_catalogue(sight_.ledger.store(), record->standard);
      if (!catalogue) return tl::unexpected(catalogue.error());
      editions_.emplace(record->standard, Edition{std::move(*catalogue), {}});
    }
    out_.columns.push_back({cycle, record->city, record->data_year, record->standard,
                            editions_.at(record->standard).catalogue.edition, record->notice,
                            record->certificate.value_or("")});
    return {};
  }

  // Keeps the editions of one standard: the one that is named, by its name or by one edition's id.
  Result<void> choose_standard() {
    const auto known = standards_in(editions_);
    std::set<std::string> names;
    std::erase_if(editions_, [&](const auto& item) {
      return !choice_.standard.empty() && item.first != choice_.standard &&
             item.second.catalogue.standard != choice_.standard;
    });
    for (const auto& [id, edition] : editions_) names.insert(edition.catalogue.standard);
    if (names.empty()) return tl::unexpected(unknown_name("standard", choice_.standard, known));
    if (names.size() > 1) {
      return fail(Code::kInvalid, "say which standard with --standard: " + join(known), "standard");
    }
    out_.standard = *names.begin();
    std::erase_if(out_.columns, [&](const ComparedCycle& column) { return !editions_.contains(column.standard); });
    return {};
  }

  void sort_columns() {
    std::ranges::sort(out_.columns, {}, [](const ComparedCycle& column) {
      return std::tuple(column.data_year, column.edition, column.city);
    });
    newest_ =
        std::ranges::max_element(editions_, {}, [](const auto& item) { return item.second.catalogue.edition; })->first;
  }

  void look_at_cities() {
    std::set<std::string> found;
    for (const auto& column : out_.columns) found.insert(column.city);
    out_.several_cities = found.size() > 1 || choice_.cities.size() > 1;
    for (const auto& city : choice_.cities) {
      if (!found.contains(city)) out_.remarks.push_back(city + " has no cycle here");
    }
  }

  void bridge_editions() {
    for (auto& [id, edition] : editions_) {
      if (id == newest_) continue;
      edition.map = attest::edition_map_between(id, newest_);
      if (!edition.map) {
        out_.remarks.push_back("no edition map leads from " + id + " to " + newest_ +
                               ": their indicators stand on lines of their own");
      }
    }
  }

  // Where a code of that edition belongs: the newest edition's line, or one of its own.
  [[nodiscard]] std::pair<std::string, std::string> line_of(const std::string& standard,
                                                            const std::string& code) const {
    const auto& map = editions_.at(standard).map;
    const std::string later = map ? map->counterpart(standard, code) : "";
    return later.empty() ? std::pair(standard, code) : std::pair(newest_, later);
  }

  // Named indicators in the order in which they were named, else all of the newest edition, then what others have
  // beside.
  Result<void> make_lines() {
    if (!choice_.indicators.empty()) return make_named_lines();
    add_catalogue(newest_);
    for (const auto& [id, edition] : editions_) {
      if (id != newest_) add_catalogue(id);
    }
    return {};
  }

  void add_catalogue(const std::string& standard) {
    for (const auto& indicator : editions_.at(standard).catalogue.indicators) {
      if (line_of(standard, indicator.code).first != standard) continue;
      if (choice_.profile || counts_somewhere(standard, indicator)) add_line(standard, indicator);
    }
  }

  // An indicator that only describes the city in this edition may have counted in an earlier one.
  [[nodiscard]] bool counts_somewhere(const std::string& standard, const attest::Indicator& indicator) const {
    if (indicator.kind != "profile") return true;
    return standard == newest_ && std::ranges::any_of(editions_, [&](const auto& item) {
             if (!item.second.map) return false;
             const auto* other = item.second.catalogue.find(item.second.map->counterpart(newest_, indicator.code));
             return other != nullptr && other->kind != "profile";
           });
  }

  void add_line(const std::string& standard, const attest::Indicator& indicator) {
    if (places_.emplace(std::pair(standard, indicator.code), out_.lines.size()).second) {
      out_.lines.push_back({standard, indicator, {}});
    }
  }

  Result<void> make_named_lines() {
    for (const auto& code : choice_.indicators) {
      if (!add_named(newest_, code) &&
          std::ranges::none_of(editions_, [&](const auto& item) { return add_named(item.first, code); })) {
        return fail(Code::kNotFound,
                    "no indicator '" + code + "' in " + newest_ + "; see cityledger standard show " + newest_,
                    "indicator");
      }
    }
    return {};
  }

  bool add_named(const std::string& standard, const std::string& code) {
    if (editions_.at(standard).catalogue.find(code) == nullptr) return false;
    const auto [line_standard, line_code] = line_of(standard, code);
    add_line(line_standard, *editions_.at(line_standard).catalogue.find(line_code));
    return true;
  }

  Result<void> fill_lines() {
    for (std::size_t column = 0; column < out_.columns.size(); ++column) {
      const auto standing = standing_of(sight_.ledger.store(), out_.columns[column].cycle);
      if (!standing) return tl::unexpected(standing.error());
      for (const auto& item : standing->accepted) {
        if (auto done = fill(column, item); !done) return done;
      }
    }
    return {};
  }

  Result<void> fill(std::size_t column, const attest::LineageItem& item) {
    const std::string& standard = out_.columns[column].standard;
    const auto place = places_.find(line_of(standard, item.indicator));
    if (place == places_.end()) return {};
    const auto value = submitted_value(sight_, item.submission);
    if (!value) return tl::unexpected(value.error());
    Figure figure{item.indicator, value->body.unit.value_or(""), value->text("value"), item.submission.index.value, {}};
    const auto& map = editions_.at(standard).map;
    if (map && place->first.first == newest_) figure.bridge = *map->find(standard, item.indicator);
    out_.lines[place->second].figures.emplace(column, std::move(figure));
    return {};
  }

  const attest::Sight& sight_;
  const ComparisonChoice& choice_;
  Comparison out_;
  std::map<std::string, Edition> editions_;  // by catalogue id
  std::string newest_;
  std::map<std::pair<std::string, std::string>, std::size_t> places_;  // edition and code -> line
};

}  // namespace

bool Figure::is_comparable() const {
  return !bridge || bridge->relation == attest::EditionRelation::kExact;
}

bool Figure::is_unconfirmed() const {
  return bridge && bridge->unconfirmed;
}

bool Comparison::spans_editions() const {
  return std::ranges::any_of(columns,
                             [&](const ComparedCycle& column) { return column.standard != columns.front().standard; });
}

Result<Comparison> compare(const attest::Sight& sight, const ComparisonChoice& choice) {
  return Comparing(sight, choice).run();
}

}  // namespace certs
