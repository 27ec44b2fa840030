// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/verify.hpp"

#include <algorithm>
#include <array>

#include "attest/date.hpp"
#include "base45.hpp"
#include "checks.hpp"
#include "judge.hpp"
#include "names.hpp"

namespace certs {
namespace {

constexpr std::string_view kNotReached = "Not reached: an earlier step failed.";
constexpr std::string_view kOnPaper = "The short form on paper has no proof of it; the PDF and the bundle have.";
constexpr std::string_view kNeedsBundle = "The file is a credential alone; the bundle has the proof.";

// In the order in which they are shown.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kChecks{{
    {"well_formed", "The file is well formed"},
    {"schema", "It is a city data certificate, with no other member"},
    {"signatures", "The issuer's signatures are good"},
    {"issuer_key", "The key belonged to the issuer then"},
    {"as_issued", "It is the certificate as issued"},
    {"in_ledger", "It is in the ledger"},
    {"cosignatures", "Witnesses saw the ledger"},
    {"time", "The ledger's time of the issue"},
    {"lineage", "The level follows from what was verified"},
    {"not_revoked", "It is not revoked"},
    {"not_suspended", "It is not suspended"},
    {"validity", "The day is within its validity"},
}};

void set(Verdict& verdict, std::string_view id, Finding finding) {
  const auto check =
      std::find_if(verdict.checks.begin(), verdict.checks.end(), [&](const Check& c) { return c.id == id; });
  check->state = finding.state;
  check->detail = std::move(finding.detail);
}

Verdict blank(ledger::UnixMillis at, std::string_view why_not_done) {
  Verdict verdict;
  verdict.at = at;
  for (const auto& [id, title] : kChecks)
    verdict.checks.push_back({std::string(id), std::string(title), CheckState::kNotDone, std::string(why_not_done)});
  return verdict;
}

Judged malformed(const Question& question, const std::string& message) {
  Verdict verdict = blank(question.at, kNotReached);
  set(verdict, "well_formed", failed("The file is not well formed: " + message + "."));
  return {std::move(verdict), {}};
}

void check_schema(Verdict& verdict, const Json& credential) {
  auto certificate = parse_certificate(credential);
  if (!certificate) {
    set(verdict, "schema", failed("Not a city data certificate: " + certificate.error().message + "."));
    return;
  }
  verdict.certificate = std::move(*certificate);
  set(verdict, "schema", passed("Every member is as CERTIFICATE.md has it, and there is no other."));
}

void note_the_clock(Verdict& verdict, bool simulated) {
  if (simulated) verdict.notices.emplace_back("The ledger's clock is simulated: no day or time in it is a real one.");
}

// Lists of the bundle (none for a credential alone) and of the files, in no order: each answer picks its own.
struct KnownLists {
  std::vector<DatedList> revocation;
  std::vector<DatedList> suspension;
};

void add_files(Verdict& verdict, const Trust& trust, const Question& question, KnownLists& known) {
  for (DatedList& list : read_status_files(question.status_lists, trust, verdict.notices)) {
    (list.list.purpose == kRevocation ? known.revocation : known.suspension).push_back(std::move(list));
  }
}

StatusKnown check_status(Verdict& verdict, const KnownLists& known, std::int64_t status_index, ledger::UnixMillis at) {
  const auto index = static_cast<std::size_t>(status_index);
  StatusAnswer revocation = answer_revocation(known.revocation, index, at);
  StatusAnswer suspension = answer_suspension(known.suspension, index, at);
  for (const StatusAnswer* answer : {&revocation, &suspension})
    verdict.notices.insert(verdict.notices.end(), answer->notices.begin(), answer->notices.end());
  if (revocation.known_until && suspension.known_until)
    verdict.status_as_of = attest::format_moment(std::min(*revocation.known_until, *suspension.known_until));
  StatusKnown status{revocation.set, suspension.set, revocation.known_until && suspension.known_until};
  set(verdict, "not_revoked", std::move(revocation.finding));
  set(verdict, "not_suspended", std::move(suspension.finding));
  return status;
}

// A revocation or supersession that is proven to be in the ledger counts whatever the lists at hand say: they may
// be older, and it is never undone. Of suspensions the lists alone decide, for they can have ended since.
void count_history(Verdict& verdict, StatusKnown& status) {
  const auto& history = verdict.history;
  if (status.revoked || history.empty()) return;
  if (!attest::is_final(history.back().state) || history.back().from > verdict.at) return;
  status.revoked = true;
  set(verdict, "not_revoked",
      failed("Entry " + std::to_string(history.back().entry.index.value) + " says that it is " + history.back().change +
             ", and the lists at hand are older."));
}

