// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/badge.hpp"

#include "certs/badge.hpp"
#include "certs/certificate_report.hpp"
#include "certs/credential.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"
#include "cityledger/export_certificate.hpp"
#include "cityledger/files.hpp"
#include "cityledger/reader.hpp"
#include "cityledger/status.hpp"

namespace cityledger {
namespace {

Result<certs::Badge> badge_of(const attest::LedgerFolder& ledger, const BadgeOptions& options) {
  const auto record = certs::find_certificate(ledger.store(), options.number);
  if (!record) return tl::unexpected(record.error());
  const auto credential = certs::kept_credential(ledger, options.number);
  if (!credential) return tl::unexpected(credential.error());
  const auto certificate = certs::parse_certificate(*credential);
  if (!certificate) return tl::unexpected(certificate.error());
  const auto now = present_moment(ledger, options.ledger);
  if (!now) return tl::unexpected(now.error());
  const auto status = certs::status_on(ledger.store(), *record, *now);
  if (!status) return tl::unexpected(status.error());
  certs::Badge badge;
  badge.city_name = certificate->city_name;
  badge.standard = certificate->standard + ":" + std::to_string(certificate->edition);
  badge.level = certificate->level;
  badge.data_year = certificate->data_year;
  badge.status = status->outcome;
  badge.as_of = *now;
  badge.address = certs::certificate_address(certificate->base, certificate->number);
  badge.made_up = !certificate->notice.empty() || certificate->simulated_clock;
  badge.language = options.language;
  return badge;
}

}  // namespace

int run_certificate_badge(const BadgeOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const auto badge = badge_of((*session)->ledger(), options);
  if (!badge) return console.fail(badge.error());
  const auto svg = certs::status_badge(*badge);
  if (!svg) return console.fail(svg.error());
  Json::Object answer{{"number", options.number}, {"status", certs::outcome_name(badge->status)}};
  if (options.out.empty()) {
    console.print(*svg);
    answer.emplace("svg", *svg);
  } else {
    if (const auto done = write_file(options.out, *svg); !done) return console.fail(done.error());
    console.print("wrote " + options.out.string());
    answer.emplace("file", options.out.string());
  }
  console.answer(answer);
  return 0;
}

}  // namespace cityledger
