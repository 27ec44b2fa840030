// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/date.hpp"
#include "attest/ladder.hpp"
#include "certs/certificate_report.hpp"
#include "certs/cycle_report.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"
#include "cityledger/show.hpp"
#include "cityledger/status.hpp"
#include "cityledger/table.hpp"

namespace cityledger {
namespace {

Table live_table(const certs::CycleReport& report) {
  Table table({"indicator", "state", "submission entry", "decision entry", "rounds"});
  for (const auto& [code, record] : report.live) {
    table.add({code, certs::state_in_words(record), std::to_string(record.submission.index.value),
               record.decision ? std::to_string(record.decision->index.value) : "-", std::to_string(record.rounds)});
  }
  return table;
}

}  // namespace

int show_cycle(const attest::LedgerFolder& ledger, const std::string& cycle, Console& console) {
  const auto report = certs::cycle_report(ledger.store(), cycle);
  if (!report) return console.fail(report.error());
  const attest::CycleRecord* record = &report->record;
  const certs::Standing* standing = &report->standing;
  const auto next = attest::next_level(standing->catalogue, standing->counts);
  std::string text = cycle + ", enrolled by entry " + std::to_string(record->enrolled.index.value) + "\n";
  text += certs::notice_lines(ledger, cycle);
  if (!record->programme.empty()) text += "programme " + record->programme + "\n";
  text += certs::last_days_text(*record);
  if (record->withdrawn) text += "withdrawn by entry " + std::to_string(record->withdrawn->index.value) + "\n";
  text += std::to_string(standing->counts.total) + " values verified; level " +
          (standing->level.empty() ? "none" : standing->level) +
          (next ? "; still missing: " + attest::describe(*next) : "") + "\n";
  if (record->review) text += "reviewed by entry " + std::to_string(record->review->index.value) + "\n";
  if (record->corrects) text += "open again to correct certificate " + *record->corrects + "\n";
  if (record->certificate) text += "closed: certificate " + *record->certificate + "\n";
  console.print(text + "\n" + live_table(*report).text());
  console.answer(to_json(*report));
  return 0;
}

namespace {

// Every PDF that the ledger names, the latest last.
std::string renderings_text(const attest::CertificateRecord& record) {
  std::string text;
  for (const attest::RenderedRecord& rendering : record.renderings) {
    text += "\nPDF          SHA-256 " + ledger::to_hex(rendering.pdf) + ", entry " +
            std::to_string(rendering.entry.index.value);
  }
  return text;
}

}  // namespace

int show_certificate(const attest::LedgerFolder& ledger, const std::string& number, Console& console) {
  const auto record = certs::find_certificate(ledger.store(), number);
  if (!record) return console.fail(record.error());
  const auto json = certs::certificate_json(ledger, *record);
  if (!json) return console.fail(json.error());
  const attest::CertificateIssued& issued = record->issued;
  std::string counts;
  for (const auto& [kind, count] : issued.counts.by_kind) counts += kind + " " + std::to_string(count) + ", ";
  const auto status = certs::status_on(ledger.store(), *record, ledger.now());
  if (!status) return console.fail(status.error());
  console.print(certs::notice_lines(ledger, issued.cycle) + "certificate  " + number + "\ncycle        " +
                issued.cycle + "\nlevel        " + issued.level + " (computed: " + issued.computed_level +
                ") by the certifier's scheme " + issued.scheme + ", version " + std::to_string(issued.scheme_version) +
                "\nverified     " + counts + "total " + std::to_string(issued.counts.total) + "\nvalid        " +
                issued.valid_from + " to " + issued.valid_until + "\nnow          " + status->text +
                (status->warning.empty() ? "" : "; it " + status->warning) + "\nentry        " +
                std::to_string(record->entry.index.value) + " of " + certs::time_text(record->time) +
                "\nfingerprint  " + ledger::to_hex(issued.fingerprint) + renderings_text(*record));
  console.answer(*json);
  return 0;
}

}  // namespace cityledger
