// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/certified_values.hpp"

#include "attest/ids.hpp"
#include "attest/rights.hpp"
#include "cityledger/csv.hpp"
#include "cityledger/files.hpp"
#include "cityledger/json_output.hpp"
#include "cityledger/lookup.hpp"

namespace cityledger {
namespace {

// A text, its name in CSV and JSON, in the order of the columns.
using Cells = std::vector<std::pair<std::string, Json>>;

constexpr std::string_view kErased = "erased";
constexpr std::string_view kUnknown = "not known here";

// What everybody may read of a statement since a certificate rests on it.
Result<std::map<std::string, std::string>> published(const attest::LedgerFolder& ledger, ledger::EntryIndex index,
                                                     const attest::Statement& statement) {
  const auto fields = attest::readable_fields(ledger.store(), index, statement.body, "", ledger.now());
  if (!fields) return tl::unexpected(fields.error());
  auto opened = ledger.opened(statement);
  if (!opened) return opened;
  std::erase_if(*opened, [&](const auto& field) {
    return std::find(fields->begin(), fields->end(), field.first) == fields->end();
  });
  return opened;
}

// Its text, or why there is none.
struct Told {
  std::string text;
  std::string_view missing;
};
Result<Told> value_of(const attest::LedgerFolder& ledger, const attest::EntryRef& ref,
                      const attest::Statement& statement, const std::string& digest) {
  const auto erased = attest::get_erased(ledger.store(), digest);
  if (!erased) return tl::unexpected(erased.error());
  if (*erased) return Told{{}, kErased};
  const auto opened = published(ledger, ref.index, statement);
  if (!opened) return tl::unexpected(opened.error());
  const auto value = opened->find("value");
  return value == opened->end() ? Told{{}, kUnknown} : Told{value->second, {}};
}

struct Sources {
  std::string texts;  // in their own words, where they are known
  std::string parties;
  Json::Array entries;
  std::string indexes;
};
void add_text(std::string& all, const std::string& text) {
  if (text.empty() || ("; " + all + "; ").find("; " + text + "; ") != std::string::npos) return;
  all += (all.empty() ? "" : "; ") + text;
}

Result<Sources> sources_of(const attest::LedgerFolder& ledger, const std::vector<attest::EntryRef>& evidence) {
  Sources sources;
  for (const attest::EntryRef& ref : evidence) {
    const auto statement = ledger.statement(ref.index);
    if (!statement) return tl::unexpected(statement.error());
    const auto opened = published(ledger, ref.index, *statement);
    if (!opened) return tl::unexpected(opened.error());
    if (const auto source = opened->find("source"); source != opened->end()) add_text(sources.texts, source->second);
    const auto record = attest::get_evidence(ledger.store(), ref.index);
    if (!record) return tl::unexpected(record.error());
    if (*record) add_text(sources.parties, (*record)->provider.value_or((*record)->registered_by));
    sources.entries.emplace_back(ref.index.value);
    add_text(sources.indexes, std::to_string(ref.index.value));
  }
  return sources;
}

// What all lines of one certificate have in common.
struct Certified {
  std::string number;
  attest::CertificateRecord record;
  attest::CycleId cycle;
  std::string notice;
  attest::Catalogue catalogue;
};

Result<Cells> line(const attest::LedgerFolder& ledger, const Certified& certified, const attest::LineageItem& item) {
  const auto statement = ledger.statement(item.submission.index);
  if (!statement) return tl::unexpected(statement.error());
  const auto* body = std::get_if<attest::ValueSubmitted>(&statement->body);
  if (body == nullptr) return fail(Code::kCorrupt, "a certificate rests on an entry without a value: run audit");
  const auto value = value_of(ledger, item.submission, *statement, item.value_digest);
  if (!value) return tl::unexpected(value.error());
  const auto sources = sources_of(ledger, body->evidence);
  if (!sources) return tl::unexpected(sources.error());
  const attest::Indicator* indicator = certified.catalogue.find(item.indicator);
  return Cells{{"certificate", certified.number},
               {"city", certified.cycle.city},
               {"standard", certified.cycle.standard},
               {"data_year", certified.cycle.data_year},
               {"indicator", item.indicator},
               {"name", indicator == nullptr ? std::string{} : indicator->name},
               {"value", value->text},
               {"missing", std::string(value->missing)},
               {"unit", body->unit.value_or("")},
               {"period", body->period ? body->period->label : ""},
               {"source", sources->texts},
               {"source_parties", sources->parties},
               {"submission_entry", item.submission.index.value},
               {"decision_entry", item.decision.index.value},
               {"evidence_entries", sources->entries},
               {"certificate_entry", certified.record.entry.index.value},
               {"notice", certified.notice}};
}

Result<Certified> certified_by(const attest::LedgerFolder& ledger, const std::string& number) {
  auto record = find_certificate(ledger.store(), number);
  if (!record) return tl::unexpected(record.error());
  const auto id = attest::parse_cycle_id(record->issued.cycle);
  const auto cycle = find_cycle(ledger.store(), record->issued.cycle);
  if (!cycle) return tl::unexpected(cycle.error());
  if (!id) return fail(Code::kCorrupt, "the certificate's record is damaged: run fsck", "certificate");
  auto catalogue = catalogue_by(ledger.store(), *record);
  if (!catalogue) return tl::unexpected(catalogue.error());
  std::string notice = cycle->notice;
  if (ledger.config().clock == attest::ClockKind::kSimulated) add_text(notice, "simulated clock");
  return Certified{number, std::move(*record), *id, std::move(notice), std::move(*catalogue)};
}

Result<std::vector<Cells>> lines_of(const attest::LedgerFolder& ledger, const ValuesOptions& options) {
  std::vector<std::string> numbers = options.certificates;
  if (numbers.empty()) {
    auto all = attest::list_certificates(ledger.store());
    if (!all) return tl::unexpected(all.error());
    numbers = std::move(*all);
  }
  std::vector<Cells> lines;
  for (const std::string& number : numbers) {
    const auto certified = certified_by(ledger, number);
    if (!certified) return tl::unexpected(certified.error());
    if (!options.city.empty() && certified->cycle.city != options.city) continue;
    const auto basis = attest::get_basis(ledger.store(), number);
    if (!basis) return tl::unexpected(basis.error());
    if (!*basis) return fail(Code::kCorrupt, "what " + number + " rests on is missing: run rebuild", "certificate");
    for (const attest::LineageItem& item : (*basis)->lineage) {
      auto cells = line(ledger, *certified, item);
      if (!cells) return tl::unexpected(cells.error());
      lines.push_back(std::move(*cells));
    }
  }
  return lines;
}

std::string cell_text(const Json& value) {
  if (value.text() != nullptr) return *value.text();
  if (value.array() == nullptr) return attest::canonical_json(value);
  std::vector<std::string> items;
  for (const Json& item : *value.array()) items.push_back(attest::canonical_json(item));
  return join(items, " ");
}

std::string csv_of(const std::vector<Cells>& lines) {
  std::string text;
  for (const Cells& line : lines) {
    std::vector<std::string> names;
    std::vector<std::string> cells;
    for (const auto& [name, value] : line) {
      names.push_back(name);
      cells.push_back(cell_text(value));
    }
    if (text.empty()) text = csv_line(names);
    text += csv_line(cells);
  }
  return text;
}

Json json_of(const std::vector<Cells>& lines) {
  Json::Array values;
  for (const Cells& line : lines) {
    Json::Object value;
    for (const auto& [name, cell] : line) value.emplace(name, cell);
    values.emplace_back(std::move(value));
  }
  return Json::Object{{"values", std::move(values)}};
}

}  // namespace

int run_values(const ValuesOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& folder = (*session)->ledger();
  if (!options.city.empty()) {
    if (const auto city = find_party(folder.store(), options.city); !city) return console.fail(city.error());
  }
  const auto lines = lines_of(folder, options);
  if (!lines) return console.fail(lines.error());
  if (lines->empty()) return console.fail({Code::kNotFound, "no certificate publishes a value yet", "certificate"});
  if (options.out.empty()) {
    console.write(csv_of(*lines));
  } else if (const auto written = write_file(options.out, csv_of(*lines)); !written) {
    return console.fail(written.error());
  } else {
    console.print(std::to_string(lines->size()) + " value(s) in " + options.out.string());
  }
  console.answer(json_of(*lines));
  return 0;
}

}  // namespace cityledger
