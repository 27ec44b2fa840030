// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/programme.hpp"

#include <algorithm>
#include <set>

#include "attest/date.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"
#include "cityledger/city.hpp"
#include "cityledger/init.hpp"
#include "cityledger/table.hpp"

namespace cityledger {
namespace {

// The programme's cycles, withdrawn ones too, in the order of their ids.
Result<std::vector<std::string>> cycles_in(const ledger::Store& store, const std::string& programme) {
  auto cycles = attest::list_cycles(store);
  if (!cycles) return cycles;
  std::vector<std::string> out;
  for (const std::string& id : *cycles) {
    const auto record = attest::get_cycle(store, id);
    if (!record) return tl::unexpected(record.error());
    if (*record && (*record)->programme == programme) out.push_back(id);
  }
  return out;
}

Json programme_json(const attest::ProgrammeRecord& record) {
  const attest::ProgrammeOpened& opened = record.opened;
  return Json::Object{{"programme", opened.programme},
                      {"name", certs::name_of(opened.names)},
                      {"standards", certs::texts(opened.standards)},
                      {"rate", opened.rate},
                      {"years", opened.years},
                      {"from", opened.from},
                      {"until", opened.until},
                      {"entry", attest::to_json(record.entry)}};
}

std::string programme_text(const attest::ProgrammeRecord& record) {
  const attest::ProgrammeOpened& opened = record.opened;
  return opened.programme + ": " + certs::name_of(opened.names) + ", entry " +
         std::to_string(record.entry.index.value) + "\nstandards  " + certs::join(opened.standards) + "\nterms      " +
         opened.rate + ", at most " + std::to_string(opened.years) + " cycle(s) a city\nenrolment  " + opened.from +
         " to " + opened.until + "\n";
}

Json cycle_json(const CycleProgress& progress) {
  Json::Object out{{"cycle", progress.cycle},
                   {"city", progress.record.city},
                   {"stage", stage_of(progress.record)},
                   {"reported", progress.reported},
                   {"undecided", progress.undecided},
                   {"rejected", progress.rejected},
                   {"verified", progress.standing.counts.total},
                   {"level", progress.standing.level}};
  if (!progress.record.submit_until.empty()) out.emplace("submit_until", progress.record.submit_until);
  if (!progress.record.decide_until.empty()) out.emplace("decide_until", progress.record.decide_until);
  if (progress.record.certificate) out.emplace("certificate", *progress.record.certificate);
  return out;
}

std::string or_dash(const std::string& text) {
  return text.empty() ? "-" : text;
}

}  // namespace

int run_programme_open(const ProgrammeOpenOptions& options, Console& console) {
  const auto names = parse_names(options.names);
  if (!names) return console.fail(names.error());
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  attest::ProgrammeOpened body;
  body.programme = options.programme;
  body.names = *names;
  body.standards = options.standards;
  std::sort(body.standards.begin(), body.standards.end());
  body.rate = options.rate;
  body.years = options.years;
  body.from = options.from.empty() ? attest::format_day((*session)->ledger().now()) : options.from;
  body.until = options.until;
  return finish(**session, console, (*session)->append(options.signer, body),
                "programme " + options.programme + " opened, for enrolments from " + body.from + " to " + body.until,
                {{"programme", options.programme}});
}

int run_programme_list(const ProgrammeListOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const ledger::Store& store = (*session)->ledger().store();
  const auto ids = attest::list_programmes(store);
  if (!ids) return console.fail(ids.error());
  Table table({"programme", "name", "standards", "enrolment", "cycles"});
  Json::Array list;
  for (const std::string& id : *ids) {
    const auto record = certs::find_programme(store, id);
    if (!record) return console.fail(record.error());
    const auto cycles = cycles_in(store, id);
    if (!cycles) return console.fail(cycles.error());
    const attest::ProgrammeOpened& opened = record->opened;
    table.add({id, certs::name_of(opened.names), certs::join(opened.standards), opened.from + " to " + opened.until,
               std::to_string(cycles->size())});
    list.push_back(programme_json(*record));
  }
  console.print(ids->empty() ? "no programme is opened in this ledger" : table.text());
  console.answer(Json::Object{{"programmes", std::move(list)}});
  return 0;
}

int run_programme_show(const ProgrammeShowOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& ledger = (*session)->ledger();
  const auto record = certs::find_programme(ledger.store(), options.programme);
  if (!record) return console.fail(record.error());
  const auto cycles = cycles_in(ledger.store(), options.programme);
  if (!cycles) return console.fail(cycles.error());
  Table table({"cycle", "stage", "reported", "verified", "level", "last days", "certificate"});
  Json::Array list;
  std::set<std::string> cities;
  for (const std::string& cycle : *cycles) {
    const auto progress = progress_in(ledger, cycle);
    if (!progress) return console.fail(progress.error());
    const attest::CycleRecord& of = progress->record;
    cities.insert(of.city);
    table.add({cycle, stage_of(of), std::to_string(progress->reported), std::to_string(progress->standing.counts.total),
               or_dash(progress->standing.level), or_dash(of.submit_until) + " / " + or_dash(of.decide_until),
               of.certificate.value_or("-")});
    list.push_back(cycle_json(*progress));
  }
  console.print(programme_text(*record) + certs::notice_lines(ledger, {}) + "\n" + std::to_string(cities.size()) +
                " city(ies) in " + std::to_string(cycles->size()) + " cycle(s)\n" + table.text());
  console.answer(Json::Object{{"programme", programme_json(*record)}, {"cycles", std::move(list)}});
  return 0;
}

}  // namespace cityledger
