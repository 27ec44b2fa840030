// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/demo_cycle.hpp"

#include <set>

#include "attest/ids.hpp"
#include "certs/lookup.hpp"
#include "certs/queue.hpp"
#include "cityledger/demo_parties.hpp"
#include "cityledger/export_certificate.hpp"

namespace cityledger {
namespace {

Result<void> register_evidence(DemoWorld& world, const std::string& city, const std::string& source, int data_year,
                               const std::vector<SampleRow>& rows) {
  const auto file =
      world.write_import(sample_evidence_name(source, data_year), sample_evidence_text(source, data_year, rows));
  if (!file) return tl::unexpected(file.error());
  const auto stored = world.ledger().evidence().add(*file);
  if (!stored) return tl::unexpected(stored.error());
  attest::EvidenceRegistered body;
  for (const auto& provider : demo_providers()) {
    if (provider.name == source) body.provider = provider.party;
  }
  body.media_type = "text/plain";
  body.size = static_cast<std::int64_t>(stored->size);
  body.period = std::to_string(data_year);
  body.retention_until = std::to_string(data_year + 11) + "-12-31";
  return world.say(body.provider.value_or(city), body,
                   {attest::make_disclosure("digest", ledger::to_hex(stored->digest)),
                    attest::make_disclosure("title", source + ", figures for " + body.period + " (made-up sample)"),
                    attest::make_disclosure("source", source)});
}

Result<std::vector<SampleRow>> rows_of(DemoWorld& world, const SampleCycle& cycle) {
  const auto catalogue = certs::find_catalogue(world.ledger().store(), cycle.standard);
  if (!catalogue) return tl::unexpected(catalogue.error());
  return sample_rows(*catalogue, cycle.plan);
}

}  // namespace

std::string cycle_id_of(const SampleCycle& cycle) {
  return attest::format_cycle_id({cycle.city, cycle.standard, cycle.plan.data_year});
}

Result<void> register_sample_evidence(DemoWorld& world, const std::string& city, int data_year,
                                      const std::vector<SampleRow>& rows) {
  std::set<std::string> sources;
  for (const auto& row : rows) {
    if (!row.source.empty()) sources.insert(row.source);
  }
  for (const auto& source : sources) {
    if (auto done = register_evidence(world, city, source, data_year, rows); !done) return done;
  }
  return {};
}

Result<void> issue_sample_certificate(DemoWorld& world, const std::string& cycle, const std::string& number) {
  const auto request = world.issue_request(cycle, number);
  if (!request) return tl::unexpected(request.error());
  const auto issued = certs::issue_certificate(world.ledger(), *request);
  if (!issued) return tl::unexpected(issued.error());
  const auto record = certs::find_certificate(world.ledger().store(), number);
  if (!record) return tl::unexpected(record.error());
  const auto& said = record->issued;
  std::string level = said.level;
  if (said.level != said.computed_level) level += " (computed: " + said.computed_level + ")";
  world.tell(cycle + ": certificate " + number + ", level " + level + ", " + std::to_string(said.counts.total) +
             " indicators verified");
  // The bundle of the day of issue: its status lists are those of that day.
  const std::filesystem::path folder = world.out() / "certificates" / number;
  auto written = write_certificate_files(world.ledger(), issued->credential, issued->bundle, folder);
  if (!written) return written;
  return world.print(issued->bundle, folder);
}

Result<void> play_enrolment(DemoWorld& world, const SampleCycle& cycle) {
  if (auto done = world.day(cycle.enrolled); !done) return done;
  attest::CityEnrolled body;
  body.cycle = cycle_id_of(cycle);
  body.city = cycle.city;
  body.standard = cycle.standard;
  body.data_year = cycle.plan.data_year;
  body.notice = cycle.notice;
  if (!cycle.programme.empty()) body.programme = cycle.programme;
  const std::string partner = cycle.programme.substr(0, cycle.programme.find('/'));
  return world.say(cycle.programme.empty() ? "registrar" : partner, std::move(body));
}

Result<void> play_submission(DemoWorld& world, const SampleCycle& cycle) {
  const auto rows = rows_of(world, cycle);
  if (!rows) return tl::unexpected(rows.error());
  if (auto done = world.day(cycle.submitted); !done) return done;
  if (auto done = register_sample_evidence(world, cycle.city, cycle.plan.data_year, *rows); !done) return done;
  const std::string name = cycle.city + "-" + cycle.standard + "-" + std::to_string(cycle.plan.data_year) + ".csv";
  const auto file = world.write_import(name, sample_csv(*rows));
  if (!file) return tl::unexpected(file.error());
  const auto report = world.submit(cycle_id_of(cycle), *file, cycle.city);
  if (!report) return tl::unexpected(report.error());
  world.tell(cycle_id_of(cycle) + ": the city submits " + std::to_string(report->submitted.size()) + " indicators");
  return {};
}

Result<void> play_certification(DemoWorld& world, const SampleCycle& cycle) {
  const std::string id = cycle_id_of(cycle);
  if (auto done = world.day(cycle.decided); !done) return done;
  const auto queue = certs::queue_of(attest::operators_sight(world.ledger()), id, {});
  if (!queue) return tl::unexpected(queue.error());
  std::vector<Decision> decisions;
  for (const auto& item : *queue) {
    if (certs::is_undecided(item)) decisions.push_back({item.indicator.code});
  }
  if (auto done = world.decide(id, "verifier", decisions); !done) return done;
  if (auto done = world.day(cycle.reviewed); !done) return done;
  if (auto done = world.review(id, "reviewer", true, "All decisions were looked through."); !done) return done;
  if (auto done = world.day(cycle.issued); !done) return done;
  return issue_sample_certificate(world, id, cycle.number);
}

Result<void> play_sample_cycle(DemoWorld& world, const SampleCycle& cycle) {
  for (const auto step : {play_enrolment, play_submission, play_certification}) {
    if (auto done = step(world, cycle); !done) return done;
  }
  return {};
}

}  // namespace cityledger
