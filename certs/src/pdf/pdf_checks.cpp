// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "pdf_checks.hpp"

#include <algorithm>
#include <set>

#include "attest/date.hpp"
#include "certs/data_integrity.hpp"
#include "certs/short_form.hpp"

namespace certs {
namespace {

using ledger::Code;

constexpr const char* kNoCa =
    "The trust folder has no ca.pem that can be read, so whose seal the PDF has was not judged.";

// "9 November 2018 10:00 UTC", with seconds where there are some.
std::string when(UnixMillis moment) {
  const std::string text = attest::format_moment(moment);  // 2018-11-09T10:00:31Z
  const std::string time = text.substr(11, text.ends_with(":00Z") ? 5 : 8);
  return attest::format_day_for_people(moment) + " " + time + " UTC";
}

// A whole sentence from an error's words.
std::string sentence(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words.ends_with('.') ? words : words + ".";
}

// A time-stamp that no trusted authority made proves nothing, and is no sign of forgery.
Finding stamp_finding(const ledger::Error& error) {
  if (error.code == Code::kNotFound)
    return not_done("A time-stamp is by an authority that the trust folder does not name.");
  return failed("A time-stamp is not good: " + error.message + ".");
}

void worsen(Finding& finding, Finding other) {
  if (finding.state == CheckState::kFailed || other.state == CheckState::kPassed) return;
  if (other.state == CheckState::kFailed || finding.state == CheckState::kPassed) finding = std::move(other);
}

bool was_revoked(const Timestamp& stamp, const RevocationLists& crls) {
  const Revocation answer = revocation_of(stamp.path, crls);
  // Whoever has a stolen key of an authority dates stamps as he likes (RFC 3161, section 4, 1).
  return answer.revoked_at && (answer.compromised || *answer.revoked_at <= stamp.at);
}

// Puts a good one into `into`.
template <typename Place>
void take_stamp(TimestampsRead& read, Result<Timestamp> stamp, const RevocationLists& crls, Place into) {
  if (!stamp) {
    read.some_untrusted = read.some_untrusted || stamp.error().code == Code::kNotFound;
    return worsen(read.finding, stamp_finding(stamp.error()));
  }
  if (was_revoked(*stamp, crls))
    return worsen(read.finding,
                  failed("The certificate of the authority of a time-stamp had been revoked before it, or was "
                         "compromised."));
  into(std::move(*stamp));
}

std::string stamps_in_words(const TimestampsRead& read) {
  std::string out;
  if (read.of_seal) out = "The seal existed on " + when(read.of_seal->at) + ", says " + read.of_seal->authority + ".";
  if (!read.of_document.empty()) {
    const Timestamp& last = read.of_document.back();
    out += (out.empty() ? "" : " ") + std::to_string(read.of_document.size()) +
           " time-stamp(s) of the whole document, the last of " + when(last.at) + " by " + last.authority + ".";
  }
  return out + " Each authority's certificate was judged at its own time-stamp's moment.";
}

std::string revocation_in_words(const Revocation& answer, const SealMoment& moment) {
  if (answer.revoked_at) return " It was revoked on " + when(*answer.revoked_at) + ", after that moment.";
  if (answer.known && *answer.lists_of >= moment.at)
    return " Lists of " + when(*answer.lists_of) + " say that it was not revoked.";
  return " Whether it was revoked was not checked: there is no list of its authority made after that moment.";
}

// What the short form adds to the sentence; an error says why it is not this certificate's.
Result<std::string> judge_short_form(const std::string& bytes, const Json& credential,
                                     const std::optional<Certificate>& certificate, const Trust& trust) {
  const auto form = parse_short_form(ledger::view(bytes));
  if (!form) return tl::unexpected(form.error());
  if (!certificate) return std::string(" The short form beside them was not compared: the credential is malformed.");
  if (form->form != short_form_of(*certificate, fingerprint(credential)))
    return ledger::fail(Code::kInvalid, "it says something else than the credential");
  const Finding signature = check_signature_on_paper(*form, trust);
  if (signature.state == CheckState::kFailed) return ledger::fail(Code::kInvalid, signature.detail);
  return signature.state == CheckState::kPassed
             ? std::string(" The short form beside them says the same, by the issuer's key for paper.")
             : " The short form beside them says the same; its signature was not judged. " + signature.detail;
}

}  // namespace

TimestampsRead check_timestamps(const PdfRead& pdf, const std::vector<Bytes>& roots, const RevocationLists& crls) {
  TimestampsRead read;
  const bool has_any = (pdf.cms && pdf.cms->token) || (pdf.later && !pdf.later->timestamps.empty());
  if (!pdf.cms || !pdf.later) {
    read.finding = not_done("Not reached: the seal or a later revision is not as it has to be.");
    return read;
  }
  if (!has_any || roots.empty()) {
    read.finding = not_done(has_any ? "The trust folder has no ca.pem that can be read, so no time-stamp was judged."
                                    : "The PDF has no time-stamp: when it was sealed is its sealer's claim.");
    return read;
  }
  read.finding.state = CheckState::kPassed;
  if (pdf.cms->token) {
    const Digest signature = ledger::sha256(signature_value(pdf.cms->signature));
    take_stamp(read, verify_timestamp_token(*pdf.cms->token, signature, roots), crls,
               [&](Timestamp stamp) { read.of_seal = std::move(stamp); });
  }
  for (const PdfSignature& signature : pdf.later->timestamps)
    take_stamp(read, document_timestamp(signature, roots), crls,
               [&](Timestamp stamp) { read.of_document.push_back(std::move(stamp)); });
  if (read.finding.state == CheckState::kPassed) read.finding.detail = stamps_in_words(read);
  return read;
}

Finding check_seal(const PdfRead& pdf, const std::vector<Bytes>& roots, const std::vector<Bytes>& pinned,
                   const RevocationLists& crls, const SealMoment& moment) {
  if (!pdf.seal) return failed(sentence(pdf.seal.error().message));
  if (!pdf.cms) return failed(sentence(pdf.cms.error().message));
  if (roots.empty()) return not_done(kNoCa);
  const Bytes& signer = pdf.cms->certificates.front();
  const auto path = trusted_path(signer, pdf.cms->certificates, roots, PathUse::kSeal, moment.at);
  if (!path)
    return failed("The seal is not the issuer's: " + path.error().message + " (judged at " + when(moment.at) + ").");
  if (path->size() != pdf.cms->certificates.size())
    return failed("The seal brings a certificate that is not of its signer's path.");
  for (const Bytes& one : pdf.cms->certificates) {
    if (std::find(path->begin(), path->end(), one) == path->end())
      return failed("The seal brings a certificate that is not of its signer's path.");
  }
  if (!pinned.empty() && std::find(pinned.begin(), pinned.end(), signer) == pinned.end())
    return not_done("The seal is by " + subject_of(signer) +
                    ", whose certificate the trust folder does not name as the "
                    "issuer's: get the issuer's new trust folder.");
  const Revocation answer = revocation_of(*path, crls);
  if (answer.revoked_at && (!moment.stamped || *answer.revoked_at <= moment.at))
    return failed("The certificate of the seal was revoked on " + when(*answer.revoked_at) +
                  (moment.stamped ? ", before it sealed this." : ", and no time-stamp shows that the seal is older."));
  return passed("Sealed by " + subject_of(signer) + ". Its certificate was judged at " + when(moment.at) + ", " +
                moment.how + "; the seal itself claims " + when(pdf.seal->claimed) + "." +
                revocation_in_words(answer, moment));
}

Finding check_revisions(const PdfRead& pdf, const TimestampsRead& stamps, const std::vector<Bytes>& roots,
                        const SealMoment& moment) {
  if (!pdf.later) return failed(sentence(pdf.later.error().message));
  const std::string count = std::to_string(pdf.later_count);
  if (pdf.later_count == 0) return passed("Nothing was added after the seal.");
  std::vector<std::vector<Bytes>> paths;
  const auto signer = pdf.cms && !roots.empty() ? trusted_path(pdf.cms->certificates.front(), pdf.cms->certificates,
                                                               roots, PathUse::kSeal, moment.at)
                                                : tl::unexpected(ledger::Error{Code::kNotFound, {}, {}});
  if (signer && !stamps.some_untrusted && stamps.finding.state != CheckState::kFailed) {
    paths.push_back(*signer);
    if (stamps.of_seal) paths.push_back(stamps.of_seal->path);
    for (const Timestamp& one : stamps.of_document) paths.push_back(one.path);
    const auto is_used = [&](const Bytes& one) {
      return std::any_of(paths.begin(), paths.end(), [&](const std::vector<Bytes>& path) {
        return std::find(path.begin(), path.end(), one) != path.end();
      });
    };
    for (const Bytes& one : pdf.later->certificates) {
      if (!is_used(one)) return failed("A certificate that was added after the seal belongs to no signature.");
    }
    const RevocationLists lists(pdf.later->crls);
    std::set<std::size_t> used;
    for (const auto& path : paths) {
      for (const std::size_t one : revocation_of(path, lists).used) used.insert(one);
    }
    if (used.size() != pdf.later->crls.size())
      return failed("A revocation list that was added after the seal is of no signature's authority.");
  }
  return passed(count + " later revision(s) added validation data or time-stamps, and changed nothing else.");
}

Finding check_attachments(const Result<Attachments>& attachments, const Verdict& of_bundle, const Trust& trust) {
  if (!attachments) return failed(sentence(attachments.error().message));
  const bool good_bundle = std::any_of(of_bundle.checks.begin(), of_bundle.checks.end(), [](const Check& check) {
    return check.id == "well_formed" && check.state == CheckState::kPassed;
  });
  if (!good_bundle) return failed("The attached bundle is not well formed.");
  const auto credential = attest::parse_json(attachments->credential);
  const auto bundle = attest::parse_json(attachments->bundle);
  const Json* inside = bundle ? bundle->find("credential") : nullptr;
  if (!credential || inside == nullptr) return failed("The attached credential or bundle is not well formed.");
  if (attest::canonical_json(*credential) != attest::canonical_json(*inside))
    return failed("The attached credential is not the bundle's.");
  std::string words = "The credential and its bundle are attached, and the credential is the bundle's.";
  if (attachments->short_form) {
    const auto more = judge_short_form(*attachments->short_form, *credential, of_bundle.certificate, trust);
    if (!more) return failed("The attached short form is not this certificate's: " + more.error().message + ".");
    words += *more;
  }
  return passed(std::move(words));
}

}  // namespace certs
