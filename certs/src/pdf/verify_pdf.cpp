// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/verify_pdf.hpp"

#include <algorithm>

#include "attest/date.hpp"
#include "check_drawn.hpp"
#include "pdf_checks.hpp"
#include "verify/judge.hpp"

namespace certs {
namespace {

using ledger::Code;

void add(Verdict& verdict, const char* id, const char* title, Finding finding) {
  verdict.checks.push_back({id, title, finding.state, std::move(finding.detail)});
}

constexpr const char* kSealTitle = "The PDF's seal is the issuer's";
constexpr const char* kRevisionsTitle = "The PDF was not changed after it was sealed";
constexpr const char* kAttachmentsTitle = "The files in the PDF are the certificate's";
constexpr const char* kTimestampTitle = "Time-stamps say when it was sealed";
constexpr const char* kDrawnTitle = "The page says what the certificate says";

// A file that is no PDF that we read.
Judged unreadable(const Question& question, const std::string& why) {
  Judged judged = judge_nothing(question);
  for (Check& check : judged.verdict.checks) {
    if (check.id != "well_formed") continue;
    check.state = CheckState::kFailed;
    check.detail = "The PDF is not well formed: " + why + ".";
  }
  const Finding finding = not_done("Not reached: an earlier step failed.");
  add(judged.verdict, "pdf_seal", kSealTitle, finding);
  add(judged.verdict, "pdf_revisions", kRevisionsTitle, finding);
  add(judged.verdict, "pdf_attachments", kAttachmentsTitle, finding);
  add(judged.verdict, "pdf_timestamp", kTimestampTitle, finding);
  add(judged.verdict, "pdf_drawn", kDrawnTitle, finding);
  return judged;
}

PdfRead read_pdf(std::string_view file, const std::vector<PdfRevision>& revisions) {
  PdfRead out{find_seal(file, revisions.front()), tl::unexpected(ledger::Error{Code::kInvalid, "there is no seal", {}}),
              read_later_revisions(file, revisions), revisions.size() - 1};
  if (out.seal) out.cms = read_seal(out.seal->signature);
  return out;
}

// Nothing that a stranger may have written is drawn.
bool is_the_issuers(const Verdict& verdict) {
  return passes(verdict, "signatures") && passes(verdict, "as_issued") && passes(verdict, "in_ledger") &&
         passes(verdict, "pdf_attachments");
}

SealMoment moment_of_seal(const PdfRead& pdf, const TimestampsRead& stamps, const Verdict& verdict) {
  if (stamps.of_seal) return {stamps.of_seal->at, true, "the moment of its time-stamp"};
  if (verdict.logged_at && passes(verdict, "time") && passes(verdict, "in_ledger"))
    return {*verdict.logged_at, false, "the ledger's time of the issue"};
  return {pdf.seal ? pdf.seal->claimed : UnixMillis{}, false, "which is nothing but the sealer's claim"};
}

Judged judge_pdf(std::string_view file, const Trust& trust, const Question& question, const DrawAgain& draw_again) {
  if (file.size() > kFileToVerifyBytesMax) return unreadable(question, "it is over 32 MiB");
  const auto revisions = read_revisions(file);
  if (!revisions) return unreadable(question, revisions.error().message);
  const auto attachments = read_attachments(revisions->front());
  Judged judged = attachments ? judge(attachments->bundle, trust, question) : judge_nothing(question);
  const PdfRead pdf = read_pdf(file, *revisions);
  std::vector<Bytes> lists = question.crls;
  if (pdf.later) lists.insert(lists.end(), pdf.later->crls.begin(), pdf.later->crls.end());
  const RevocationLists crls(lists);
  const std::vector<Bytes> roots = are_certificates(trust.ca) ? trust.ca : std::vector<Bytes>();
  std::vector<Bytes> stamp_roots = roots;
  if (are_certificates(trust.tsa)) stamp_roots.insert(stamp_roots.end(), trust.tsa.begin(), trust.tsa.end());
  TimestampsRead stamps = check_timestamps(pdf, stamp_roots, crls);
  const SealMoment moment = moment_of_seal(pdf, stamps, judged.verdict);
  add(judged.verdict, "pdf_seal", kSealTitle, check_seal(pdf, roots, trust.seals, crls, moment));
  add(judged.verdict, "pdf_revisions", kRevisionsTitle, check_revisions(pdf, stamps, roots, moment));
  add(judged.verdict, "pdf_attachments", kAttachmentsTitle, check_attachments(attachments, judged.verdict, trust));
  add(judged.verdict, "pdf_timestamp", kTimestampTitle, std::move(stamps.finding));
  add(judged.verdict, "pdf_drawn", kDrawnTitle,
      is_the_issuers(judged.verdict) ? check_drawn(file, *revisions, *attachments, draw_again)
                                     : not_done("Not reached: an earlier step failed."));
  return judged;
}

}  // namespace

Verdict verify_pdf(std::string_view file, const Trust& trust, const Question& question, const DrawAgain& draw_again) {
  Judged judged = judge_pdf(file, trust, question, draw_again);
  conclude(judged.verdict, trust, judged.status);
  return std::move(judged.verdict);
}

Verdict verify_file(std::string_view file, const Trust& trust, const Question& question, const DrawAgain& draw_again) {
  return looks_like_pdf(file) ? verify_pdf(file, trust, question, draw_again) : verify(file, trust, question);
}

}  // namespace certs
