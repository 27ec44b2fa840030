// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/date.hpp"
#include "attest/ladder.hpp"
#include "cityledger/export_certificate.hpp"
#include "cityledger/json_output.hpp"
#include "cityledger/lookup.hpp"
#include "cityledger/show.hpp"
#include "cityledger/status.hpp"
#include "cityledger/table.hpp"

namespace cityledger {
namespace {

std::string state_of(const attest::LiveRecord& live) {
  if (live.withdrawn) return "withdrawn";
  if (live.state != attest::ValueState::kReported && !live.verdict) return in_words(attest::to_text(live.state));
  return live.verdict ? std::string(attest::to_text(*live.verdict)) : "awaits a decision";
}

struct Rows {
  Table table{{"indicator", "state", "submission entry", "decision entry", "rounds"}};
  Json::Array list;
};

Result<Rows> live_rows(const attest::LedgerFolder& ledger, const std::string& cycle,
                       const attest::Catalogue& catalogue) {
  Rows rows;
  for (const attest::Indicator& indicator : catalogue.indicators) {
    const auto live = attest::get_live(ledger.store(), cycle, indicator.code);
    if (!live) return tl::unexpected(live.error());
    if (!*live) continue;
    const attest::LiveRecord& record = **live;
    rows.table.add({indicator.code, state_of(record), std::to_string(record.submission.index.value),
                    record.decision ? std::to_string(record.decision->index.value) : "-",
                    std::to_string(record.rounds)});
    Json::Object row{{"indicator", indicator.code},
                     {"state", attest::to_text(record.state)},
                     {"submission", attest::to_json(record.submission)},
                     {"rounds", record.rounds}};
    if (record.withdrawn) row.emplace("withdrawn", attest::to_json(*record.withdrawn));
    if (record.verdict) row.emplace("verdict", attest::to_text(*record.verdict));
    if (record.decision) row.emplace("decision", attest::to_json(*record.decision));
    rows.list.emplace_back(std::move(row));
  }
  return rows;
}

}  // namespace

int show_cycle(const attest::LedgerFolder& ledger, const std::string& cycle, Console& console) {
  const auto record = find_cycle(ledger.store(), cycle);
  if (!record) return console.fail(record.error());
  const auto standing = standing_of(ledger.store(), cycle);
  if (!standing) return console.fail(standing.error());
  const auto rows = live_rows(ledger, cycle, standing->catalogue);
  if (!rows) return console.fail(rows.error());
  const auto next = attest::next_level(standing->catalogue, standing->counts);
  std::string text = cycle + ", enrolled by entry " + std::to_string(record->enrolled.index.value) + "\n";
  text += notice_lines(ledger, cycle);
  if (!record->programme.empty()) text += "programme " + record->programme + "\n";
  text += last_days_text(*record);
  if (record->withdrawn) text += "withdrawn by entry " + std::to_string(record->withdrawn->index.value) + "\n";
  text += std::to_string(standing->counts.total) + " values verified; level " +
          (standing->level.empty() ? "none" : standing->level) +
          (next ? "; still missing: " + attest::describe(*next) : "") + "\n";
  if (record->review) text += "reviewed by entry " + std::to_string(record->review->index.value) + "\n";
  if (record->corrects) text += "open again to correct certificate " + *record->corrects + "\n";
  if (record->certificate) text += "closed: certificate " + *record->certificate + "\n";
  console.print(text + "\n" + rows->table.text());
  Json::Object answer{{"cycle", cycle},
                      {"city", record->city},
                      {"standard", record->standard},
                      {"data_year", record->data_year},
                      {"enrolled", attest::to_json(record->enrolled)},
                      {"counts", to_json(standing->counts)},
                      {"level", standing->level},
                      {"indicators", rows->list}};
  if (!record->notice.empty()) answer.emplace("notice", record->notice);
  if (!record->programme.empty()) answer.emplace("programme", record->programme);
  if (!record->submit_until.empty()) answer.emplace("submit_until", record->submit_until);
  if (!record->decide_until.empty()) answer.emplace("decide_until", record->decide_until);
  if (record->withdrawn) answer.emplace("withdrawn", attest::to_json(*record->withdrawn));
  if (record->review) answer.emplace("review", attest::to_json(*record->review));
  if (record->certificate) answer.emplace("certificate", *record->certificate);
  console.answer(answer);
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

Json::Array renderings_json(const attest::CertificateRecord& record) {
  Json::Array list;
  for (const attest::RenderedRecord& rendering : record.renderings) {
    list.emplace_back(Json::Object{{"digest", ledger::to_hex(rendering.pdf)},
                                   {"renderer", rendering.renderer},
                                   {"entry", attest::to_json(rendering.entry)}});
  }
  return list;
}

}  // namespace

int show_certificate(const attest::LedgerFolder& ledger, const std::string& number, Console& console) {
  const auto record = find_certificate(ledger.store(), number);
  if (!record) return console.fail(record.error());
  const auto credential = kept_credential(ledger, number);
  if (!credential) return console.fail(credential.error());
  const attest::CertificateIssued& issued = record->issued;
  std::string counts;
  for (const auto& [kind, count] : issued.counts.by_kind) counts += kind + " " + std::to_string(count) + ", ";
  const auto status = status_on(ledger.store(), *record, ledger.now());
  if (!status) return console.fail(status.error());
  console.print(notice_lines(ledger, issued.cycle) + "certificate  " + number + "\ncycle        " + issued.cycle +
                "\nlevel        " + issued.level + " (computed: " + issued.computed_level +
                ") by the certifier's scheme " + issued.scheme + ", version " + std::to_string(issued.scheme_version) +
                "\nverified     " + counts + "total " + std::to_string(issued.counts.total) + "\nvalid        " +
                issued.valid_from + " to " + issued.valid_until + "\nnow          " + status->text +
                (status->warning.empty() ? "" : "; it " + status->warning) + "\nentry        " +
                std::to_string(record->entry.index.value) + " of " + time_text(record->time) + "\nfingerprint  " +
                ledger::to_hex(issued.fingerprint) + renderings_text(*record));
  console.answer(Json::Object{{"number", number},
                              {"cycle", issued.cycle},
                              {"level", issued.level},
                              {"computed_level", issued.computed_level},
                              {"counts", to_json(issued.counts)},
                              {"valid_from", issued.valid_from},
                              {"valid_until", issued.valid_until},
                              {"now", certs::outcome_name(status->outcome)},
                              {"status_index", issued.status_index},
                              {"lineage_root", ledger::to_hex(issued.lineage_root)},
                              {"data_root", ledger::to_hex(issued.data_root)},
                              {"fingerprint", ledger::to_hex(issued.fingerprint)},
                              {"signed_digest", ledger::to_hex(issued.signed_digest)},
                              {"entry", attest::to_json(record->entry)},
                              {"time", attest::format_millis(record->time)},
                              {"pdf", renderings_json(*record)},
                              {"credential", *credential}});
  return 0;
}

}  // namespace cityledger
