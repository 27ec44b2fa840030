// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/verify.hpp"

#include "attest/date.hpp"
#include "certs/pem.hpp"
#include "certs/verify_pdf.hpp"
#include "cityledger/files.hpp"
#include "cityledger/trust_files.hpp"

namespace cityledger {
namespace {

Result<TrustFiles> trust_for(const VerifyOptions& options) {
  if (!options.trust.empty()) return read_trust(options.trust);
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

}  // namespace

int run_verify(const VerifyOptions& options, Console& console) {
  const auto files = trust_for(options);
  if (!files) return console.fail(files.error());
  const auto trust = parse(*files);
  if (!trust) return console.fail(trust.error());
  const auto question = question_of(options);
  if (!question) return console.fail(question.error());
  const auto content = read_file(options.file, certs::kFileToVerifyBytesMax);
  if (!content) return console.fail(content.error());
  const certs::Verdict verdict = certs::verify_file(*content, *trust, *question);
  console.print(certs::verdict_text(verdict));
  console.answer(certs::verdict_json(verdict));
  return certs::exit_code(verdict.outcome);
}

}  // namespace cityledger
