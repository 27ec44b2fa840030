// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/status.hpp"

#include "attest/date.hpp"
#include "cityledger/json_output.hpp"
#include "cityledger/lookup.hpp"
#include "cityledger/table.hpp"

namespace cityledger {
namespace {

using attest::CertificateState;
using certs::Outcome;

std::string day(ledger::UnixMillis time) {
  return attest::format_day_for_people(time);
}

Outcome outcome_of(CertificateState state) {
  switch (state) {
    case CertificateState::kValid:
      return Outcome::kInForce;
    case CertificateState::kSuspended:
      return Outcome::kSuspended;
    case CertificateState::kDisputed:
      return Outcome::kDisputed;
    case CertificateState::kRevoked:
      return Outcome::kRevoked;
    case CertificateState::kSuperseded:
      return Outcome::kSuperseded;
  }
  return Outcome::kCannotBeTold;
}

// The change that was the last one at that moment; null when there was none.
const attest::StatusEvent* last_change(const attest::CertificateRecord& record, ledger::UnixMillis at) {
  const attest::StatusEvent* last = nullptr;
  for (const attest::StatusEvent& event : record.history) {
    if (event.from <= at) last = &event;
  }
  return last;
}

// A valid certificate within its time.
Result<StatusOnDay> in_force(const ledger::StateReader& state, const attest::CertificateRecord& record,
                             ledger::UnixMillis at, ledger::UnixMillis until) {
  StatusOnDay out{Outcome::kInForce, "in force", {}};
  const auto cycle = find_cycle(state, record.issued.cycle);
  if (!cycle) return tl::unexpected(cycle.error());
  const auto catalogue = find_catalogue(state, cycle->standard);
  if (!catalogue) return tl::unexpected(catalogue.error());
  const auto days = (until.value - at.value) / attest::kDayMillis;
  if (days < static_cast<std::uint64_t>(catalogue->rules.warning_days)) {
    out.warning = "ends in " + std::to_string(days) + (days == 1 ? " day" : " days") + ", on " + day(until);
  }
  if (record.correction_open) out.text += "; its correction is open";
  return out;
}

Json history_json(const attest::CertificateRecord& record) {
  Json::Array out;
  for (const attest::StatusEvent& event : record.history) {
    Json::Object one{
        {"change", event.change}, {"from", attest::format_moment(event.from)}, {"entry", attest::to_json(event.entry)}};
    if (!event.reason.empty()) one.emplace("reason", event.reason);
    if (!event.by.empty()) one.emplace("by", event.by);
    out.emplace_back(std::move(one));
  }
  return out;
}

Json status_json(const attest::CertificateRecord& record, const StatusOnDay& status, ledger::UnixMillis at) {
  Json::Object out{{"number", record.issued.number},
                   {"city", record.city},
                   {"cycle", record.issued.cycle},
                   {"level", record.issued.level},
                   {"at", attest::format_moment(at)},
                   {"outcome", certs::outcome_name(status.outcome)},
                   {"valid_from", record.issued.valid_from},
                   {"valid_until", record.issued.valid_until},
                   {"correction_open", record.correction_open},
                   {"history", history_json(record)}};
  if (!status.warning.empty()) out.emplace("warning", status.warning);
  return out;
}

std::string history_text(const attest::CertificateRecord& record) {
  std::string text;
  for (const attest::StatusEvent& event : record.history) {
    text += "\n  " + event.change + " from " + day(event.from) + " on" + (event.by.empty() ? "" : " by " + event.by) +
            (event.reason.empty() ? "" : ": " + in_words(event.reason)) + " (entry " +
            std::to_string(event.entry.index.value) + ")";
  }
  return text;
}

int show_one(const attest::LedgerFolder& ledger, const std::string& number, ledger::UnixMillis at, Console& console) {
  const auto record = find_certificate(ledger.store(), number);
  if (!record) return console.fail(record.error());
  const auto status = status_on(ledger.store(), *record, at);
  if (!status) return console.fail(status.error());
  console.print(notice_lines(ledger, record->issued.cycle) + number + " on " + day(at) + ": " + status->text +
                (status->warning.empty() ? "" : "; it " + status->warning) + "\n  " + record->city + ", " +
                record->issued.cycle + ", " + record->issued.level + history_text(*record));
  console.answer(status_json(*record, *status, at));
  return certs::exit_code(status->outcome);
}

int show_all(const attest::LedgerFolder& ledger, ledger::UnixMillis at, Console& console) {
  const auto numbers = attest::list_certificates(ledger.store());
  if (!numbers) return console.fail(numbers.error());
  Table table({"certificate", "cycle", "level", "valid until", "state"});
  Json::Array list;
  for (const std::string& number : *numbers) {
    const auto record = find_certificate(ledger.store(), number);
    if (!record) return console.fail(record.error());
    const auto status = status_on(ledger.store(), *record, at);
    if (!status) return console.fail(status.error());
    const std::string warning = status->warning.empty() ? "" : "; " + status->warning;
    table.add({number, record->issued.cycle, record->issued.level, record->issued.valid_until.substr(0, 10),
               status->text + warning});
    list.emplace_back(status_json(*record, *status, at));
  }
  console.print(notice_lines(ledger, {}) + (numbers->empty() ? "no certificate was issued yet" : table.text()));
  console.answer(Json::Object{{"at", attest::format_moment(at)}, {"certificates", std::move(list)}});
  return 0;
}

}  // namespace

Result<StatusOnDay> status_on(const ledger::StateReader& state, const attest::CertificateRecord& record,
                              ledger::UnixMillis at) {
  const auto from = attest::parse_moment(record.issued.valid_from);
  const auto until = attest::parse_moment(record.issued.valid_until);
  if (!from || !until) return fail(Code::kCorrupt, "the certificate's validity is damaged: run rebuild", "valid_from");
  const attest::StatusEvent* last = last_change(record, at);
  const CertificateState then = attest::state_at(record.history, at);
  if (last != nullptr && then != CertificateState::kValid) {
    const std::string by = last->by.empty() ? "" : " by " + last->by;
    return StatusOnDay{outcome_of(then), std::string(to_text(then)) + by + " since " + day(last->from), {}};
  }
  // Begun, but issued only later that day.
  if (at < std::max(*from, record.time)) {
    return StatusOnDay{Outcome::kNotYetInForce, "not in force before " + day(std::max(*from, record.time)), {}};
  }
  if (at >= *until) return StatusOnDay{Outcome::kExpired, "expired on " + day(*until), {}};
  return in_force(state, record, at, *until);
}

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
