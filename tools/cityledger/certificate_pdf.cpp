// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/certificate_pdf.hpp"

#include <algorithm>
#include <mutex>

#include "certs/certificate_report.hpp"
#include "certs/lookup.hpp"
#include "certs/verify.hpp"
#include "certs/verify_timestamp.hpp"
#include "certs/words.hpp"
#include "cityledger/export_certificate.hpp"
#include "cityledger/files.hpp"
#include "cityledger/pki.hpp"
#include "cityledger/pki_trust.hpp"
#include "cityledger/print_missing.hpp"
#include "cityledger/sealing.hpp"
#include "ledger/durable_file.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kListBytesMax = 4U << 20U;

// The paper key's method in the document in force.
Result<std::optional<certs::CredentialKey>> paper_key(const std::string& name, const std::string& did,
                                                      Session& session) {
  if (name.empty()) return std::optional<certs::CredentialKey>{};
  const auto document = certs::find_did(session.ledger().store(), did);
  if (!document) return tl::unexpected(document.error());
  const auto key = session.keys().get(name);
  if (!key) return tl::unexpected(key.error());
  const attest::PublicKey& shown = (*key)->public_key();
  for (const certs::VerificationMethod& method : document->paper_keys) {
    const bool same = shown.algorithm == attest::Algorithm::kEdDsa && method.key == attest::as_ed25519(shown);
    if (same && !method.revoked && !method.expires) return std::optional(certs::CredentialKey{method.id, *key});
  }
  return fail(Code::kKey,
              "the key '" + name + "' is no paper key in force in the document of " + document->did +
                  ": add it with did publish --paper " + name,
              "paper");
}

// Whoever checks the seal later needs the root that its time-stamp leads to, and so does extending it: it is kept
// before the token is given out. Any thread.
certs::TimestampSource remembering(certs::TimestampSource source, std::vector<ledger::Bytes> roots, fs::path pki) {
  return [source = std::move(source), roots = std::move(roots), pki = std::move(pki),
          one_at_a_time = std::make_shared<std::mutex>()](const ledger::Digest& digest) -> Result<ledger::Bytes> {
    auto token = source(digest);
    if (!token) return token;
    const auto stamp = certs::verify_timestamp_token(*token, digest, roots);
    if (!stamp) return tl::unexpected(stamp.error());
    const std::lock_guard lock(*one_at_a_time);
    const auto kept = remember_outside_authorities(pki, {stamp->path.back()});
    if (!kept) return tl::unexpected(kept.error());
    return token;
  };
}

// Nothing when no time-stamp is wanted.
Result<std::unique_ptr<Timestamping>> timestamping(const LedgerOptions& ledger, const PdfOptions& options,
                                                   Session& session) {
  if (options.no_timestamp) return std::make_unique<Timestamping>();
  auto stamping = timestamping_for(ledger, session.keys(), options.authorities, options.authority_roots);
  if (!stamping || (*stamping)->outside_roots.empty()) return stamping;
  (*stamping)->source = remembering((*stamping)->source, (*stamping)->outside_roots, pki_folder(ledger));
  return stamping;
}

}  // namespace

fs::path kept_pdf(const attest::LedgerFolder& ledger, const std::string& number, const std::string& language) {
  return certs::kept_folder(ledger, number) /
         (language == "en" ? "certificate.pdf" : "certificate." + language + ".pdf");
}

Result<certs::Bundle> bundle_of(const attest::LedgerFolder& ledger, const std::string& number) {
  const auto credential = certs::kept_credential(ledger, number);
  if (!credential) return tl::unexpected(credential.error());
  return certs::make_bundle(ledger, *credential);
}

Result<Printer> Printer::make(Session& session, const LedgerOptions& ledger, const PdfOptions& options,
                              const std::string& did, const std::string& signer) {
  auto seal = seal_key_for(ledger, session.keys(), session.ledger().now());
  if (!seal) return tl::unexpected(seal.error());
  auto painter = certs::Painter::make();
  if (!painter) return tl::unexpected(painter.error());
  auto build = certs::renderer();
  if (!build) return tl::unexpected(build.error());
  if (const auto there = certs::published_template(session.ledger().store(), *build); !there)
    return tl::unexpected(there.error());
  if (const auto known = certs::certificate_languages();
      std::find(known.begin(), known.end(), options.language) == known.end())
    return fail(Code::kInvalid, "there are no texts in '" + options.language + "'; there are: " + certs::join(known),
                "language");
  Printer printer(session, std::move(*painter), std::move(*build));
  auto paper = paper_key(options.paper, did, session);
  if (!paper) return tl::unexpected(paper.error());
  auto stamping = timestamping(ledger, options, session);
  if (!stamping) return tl::unexpected(stamping.error());
  const auto issuer = session.keys().get(signer);
  if (!issuer) return tl::unexpected(issuer.error());
  printer.timestamping_ = std::move(*stamping);
  printer.request_.language = options.language;
  printer.request_.paper = std::move(*paper);
  printer.request_.seal = std::move(*seal);
  printer.request_.timestamps = printer.timestamping_->source;
  printer.request_.may_lack_timestamp = options.may_lack_timestamp;
  printer.request_.issuer = *issuer;
  return printer;
}

