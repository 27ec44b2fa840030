// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/status.hpp"

#include "attest/date.hpp"
#include "certs/certificate_report.hpp"
#include "certs/lookup.hpp"
#include "cityledger/table.hpp"

namespace cityledger {
namespace {

std::string day(ledger::UnixMillis time) {
  return attest::format_day_for_people(time);
}

std::string history_text(const attest::CertificateRecord& record) {
  std::string text;
  for (const attest::StatusEvent& event : record.history) {
    text += "\n  " + event.change + " from " + day(event.from) + " on" + (event.by.empty() ? "" : " by " + event.by) +
            (event.reason.empty() ? "" : ": " + certs::in_words(event.reason)) + " (entry " +
            std::to_string(event.entry.index.value) + ")";
  }
  return text;
}

int show_one(const attest::LedgerFolder& ledger, const std::string& number, ledger::UnixMillis at, Console& console) {
  const auto record = certs::find_certificate(ledger.store(), number);
  if (!record) return console.fail(record.error());
  const auto status = certs::status_on(ledger.store(), *record, at);
  if (!status) return console.fail(status.error());
  console.print(certs::notice_lines(ledger, record->issued.cycle) + number + " on " + day(at) + ": " + status->text +
                (status->warning.empty() ? "" : "; it " + status->warning) + "\n  " + record->city + ", " +
                record->issued.cycle + ", " + record->issued.level + history_text(*record));
  console.answer(certs::status_json(*record, *status, at));
  return certs::exit_code(status->outcome);
}

int show_all(const attest::LedgerFolder& ledger, ledger::UnixMillis at, Console& console) {
  const auto numbers = attest::list_certificates(ledger.store());
  if (!numbers) return console.fail(numbers.error());
  Table table({"certificate", "cycle", "level", "valid until", "state"});
  Json::Array list;
  for (const std::string& number : *numbers) {
    const auto record = certs::find_certificate(ledger.store(), number);
    if (!record) return console.fail(record.error());
    const auto status = certs::status_on(ledger.store(), *record, at);
    if (!status) return console.fail(status.error());
    const std::string warning = status->warning.empty() ? "" : "; " + status->warning;
    table.add({number, record->issued.cycle, record->issued.level, record->issued.valid_until.substr(0, 10),
               status->text + warning});
    list.emplace_back(certs::status_json(*record, *status, at));
  }
  console.print(certs::notice_lines(ledger, {}) + (numbers->empty() ? "no certificate was issued yet" : table.text()));
  console.answer(Json::Object{{"at", attest::format_moment(at)}, {"certificates", std::move(list)}});
  return 0;
}

}  // namespace

int run_status_show(const StatusShowOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& ledger = (*session)->ledger();
  const auto at =
      options.at.empty() ? Result<ledger::UnixMillis>(ledger.now()) : attest::parse_end_of_day_or_moment(options.at);
  if (!at) return console.fail({at.error().code, at.error().message, "at"});
  return options.number.empty() ? show_all(ledger, *at, console) : show_one(ledger, options.number, *at, console);
}

}  // namespace cityledger
