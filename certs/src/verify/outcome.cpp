// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "outcome.hpp"

#include <algorithm>
#include <array>

#include "attest/date.hpp"

namespace certs {
namespace {

constexpr std::string_view kCosignatures = "cosignatures";
constexpr std::string_view kPdfSeal = "pdf_seal";
// The other checks are of what holds on a day.
constexpr std::array<std::string_view, 12> kOfGenuineness{
    "well_formed",  "schema", "signatures", "issuer_key", "as_issued",     "in_ledger",
    "cosignatures", "time",   "lineage",    kPdfSeal,     "pdf_revisions", "pdf_attachments"};
// Genuineness can do without these, but none may have failed.
constexpr std::array<std::string_view, 2> kAgainstGenuineness{"pdf_timestamp", "pdf_drawn"};

struct OutcomeRow {
  Outcome outcome;
  int exit_code;
  std::string_view name;
};

constexpr std::array<OutcomeRow, 10> kOutcomes{{{Outcome::kInForce, 0, "in_force"},
                                                {Outcome::kStatusOld, 10, "status_old"},
                                                {Outcome::kNotYetInForce, 11, "not_yet_in_force"},
                                                {Outcome::kExpired, 12, "expired"},
                                                {Outcome::kSuspended, 13, "suspended"},
                                                {Outcome::kRevoked, 14, "revoked"},
                                                {Outcome::kSuperseded, 15, "superseded"},
                                                {Outcome::kDisputed, 16, "disputed"},
                                                {Outcome::kNotGenuine, 20, "not_genuine"},
                                                {Outcome::kCannotBeTold, 21, "cannot_be_told"}}};

const OutcomeRow& row_of(Outcome outcome) {
  return *std::find_if(kOutcomes.begin(), kOutcomes.end(),
                       [&](const OutcomeRow& row) { return row.outcome == outcome; });
}

bool is_among(std::string_view id, const auto& ids) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool counts(const Check& check, bool with_cosignatures) {
  if (check.id == kCosignatures) return with_cosignatures;
  return is_among(check.id, kOfGenuineness) ||
         (check.state == CheckState::kFailed && is_among(check.id, kAgainstGenuineness));
}

// The first check of genuineness in that state; null when there is none.
const Check* first_in_state(const Verdict& verdict, CheckState state, bool with_cosignatures) {
  for (const Check& check : verdict.checks) {
    if (check.state == state && counts(check, with_cosignatures)) return &check;
  }
  return nullptr;
}

void answer(Verdict& verdict, Outcome outcome, std::string sentence) {
  verdict.outcome = outcome;
  verdict.sentence = std::move(sentence);
}

// The checks of a PDF come after those of the bundle in it, so the first one not done says that those are all good.
std::string what_stands_alone(const Check& first_not_done) {
  return first_not_done.id == kPdfSeal ? " The certificate inside the PDF is genuine on its own." : "";
}

std::string day_of(const std::string& moment) {
  return attest::format_day_for_people(attest::parse_moment(moment).value_or(ledger::UnixMillis{}));
}

std::string from_when(const attest::StatusEvent& event) {
  return " from " + attest::format_day_for_people(event.from) + " on";
}

// A set revocation bit: the bit says that it ended, the history says how.
void answer_ended(Verdict& verdict) {
  const auto& history = verdict.history;
  if (history.empty() || !attest::is_final(history.back().state))
    return answer(verdict, Outcome::kRevoked, "Genuine, but revoked.");
  const attest::StatusEvent& last = history.back();
  if (last.state == attest::CertificateState::kSuperseded)
    return answer(verdict, Outcome::kSuperseded,
                  "Genuine, but superseded by certificate " + last.by + from_when(last) + ".");
  answer(verdict, Outcome::kRevoked, "Genuine, but revoked" + from_when(last) + ".");
}

// A set suspension bit.
void answer_held(Verdict& verdict) {
  const std::string day = attest::format_day_for_people(verdict.at);
  if (attest::state_at(verdict.history, verdict.at) == attest::CertificateState::kDisputed)
    return answer(verdict, Outcome::kDisputed,
                  "Genuine, but disputed on " + day +
                      ": a key behind it was compromised, and the certifier has not decided yet whether it stands.");
  answer(verdict, Outcome::kSuspended, "Genuine, but suspended on " + day + ".");
}

// Whether something speaks against its being in force on the day; the answer is given then.
bool is_ended_or_outside(Verdict& verdict, const std::string& from, const std::string& until,
                         const StatusKnown& status) {
  const std::string now = attest::format_moment(verdict.at);  // texts of one form compare as their moments do
  if (status.revoked)
    answer_ended(verdict);
  else if (status.suspended)
    answer_held(verdict);
  else if (now < from)
    answer(verdict, Outcome::kNotYetInForce, "Genuine, but not in force before " + day_of(from) + ".");
  else if (now >= until)
    answer(verdict, Outcome::kExpired, "Genuine, but expired on " + day_of(until) + ".");
  else
    return false;
  return true;
}

// Of a certificate that is genuine.
void answer_for_the_day(Verdict& verdict, const StatusKnown& status) {
  const Certificate& certificate = *verdict.certificate;
  const std::string day = attest::format_day_for_people(verdict.at);
  if (is_ended_or_outside(verdict, certificate.valid_from, certificate.valid_until, status)) return;
  if (!status.for_the_day)
    return answer(verdict, Outcome::kStatusOld,
                  "Genuine and within its validity, but the status lists at hand do not tell whether it was revoked or "
                  "suspended on " +
                      day + ".");
  answer(verdict, Outcome::kInForce, "Genuine and in force on " + day + ".");
}

// Of a certificate that is genuine: a forger's words must not stand among ours.
void add_certifiers_notices(Verdict& verdict) {
  const Certificate& c = *verdict.certificate;
  std::vector<std::string> notices;
  if (!c.notice.empty()) notices.push_back(c.notice);
  if (c.scheme_assumed)
    notices.push_back("The threshold of level " + c.computed_level + " is an assumption of scheme " + c.scheme +
                      ", version " + std::to_string(c.scheme_version) + "; no source confirms it.");
  verdict.notices.insert(verdict.notices.begin(), notices.begin(), notices.end());
}

}  // namespace

void conclude(Verdict& verdict, const Trust& trust, const StatusKnown& status) {
  const bool asks_witnesses = trust.policy.quorum != "none";
  if (!asks_witnesses && verdict.entry)
    verdict.notices.emplace_back(
        "No witness is asked for: that the ledger has one history, and its times, are the operator's claim.");
  if (const Check* check = first_in_state(verdict, CheckState::kFailed, true))
    return answer(verdict, Outcome::kNotGenuine, "Not genuine: " + check->detail);
  if (const Check* check = first_in_state(verdict, CheckState::kNotDone, asks_witnesses))
    return answer(verdict, Outcome::kCannotBeTold, "Cannot be told: " + check->detail + what_stands_alone(*check));
  add_certifiers_notices(verdict);
  answer_for_the_day(verdict, status);
}

void conclude_paper(Verdict& verdict, const StatusKnown& status) {
  const ShortForm& form = *verdict.short_form;
  for (const Check& check : verdict.checks) {
    if (check.id != "signatures" || check.state == CheckState::kPassed) continue;
    const bool refused = check.state == CheckState::kFailed;
    return answer(verdict, refused ? Outcome::kNotGenuine : Outcome::kCannotBeTold,
                  (refused ? "Not genuine: " : "Cannot be told: ") + check.detail);
  }
  if (form.has_notice)
    verdict.notices.emplace_back("The certificate carries a notice of its certifier: read it on the paper.");
  if (is_ended_or_outside(verdict, form.valid_from, form.valid_until, status)) return;
  const std::string day = attest::format_day_for_people(verdict.at);
  answer(verdict, Outcome::kStatusOld,
         "The issuer signed this, and it is within its validity on " + day +
             (status.for_the_day ? "; the lists at hand say that it is neither revoked nor suspended. "
                                 : ". Whether it was revoked or suspended was not checked. ") +
             "Paper brings no proof of the ledger: the PDF and the bundle do.");
}

int exit_code(Outcome outcome) {
  return row_of(outcome).exit_code;
}

std::string_view outcome_name(Outcome outcome) {
  return row_of(outcome).name;
}

}  // namespace certs