Result<Printed> Printer::print(const certs::Bundle& bundle, const fs::path& folder) {
  const auto certificate = certs::parse_certificate(bundle.credential);
  if (!certificate) return tl::unexpected(certificate.error());
  request_.sealed_at = session_->ledger().now();
  const auto made = certs::print_certificate(painter_, bundle, request_);
  if (!made) return tl::unexpected(made.error());
  return keep(certificate->number, *made, folder);
}

Result<Printed> Printer::keep(const std::string& number, const certs::PrintedPdf& made, const fs::path& folder) {
  attest::LedgerFolder& ledger = session_->ledger();
  const auto rendered = certs::record_printed(ledger, number, build_, made.pdf, *request_.issuer);
  if (!rendered) return tl::unexpected(rendered.error());
  const fs::path kept = kept_pdf(ledger, number, request_.language);
  if (const auto done = ledger::replace_file(kept, made.pdf); !done) return tl::unexpected(done.error());
  if (fs::weakly_canonical(folder) != fs::weakly_canonical(kept.parent_path())) {
    if (const auto done = write_file(folder / kept.filename(), made.pdf); !done) return tl::unexpected(done.error());
  }
  return Printed{folder / kept.filename(), *rendered, made.notice};
}

Error without_pdf(const std::vector<std::string>& numbers, const Error& why) {
  const bool one = numbers.size() == 1;
  return {why.code,
          (one ? "certificate " : "certificates ") + certs::join(numbers) +
              (one ? " is issued, but its PDF" : " are issued, but their PDFs") + " could not be made: " + why.message +
              "; mend that, then: cityledger certificate pdf " + (one ? numbers.front() : "--missing"),
          why.field};
}

namespace {

int print_one(Session& session, const CertificatePdfOptions& options, Console& console) {
  const auto bundle = bundle_of(session.ledger(), options.number);
  if (!bundle) return console.fail(bundle.error());
  auto printer = Printer::make(session, options.ledger, options.pdf, options.did, options.signer);
  if (!printer) return console.fail(printer.error());
  const fs::path folder = options.out.empty() ? certs::kept_folder(session.ledger(), options.number) : options.out;
  const auto printed = printer->print(*bundle, folder);
  if (!printed) return console.fail(printed.error());
  if (const auto closed = session.close(); !closed) return console.fail(closed.error());
  if (printed->notice) console.warn(*printed->notice);
  console.print(printed_text(options.number, *printed));
  console.answer(printed_json(options.number, *printed));
  return 0;
}

}  // namespace

std::string printed_text(const std::string& number, const Printed& printed) {
  return "entry " + std::to_string(printed.rendered.index.value) + ": certificate " + number + " drawn and sealed\n" +
         printed.file.string();
}

Json::Object printed_json(const std::string& number, const Printed& printed) {
  Json::Object out{{"number", number}, {"file", printed.file.string()}, {"entry", attest::to_json(printed.rendered)}};
  if (printed.notice) out.emplace("notice", *printed.notice);
  return out;
}

int run_certificate_pdf(const CertificatePdfOptions& options, Console& console) {
  if (options.missing == !options.number.empty())
    return console.fail({Code::kInvalid, "name the certificate, or say --missing", "number"});
  if (options.missing && !options.out.empty())
    return console.fail({Code::kInvalid, "--out is for one certificate", "out"});
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  return options.missing ? print_missing(**session, options, console) : print_one(**session, options, console);
}

namespace {

// Those of the ledger, and the lists in files.
Result<certs::ValidationData> validation_data(const CertificateExtendOptions& options) {
  auto data = validation_data_for(options.ledger);
  if (!data) return data;
  for (const fs::path& file : options.lists) {
    const auto list = read_file(file, kListBytesMax);
    if (!list) return tl::unexpected(list.error());
    data->crls.push_back(ledger::to_bytes(std::string_view(*list)));
  }
  return data;
}

}  // namespace

int run_certificate_extend(const CertificateExtendOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  attest::LedgerFolder& ledger = (*session)->ledger();
  if (const auto record = certs::find_certificate(ledger.store(), options.number); !record)
    return console.fail(record.error());
  const fs::path file = kept_pdf(ledger, options.number, options.pdf.language);
  const auto sealed = read_file(file, certs::kFileToVerifyBytesMax);
  if (!sealed) return console.fail(sealed.error());
  const auto data = validation_data(options);
  if (!data) return console.fail(data.error());
  const auto stamping = timestamping(options.ledger, options.pdf, **session);
  if (!stamping) return console.fail(stamping.error());
  const auto signer = (*session)->keys().get(options.signer);
  if (!signer) return console.fail(signer.error());
  const auto extended = certs::extend_pdf(*sealed, *data, (*stamping)->source);
  if (!extended) return console.fail(extended.error());
  const auto rendered = certs::record_extended(ledger, options.number, *sealed, *extended, **signer);
  if (!rendered) return console.fail(rendered.error());
  if (const auto done = ledger::replace_file(file, *extended); !done) return console.fail(done.error());
  if (const auto closed = (*session)->close(); !closed) return console.fail(closed.error());
  console.print("entry " + std::to_string(rendered->index.value) + ": " + file.string() +
                " now carries what proves its seal later" + (options.pdf.no_timestamp ? "" : ", under a time-stamp"));
  console.answer(Json::Object{{"number", options.number},
                              {"file", file.string()},
                              {"entry", attest::to_json(*rendered)},
                              {"timestamped", !options.pdf.no_timestamp}});
  return 0;
}

}  // namespace cityledger