Judged judge_bundle(std::string_view file, const Trust& trust, const Question& question) {
  auto examined = examine(file);
  if (!examined) return malformed(question, examined.error().message);
  Verdict verdict = blank(question.at, kNotReached);
  set(verdict, "well_formed",
      passed("A bundle of the form " + std::string(kBundleFormat) + ", canonical and complete."));
  check_schema(verdict, examined->bundle.credential);
  set(verdict, "signatures", check_signatures(*examined, trust));
  set(verdict, "issuer_key", check_issuer_key(*examined, trust));
  set(verdict, "in_ledger", check_in_ledger(*examined, trust));
  set(verdict, "cosignatures", check_cosignatures(*examined, trust));
  set(verdict, "time", check_time(*examined, trust));
  verdict.entry = examined->issuance.index;
  verdict.logged_at = examined->bundle.time;
  StatusKnown status;
  if (verdict.certificate) {
    const Certificate& certificate = *verdict.certificate;
    set(verdict, "as_issued", check_as_issued(*examined, certificate, trust));
    set(verdict, "lineage", check_lineage(*examined, certificate));
    set(verdict, "validity", check_validity(certificate.valid_from, certificate.valid_until, question.at));
    note_the_clock(verdict, certificate.simulated_clock);
    KnownLists known{{dated(examined->revocation.list)}, {dated(examined->suspension.list)}};
    add_files(verdict, trust, question, known);
    status = check_status(verdict, known, certificate.status_index, question.at);
    if (passes(verdict, "in_ledger")) verdict.history = history_of(*examined);
    count_history(verdict, status);
  }
  return {std::move(verdict), status};
}

Judged judge_alone(const Json& credential, const Trust& trust, const Question& question) {
  Verdict verdict = blank(question.at, kNeedsBundle);
  set(verdict, "well_formed", passed("A JSON document without a name twice, a fraction or a broken text."));
  check_schema(verdict, credential);
  set(verdict, "signatures", check_signatures_alone(credential, trust));
  StatusKnown status;
  if (verdict.certificate) {
    const Certificate& certificate = *verdict.certificate;
    set(verdict, "validity", check_validity(certificate.valid_from, certificate.valid_until, question.at));
    note_the_clock(verdict, certificate.simulated_clock);
    KnownLists known;
    add_files(verdict, trust, question, known);
    status = check_status(verdict, known, certificate.status_index, question.at);
  }
  return {std::move(verdict), status};
}

// A short form's bytes; nothing when the file is another thing.
std::optional<Bytes> short_form_bytes(std::string_view file) {
  constexpr char kSign1Tag = '\xD2';  // CBOR's head of tag 18
  if (file.starts_with(kSign1Tag)) return ledger::to_bytes(file);
  if (file.ends_with('\n')) file.remove_suffix(1);
  auto bytes = base45_decode(file, kShortFormBytesMax);
  return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
}

Verdict verify_paper(ByteView bytes, const Trust& trust, const Question& question) {
  auto form = parse_short_form(bytes);
  if (!form) {
    Judged judged = malformed(question, form.error().message);
    conclude(judged.verdict, trust, judged.status);
    return std::move(judged.verdict);
  }
  Verdict verdict = blank(question.at, kOnPaper);
  set(verdict, "well_formed", passed("A signed short form of a certificate."));
  set(verdict, "schema", passed("Every member is as CERTIFICATE.md has it, and there is no other."));
  set(verdict, "signatures", check_signature_on_paper(*form, trust));
  set(verdict, "validity", check_validity(form->form.valid_from, form->form.valid_until, question.at));
  note_the_clock(verdict, form->form.simulated_clock);
  KnownLists known;
  add_files(verdict, trust, question, known);
  const StatusKnown status = check_status(verdict, known, form->form.status_index, question.at);
  verdict.short_form = std::move(form->form);
  conclude_paper(verdict, status);
  return verdict;
}

}  // namespace

bool passes(const Verdict& verdict, std::string_view id) {
  return std::any_of(verdict.checks.begin(), verdict.checks.end(),
                     [&](const Check& check) { return check.id == id && check.state == CheckState::kPassed; });
}

Judged judge(std::string_view file, const Trust& trust, const Question& question) {
  if (file.size() > kFileToVerifyBytesMax) return malformed(question, "it is over 32 MiB");
  const auto json = attest::parse_json(file);
  if (!json) return malformed(question, json.error().message);
  if (json->object() == nullptr) return malformed(question, "it is no JSON object");
  if (json->find("format") != nullptr) return judge_bundle(file, trust, question);
  return judge_alone(*json, trust, question);
}

Judged judge_nothing(const Question& question) {
  return {blank(question.at, kNotReached), {}};
}

Verdict verify(std::string_view file, const Trust& trust, const Question& question) {
  if (file.size() <= kFileToVerifyBytesMax) {
    if (const auto bytes = short_form_bytes(file)) return verify_paper(*bytes, trust, question);
  }
  Judged judged = judge(file, trust, question);
  conclude(judged.verdict, trust, judged.status);
  return std::move(judged.verdict);
}

}  // namespace certs
