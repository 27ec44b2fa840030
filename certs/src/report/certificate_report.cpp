// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/certificate_report.hpp"

#include <algorithm>

#include "attest/date.hpp"
#include "certs/lookup.hpp"
#include "ledger/digest.hpp"
#include "ledger/durable_file.hpp"
#include "ledger/encoding.hpp"

namespace certs {
using attest::CertificateState;
using ledger::fail;

namespace {

constexpr std::size_t kKeptCredentialBytesMax = 1U << 20U;

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

Result<std::int64_t> StatusTeller::warning_days(const attest::CertificateRecord& record) {
  const auto cycle = find_cycle(state_, record.issued.cycle);
  if (!cycle) return tl::unexpected(cycle.error());
  const auto known = warning_days_.find(cycle->standard);
  if (known != warning_days_.end()) return known->second;
  const auto catalogue = find_catalogue(state_, cycle->standard);
  if (!catalogue) return tl::unexpected(catalogue.error());
  warning_days_.emplace(cycle->standard, catalogue->rules.warning_days);
  return catalogue->rules.warning_days;
}

// A valid certificate within its time.
Result<StatusOnDay> StatusTeller::in_force(const attest::CertificateRecord& record, ledger::UnixMillis at,
                                           ledger::UnixMillis until) {
  StatusOnDay out{Outcome::kInForce, "in force", {}};
  const auto warning = warning_days(record);
  if (!warning) return tl::unexpected(warning.error());
  const auto days = (until.value - at.value) / attest::kDayMillis;
  if (days < static_cast<std::uint64_t>(*warning)) {
    out.warning = "ends in " + std::to_string(days) + (days == 1 ? " day" : " days") + ", on " + day(until);
  }
  if (record.correction_open) out.text += "; its correction is open";
  return out;
}

Result<StatusOnDay> StatusTeller::on(const attest::CertificateRecord& record, ledger::UnixMillis at) {
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
  return in_force(record, at, *until);
}

Result<StatusOnDay> status_on(const ledger::StateReader& state, const attest::CertificateRecord& record,
                              ledger::UnixMillis at) {
  return StatusTeller(state).on(record, at);
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

std::filesystem::path kept_folder(const attest::LedgerFolder& ledger, const std::string& number) {
  return ledger.folder() / "certificates" / number;
}

Result<Json> kept_credential(const attest::LedgerFolder& ledger, const std::string& number) {
  const auto record = find_certificate(ledger.store(), number);
  if (!record) return tl::unexpected(record.error());
  const std::filesystem::path file = kept_folder(ledger, number) / "credential.json";
  const Result<std::string> text = ledger::read_file(file, kKeptCredentialBytesMax);
  if (!text) return tl::unexpected(text.error());
  auto json = attest::parse_canonical_json(*text);
  if (!json) return fail(Code::kCorrupt, file.string() + " is damaged: " + json.error().message, "credential");
  if (signed_digest(*json) != record->issued.signed_digest) {
    return fail(Code::kCorrupt, file.string() + " is not the credential that the ledger names", "credential");
  }
  return json;
}

Result<std::optional<std::string>> kept_status_list(const attest::LedgerFolder& ledger, const std::string& address) {
  const auto record = attest::get_status_list(ledger.store(), address);
  if (!record) return tl::unexpected(record.error());
  if (!*record) return std::optional<std::string>{};
  const std::string name = ledger::to_hex((*record)->published.signed_digest) + ".json";
  auto text = ledger::read_file(ledger.folder() / "lists" / name, kKeptCredentialBytesMax);
  if (!text) return tl::unexpected(text.error());
  if (ledger::sha256(ledger::view(*text)) != (*record)->published.signed_digest) {
    return fail(Code::kCorrupt, "the kept status list is not the one that the ledger names", name);
  }
  return std::optional(std::move(*text));
}

Result<Json> certificate_json(const attest::LedgerFolder& ledger, const attest::CertificateRecord& record) {
  const attest::CertificateIssued& issued = record.issued;
  auto credential = kept_credential(ledger, issued.number);
  if (!credential) return credential;
  const auto status = status_on(ledger.store(), record, ledger.now());
  if (!status) return tl::unexpected(status.error());
  return Json(Json::Object{{"number", issued.number},
                           {"cycle", issued.cycle},
                           {"level", issued.level},
                           {"computed_level", issued.computed_level},
                           {"counts", to_json(issued.counts)},
                           {"valid_from", issued.valid_from},
                           {"valid_until", issued.valid_until},
                           {"now", outcome_name(status->outcome)},
                           {"status_index", issued.status_index},
                           {"lineage_root", ledger::to_hex(issued.lineage_root)},
                           {"data_root", ledger::to_hex(issued.data_root)},
                           {"fingerprint", ledger::to_hex(issued.fingerprint)},
                           {"signed_digest", ledger::to_hex(issued.signed_digest)},
                           {"entry", attest::to_json(record.entry)},
                           {"time", attest::format_millis(record.time)},
                           {"pdf", renderings_json(record)},
                           {"credential", std::move(*credential)}});
}

}  // namespace certs
