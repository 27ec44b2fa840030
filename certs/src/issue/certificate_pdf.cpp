// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/certificate_pdf.hpp"

#include "attest/records.hpp"
#include "certs/credential.hpp"
#include "certs/short_form.hpp"
#include "issue/certificate_files.hpp"

namespace certs {
namespace {

Result<Bytes> short_form(const Certificate& certificate, const Json& credential, const PdfRequest& request) {
  if (!request.paper) return Bytes{};
  return sign_short_form(short_form_of(certificate, fingerprint(credential)), request.paper->verification_method,
                         *request.paper->key);
}

Result<std::string> seal(std::string_view unsealed, const PdfRequest& request, std::optional<std::string>& notice) {
  auto sealed = seal_pdf(unsealed, request.seal, request.sealed_at, request.timestamps);
  if (sealed || sealed.error().code != Code::kBusy || !request.may_lack_timestamp) return sealed;
  notice = "sealed without a time-stamp: " + sealed.error().message;
  return seal_pdf(unsealed, request.seal, request.sealed_at);
}

}  // namespace

Result<attest::EntryRef> published_template(const ledger::StateReader& state, const Renderer& renderer) {
  const auto record = attest::get_template(state, renderer.description.id);
  if (!record) return tl::unexpected(record.error());
  if (*record && (*record)->published.digest == renderer.description.digest) return (*record)->entry;
  if (*record && (*record)->published.version >= renderer.description.version)
    return ledger::fail(Code::kNewer,
                        "version " + std::to_string((*record)->published.version) +
                            " of the template is in force, and this program draws with another one, version " +
                            std::to_string(renderer.description.version) +
                            ": take the program that published it, or a "
                            "newer one",
                        "template");
  return ledger::fail(Code::kNotFound,
                      "the template with which this program draws is not published in the ledger: "
                      "cityledger template publish " +
                          renderer.description.id,
                      "template");
}

Result<attest::EntryRef> record_extended(attest::LedgerFolder& ledger, const std::string& number,
                                         std::string_view sealed, std::string_view extended,
                                         const attest::Signer& issuer) {
  const auto record = attest::get_certificate(ledger.store(), number);
  if (!record) return tl::unexpected(record.error());
  if (!*record) return ledger::fail(Code::kNotFound, "the ledger has no certificate " + number, "certificate");
  const Digest before = ledger::sha256(ledger::view(sealed));
  for (const attest::RenderedRecord& rendering : (*record)->renderings) {
    if (rendering.pdf != before) continue;
    const auto statement = ledger.statement(rendering.entry.index);
    if (!statement) return tl::unexpected(statement.error());
    auto body = std::get<attest::CertificateRendered>(statement->body);
    body.pdf = ledger::sha256(ledger::view(extended));
    return say(ledger, body, issuer);
  }
  return ledger::fail(Code::kNotFound, "the file is none that was recorded for certificate " + number, "pdf");
}

Result<PrintedPdf> print_certificate(Painter& painter, const Bundle& bundle, const PdfRequest& request) {
  const auto certificate = parse_certificate(bundle.credential);
  if (!certificate) return tl::unexpected(certificate.error());
  const auto form = short_form(*certificate, bundle.credential, request);
  if (!form) return tl::unexpected(form.error());
  const auto drawn = painter.draw({bundle, *form, request.language});
  if (!drawn) return tl::unexpected(drawn.error());
  PrintedPdf printed;
  auto sealed = seal(ledger::text(*drawn), request, printed.notice);
  if (!sealed) return tl::unexpected(sealed.error());
  printed.pdf = std::move(*sealed);
  return printed;
}

Result<attest::EntryRef> record_printed(attest::LedgerFolder& ledger, const std::string& number, const Renderer& with,
                                        std::string_view pdf, const attest::Signer& issuer) {
  const auto in_force = published_template(ledger.store(), with);
  if (!in_force) return tl::unexpected(in_force.error());
  return say(ledger, attest::CertificateRendered{number, ledger::sha256(ledger::view(pdf)), *in_force, with.name},
             issuer);
}

Result<SealedPdf> make_certificate_pdf(attest::LedgerFolder& ledger, Painter& painter, const Renderer& with,
                                       const Bundle& bundle, const PdfRequest& request) {
  const auto certificate = parse_certificate(bundle.credential);
  if (!certificate) return tl::unexpected(certificate.error());
  if (const auto there = published_template(ledger.store(), with); !there) return tl::unexpected(there.error());
  auto printed = print_certificate(painter, bundle, request);
  if (!printed) return tl::unexpected(printed.error());
  const auto said = record_printed(ledger, certificate->number, with, printed->pdf, *request.issuer);
  if (!said) return tl::unexpected(said.error());
  return SealedPdf{std::move(printed->pdf), *said, std::move(printed->notice)};
}

}  // namespace certs
