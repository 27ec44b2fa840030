// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/certificate.hpp"

#include <algorithm>
#include <array>

#include "attest/date.hpp"
#include "certs/certificate_report.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"
#include "cityledger/export_certificate.hpp"
#include "cityledger/issue.hpp"

namespace cityledger {
namespace {

using attest::StatusChange;

constexpr std::array<std::string_view, 8> kReasons = {"data_error", "procedure", "key_compromise", "city_request",
                                                      "case",       "renewal",   "resolved",       "other"};

Result<attest::CertificateStatus> change_of(const CertificateOptions& options, StatusChange change,
                                            const attest::LedgerFolder& ledger) {
  const auto record = certs::find_certificate(ledger.store(), options.number);
  if (!record) return tl::unexpected(record.error());
  const auto from =
      options.from.empty() ? Result<ledger::UnixMillis>(ledger.now()) : attest::parse_day_or_moment(options.from);
  if (!from) return fail(from.error().code, from.error().message, "from");
  if (std::find(kReasons.begin(), kReasons.end(), options.reason) == kReasons.end()) {
    const std::vector<std::string> known(kReasons.begin(), kReasons.end());
    return fail(Code::kInvalid, "'" + options.reason + "' is no reason; write one of " + certs::join(known), "reason");
  }
  attest::CertificateStatus body{options.number, change, attest::format_moment(*from), options.reason, {}};
  if (change == StatusChange::kSuperseded) body.by = options.by;
  return body;
}

// The keys for new lists; without a credential key there are none.
Result<certs::IssueRequest> keys_for_lists(const CertificateOptions& options, Session& session) {
  certs::IssueRequest keys;
  if (options.seals.empty()) return keys;
  const auto document = certs::find_did(session.ledger().store(), options.did);
  if (!document) return tl::unexpected(document.error());
  auto seals = credential_keys(options.seals, *document, session.keys(), session.ledger().now());
  if (!seals) return tl::unexpected(seals.error());
  const auto signer = session.keys().get(options.signer);
  if (!signer) return tl::unexpected(signer.error());
  keys.seals = std::move(*seals);
  keys.issuer = *signer;
  return keys;
}

// New lists where a bit has changed, and the certificate's files with them. Whether lists were published.
Result<bool> bring_up_to_date(Session& session, const certs::IssueRequest& keys, const std::string& number) {
  auto published = certs::keep_status_lists_current(session.ledger(), keys);
  if (!published) return published;
  const auto folder = certs::kept_folder(session.ledger(), number);
  const auto written = export_certificate(session.ledger(), number, folder);
  if (!written) return tl::unexpected(written.error());
  return published;
}

int run_change(const CertificateOptions& options, StatusChange change, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  attest::LedgerFolder& folder = (*session)->ledger();
  const auto body = change_of(options, change, folder);
  if (!body) return console.fail(body.error());
  if (options.ledger.link && !options.seals.empty()) {
    return console.fail({Code::kInvalid,
                         "with --server the change alone is sent; its lists are published where the ledger lies, by "
                         "status publish",
                         "seal"});
  }
  // Keys are unlocked before anything is said: a change without its lists must be the user's choice.
  const auto keys = keys_for_lists(options, **session);
  if (!keys) return console.fail(keys.error());
  std::vector<std::string> disclosures;
  if (!options.text.empty()) disclosures.push_back(attest::make_disclosure("text", options.text));
  const auto answer = (*session)->append(options.signer, *body, std::move(disclosures));
  bool lists = false;
  if (answer && answer->registered && !keys->seals.empty()) {
    const auto current = bring_up_to_date(**session, *keys, options.number);
    if (!current) {
      console.warn("the change is appended, but its status lists are not published (" + current.error().message +
                   "): run status publish");
    }
    lists = current && *current;
  } else if (answer && answer->registered && change != StatusChange::kCorrected) {
    console.warn("the status lists do not say so yet: run status publish");
  }
  const std::string word(attest::to_text(change));
  return finish(**session, console, answer,
                "certificate " + options.number + " " + word + " from " + body->from + " on" +
                    (lists ? "; status lists published" : ""),
                {{"number", options.number}, {"status", word}, {"from", body->from}, {"lists_published", lists}});
}

}  // namespace

int run_certificate_suspend(const CertificateOptions& options, Console& console) {
  return run_change(options, StatusChange::kSuspended, console);
}

int run_certificate_reinstate(const CertificateOptions& options, Console& console) {
  return run_change(options, StatusChange::kReinstated, console);
}

int run_certificate_revoke(const CertificateOptions& options, Console& console) {
  return run_change(options, StatusChange::kRevoked, console);
}

int run_certificate_supersede(const CertificateOptions& options, Console& console) {
  return run_change(options, StatusChange::kSuperseded, console);
}

int run_certificate_correct(const CertificateOptions& options, Console& console) {
  return run_change(options, StatusChange::kCorrected, console);
}

}  // namespace cityledger
