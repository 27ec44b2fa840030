// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Is it genuine, is it in force, whose is it, what does it certify, how do you know? A pure function: no file,
// no clock, no network; no address found inside a file is ever used.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attest/certificate_state.hpp"
#include "certs/bundle.hpp"
#include "certs/credential.hpp"
#include "certs/short_form.hpp"
#include "certs/trust.hpp"
#include "ledger/ids.hpp"

namespace certs {

enum class CheckState : std::uint8_t { kPassed, kFailed, kNotDone };

struct Check {
  std::string id;     // well_formed, signatures, issuer_key, as_issued, in_ledger, cosignatures, time, not_revoked,
                      // not_suspended, validity, schema, lineage; of a PDF also pdf_seal, pdf_revisions,
                      // pdf_attachments, pdf_timestamp, pdf_drawn
  std::string title;  // in words
  CheckState state = CheckState::kNotDone;
  std::string detail;  // what was compared, or why it failed or was not done
};

enum class Outcome : std::uint8_t {
  kInForce,
  kStatusOld,  // genuine, but the status known is older than the day asked for, or the ledger was not looked at
  kNotYetInForce,
  kExpired,
  kSuspended,
  kRevoked,
  kSuperseded,
  kDisputed,
  kNotGenuine,
  kCannotBeTold,  // a check that genuineness needs was not done
};

struct Question {
  ledger::UnixMillis at;                  // the moment asked about
  std::vector<std::string> status_lists;  // further signed lists, as files' contents, newer than the bundle's
  std::vector<ledger::Bytes> crls = {};   // further X.509 revocation lists, DER, for a PDF's seal
};

struct Verdict {
  Outcome outcome = Outcome::kCannotBeTold;
  std::string sentence;              // the answer in words
  std::vector<std::string> notices;  // simulated clock, made-up figures, no witness
  std::optional<Certificate> certificate;
  std::optional<ShortForm> short_form;  // instead of a certificate, when that was the file
  std::optional<ledger::EntryIndex> entry;
  std::optional<ledger::UnixMillis> logged_at;
  std::optional<std::string> status_as_of;  // moment until which the status is known
  ledger::UnixMillis at;
  std::vector<attest::StatusEvent> history;  // what the bundle tells, proven, in the order of the ledger
  std::vector<Check> checks;
};

inline constexpr std::size_t kFileToVerifyBytesMax = 32U << 20U;

// `file` is a bundle; or a credential alone (then everything about the ledger is not done); or a short form, as its
// bytes or as the text of the QR code: then the issuer's signature decides, the ledger's checks are not done and the
// outcome is never better than kStatusOld.
[[nodiscard]] Verdict verify(std::string_view file, const Trust& trust, const Question& question);

[[nodiscard]] int exit_code(Outcome outcome);                    // 0, 10 to 16, 20, 21: CERTIFICATE.md
[[nodiscard]] std::string_view outcome_name(Outcome outcome);    // "in_force" and so on
[[nodiscard]] std::string verdict_text(const Verdict& verdict);  // for people
[[nodiscard]] Json verdict_json(const Verdict& verdict);

}  // namespace certs
