// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/verify.hpp"

#include "attest/date.hpp"
#include "certs/pem.hpp"
#include "certs/render.hpp"
#include "certs/verify_pdf.hpp"
#include "cityledger/files.hpp"
#include "cityledger/trust_files.hpp"

namespace cityledger {
namespace {

Result<TrustFiles> trust_for(const VerifyOptions& options) {
  if (!options.trust.empty()) return read_trust(options.trust);
  if (options.ledger.link) return read_trust(options.ledger.folder / "trust");
  const auto session = Session::open_to_read(options.ledger);
  if (!session) {
    return fail(session.error().code, session.error().message + " (give --trust DIR to verify without a ledger)",
                session.error().field);
  }
  return trust_of((*session)->ledger(), options.did);
}

Result<certs::Question> question_of(const VerifyOptions& options) {
  certs::Question question;
  const auto at = options.at ? attest::parse_end_of_day_or_moment(*options.at)
                             : Result<ledger::UnixMillis>(ledger::MachineClock().now());
  if (!at) return fail(at.error().code, at.error().message, "at");
  question.at = *at;
  for (const auto& file : options.status) {
    auto text = read_file(file, certs::kFileToVerifyBytesMax);
    if (!text) return tl::unexpected(text.error());
    question.status_lists.push_back(std::move(*text));
  }
  for (const auto& file : options.crls) {
    const auto text = read_file(file, certs::kFileToVerifyBytesMax);
    if (!text) return tl::unexpected(text.error());
    const auto lists = certs::parse_pem_or_der(*text, "X509 CRL");
    if (!lists) return fail(lists.error().code, file.string() + ": " + lists.error().message, "crl");
    question.crls.insert(question.crls.end(), lists->begin(), lists->end());
  }
  return question;
}

// What an unverified file holds is drawn only to be compared.
Result<std::string> draw_again(const certs::DrawnFrom& from) {
  const auto bundle = certs::parse_bundle(from.bundle);
  if (!bundle) return tl::unexpected(bundle.error());
  const auto pdf =
      certs::draw_certificate({*bundle, ledger::view(from.short_form), std::string(from.language), /*specimen=*/false});
  if (!pdf) return tl::unexpected(pdf.error());
  return std::string(ledger::text(*pdf));
}

}  // namespace

int run_verify(const VerifyOptions& options, Console& console) {
  const auto files = trust_for(options);
  if (!files) return console.fail(files.error());
  const auto trust = certs::parse_trust(*files);
  if (!trust) return console.fail(trust.error());
  const auto question = question_of(options);
  if (!question) return console.fail(question.error());
  const auto content = read_file(options.file, certs::kFileToVerifyBytesMax);
  if (!content) return console.fail(content.error());
  const certs::Verdict verdict = certs::verify_file(*content, *trust, *question, draw_again);
  console.print(certs::verdict_text(verdict));
  console.answer(certs::verdict_json(verdict));
  return certs::exit_code(verdict.outcome);
}

}  // namespace cityledger
