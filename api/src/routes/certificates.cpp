// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// One address for a certificate, for people and machines: page, credential, bundle or PDF, by Accept; and each of them
// under a name of its own.
#include <algorithm>
#include <array>

#include "certs/badge.hpp"
#include "certs/issue.hpp"
#include "certs/lookup.hpp"
#include "html.hpp"
#include "ledger/durable_file.hpp"
#include "ledger/encoding.hpp"
#include "routes/answers.hpp"
#include "routes/certificate_page.hpp"
#include "routes/data_routes.hpp"

namespace api {
namespace {

using ledger::fail;

constexpr std::string_view kHtml = "text/html";
constexpr std::string_view kCredential = "application/vc";
constexpr std::string_view kBundle = "application/json";
constexpr std::string_view kPdf = "application/pdf";
constexpr std::array kForms = {Form{"html", kHtml}, Form{"credential", kCredential}, Form{"bundle", kBundle},
                               Form{"pdf", kPdf}};
constexpr std::string_view kPdfName = "certificate.pdf";

// certificate.pdf first, then certificate.LANGUAGE.pdf; none when none is kept.
std::vector<std::string> pdf_names(const attest::LedgerFolder& ledger, const std::string& number) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator file(certs::kept_folder(ledger, number), error), end; !error && file != end;
       file.increment(error)) {
    const std::string name = file->path().filename().string();
    if (name.starts_with("certificate") && name.ends_with(".pdf")) names.push_back(name);
  }
  std::sort(names.begin(), names.end(),
            [](const auto& a, const auto& b) { return std::pair(a != kPdfName, a) < std::pair(b != kPdfName, b); });
  return names;
}

Answer page(const attest::LedgerFolder& ledger, attest::CertificateRecord record) {
  const std::string number = record.issued.number;
  const auto credential = certs::kept_credential(ledger, number);
  if (!credential) return tl::unexpected(credential.error());
  auto certificate = certs::parse_certificate(*credential);
  if (!certificate) return tl::unexpected(certificate.error());
  const ledger::UnixMillis now = ledger.now();
  auto status = certs::status_on(ledger.store(), record, now);
  if (!status) return tl::unexpected(status.error());
  auto values = certs::certified_values(ledger, number);
  if (!values) return tl::unexpected(values.error());
  const CertificateFacts facts{std::move(*certificate), std::move(record),        std::move(*status), now,
                               std::move(*values),      pdf_names(ledger, number)};
  return public_reply("text/html; charset=utf-8", certificate_page(facts))
      .with("Content-Security-Policy", HtmlPage::policy());
}

Answer credential(const attest::LedgerFolder& ledger, const std::string& number) {
  const auto json = certs::kept_credential(ledger, number);
  if (!json) return tl::unexpected(json.error());
  return public_reply(std::string(kCredential), attest::canonical_json(*json));
}

Answer bundle(const attest::LedgerFolder& ledger, const std::string& number) {
  const auto json = certs::kept_credential(ledger, number);
  if (!json) return tl::unexpected(json.error());
  const auto made = certs::make_bundle(ledger, *json);
  if (!made) return tl::unexpected(made.error());
  return public_reply(std::string(kBundle), certs::encode_bundle(*made));
}

// Only the very file that the ledger names.
Answer pdf(const attest::LedgerFolder& ledger, const std::string& number, const std::string& name) {
  const auto names = pdf_names(ledger, number);
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    return fail(Code::kNotFound,
                names.empty() ? "no PDF of this certificate was made"
                              : "there is no such PDF; there are: " + certs::join(names),
                "file");
  }
  const std::filesystem::path file = certs::kept_folder(ledger, number) / name;
  const auto content = ledger::read_file(file, kFileBytesMax);
  if (!content) return tl::unexpected(content.error());
  const auto digest = ledger::sha256(ledger::view(*content));
  const auto owner = attest::get_certificate_of_pdf(ledger.store(), digest);
  if (!owner) return tl::unexpected(owner.error());
  if (*owner != number) return fail(Code::kCorrupt, "the kept PDF is not one that the ledger names", name);
  Response response = public_reply(std::string(kPdf), {});
  response.body = FileBody{file, content->size(), ledger::to_hex(digest)};
  return std::move(response).with("Content-Disposition", "inline; filename=\"" + number + ".pdf\"");
}

Answer badge(const attest::LedgerFolder& ledger, const attest::CertificateRecord& record) {
  const auto json = certs::kept_credential(ledger, record.issued.number);
  if (!json) return tl::unexpected(json.error());
  const auto certificate = certs::parse_certificate(*json);
  if (!certificate) return tl::unexpected(certificate.error());
  const auto status = certs::status_on(ledger.store(), record, ledger.now());
  if (!status) return tl::unexpected(status.error());
  const auto svg =
      certs::status_badge({certificate->city_name, certificate->standard + ":" + std::to_string(certificate->edition),
                           certificate->level, certificate->data_year, status->outcome, ledger.now(),
                           certs::certificate_address(certificate->base, certificate->number),
                           !certificate->notice.empty() || certificate->simulated_clock, "en"});
  if (!svg) return tl::unexpected(svg.error());
  // Opened by itself a picture is a page of ours, and could run what a page can.
  return public_reply("image/svg+xml", *svg).with("Content-Security-Policy", "default-src 'none'");
}

Answer by_accept(const attest::LedgerFolder& ledger, const Request& request) {
  if (const auto known = only_query(request, {"format"}); !known) return tl::unexpected(known.error());
  auto record = certs::find_certificate(ledger.store(), request.param("number"));
  if (!record) return tl::unexpected(record.error());
  const auto form = form_of(request, kForms);
  if (!form) return not_acceptable(kForms);
  const std::string number = record->issued.number;
  auto answer = *form == kHtml         ? page(ledger, std::move(*record))
                : *form == kCredential ? credential(ledger, number)
                : *form == kBundle     ? bundle(ledger, number)
                                       : pdf(ledger, number, std::string(kPdfName));
  if (answer) answer->with("Vary", "Accept").with("Link", "</c/" + number + ">; rel=\"canonical\"");
  return answer;
}

Answer by_name(const attest::LedgerFolder& ledger, const Request& request) {
  if (const auto known = only_query(request, {}); !known) return tl::unexpected(known.error());
  const auto record = certs::find_certificate(ledger.store(), request.param("number"));
  if (!record) return tl::unexpected(record.error());
  const std::string& number = record->issued.number;
  const std::string& file = request.param("file");
  if (file == "credential.json") return credential(ledger, number);
  if (file == "bundle.json") return bundle(ledger, number);
  if (file == "badge.svg") return badge(ledger, *record);
  if (file.ends_with(".pdf")) return pdf(ledger, number, file);
  return fail(Code::kNotFound, "there are: credential.json, bundle.json, badge.svg and certificate.pdf", "file");
}

}  // namespace

void add_certificate_routes(Router& router, const Context& context) {
  add_answers(router, context,
              {{"/c/{number}", by_accept},  // as the credential names itself
               {"/certificates/{number}", by_accept},
               {"/certificates/{number}/{file}", by_name}});
}

}  // namespace api
