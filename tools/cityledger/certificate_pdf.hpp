// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger certificate pdf, extend, badge: the certificate that people hold. `issue` prints with the same Printer.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "certs/certificate_pdf.hpp"
#include "cityledger/console.hpp"
#include "cityledger/press.hpp"
#include "cityledger/session.hpp"
#include "cityledger/timestamp.hpp"

namespace cityledger {

struct PdfOptions {
  std::string language = "en";
  std::string paper;                      // name of a paper key; empty: no second code
  std::vector<std::string> authorities;   // addresses of outside time-stamp authorities; empty: our own
  std::filesystem::path authority_roots;  // PEM, of those
  bool no_timestamp = false;
  bool may_lack_timestamp = false;  // seal without one when no authority answers
};

struct Printed {
  std::filesystem::path file;
  attest::EntryRef rendered;
  std::optional<std::string> notice;
};

// Draws, seals and records certificates: fonts and keys are read once.
class Printer {
 public:
  // Errors: kNotFound (no pki, no seal in force: the message says what to do), kKey, kInvalid.
  [[nodiscard]] static Result<Printer> make(Session& session, const LedgerOptions& ledger, const PdfOptions& options,
                                            const std::string& did, const std::string& signer);
  // Before anything is signed. Errors: those of Painter::can_draw.
  [[nodiscard]] Result<void> can_print(const certs::Certificate& certificate) { return painter_.can_draw(certificate); }
  // Writes certificate.pdf (certificate.LANGUAGE.pdf unless English) into the ledger's own folder and into `folder`.
  [[nodiscard]] Result<Printed> print(const certs::Bundle& bundle, const std::filesystem::path& folder);
  // The two halves of print(), for many: a press draws and seals on its own threads, and what it made is recorded and
  // written in the order that the caller chooses. The printer must outlive the press.
  [[nodiscard]] std::unique_ptr<Press> press() const { return std::make_unique<Press>(request_); }
  [[nodiscard]] Result<Printed> keep(const std::string& number, const certs::PrintedPdf& made,
                                     const std::filesystem::path& folder);

 private:
  Printer(Session& session, certs::Painter painter, certs::Renderer build)
      : session_(&session), painter_(std::move(painter)), build_(std::move(build)) {}
  Session* session_;
  certs::Painter painter_;
  certs::Renderer build_;
  certs::PdfRequest request_;
  std::unique_ptr<Timestamping> timestamping_;
};

// Where the ledger's own folder has it.
[[nodiscard]] std::filesystem::path kept_pdf(const attest::LedgerFolder& ledger, const std::string& number,
                                             const std::string& language);
// What a PDF made now carries. Errors: those of certs::kept_credential and certs::make_bundle.
[[nodiscard]] Result<certs::Bundle> bundle_of(const attest::LedgerFolder& ledger, const std::string& number);

[[nodiscard]] std::string printed_text(const std::string& number, const Printed& printed);
[[nodiscard]] Json::Object printed_json(const std::string& number, const Printed& printed);

// "certificates 1 and 2 are issued, but their PDFs could not be made: WHY; mend that, then: …".
[[nodiscard]] Error without_pdf(const std::vector<std::string>& numbers, const Error& why);

struct CertificatePdfOptions {
  LedgerOptions ledger;
  PdfOptions pdf;
  std::string number;
  bool missing = false;  // instead of a number: every certificate that has no PDF
  std::string did;
  std::string signer;
  std::filesystem::path out;  // folder; empty: LEDGER/certificates/NUMBER
};
[[nodiscard]] int run_certificate_pdf(const CertificatePdfOptions& options, Console& console);

struct CertificateExtendOptions {
  LedgerOptions ledger;
  PdfOptions pdf;
  std::string number;
  std::string signer;
  std::vector<std::filesystem::path> lists;  // revocation lists of outside authorities, DER
};
// B-LT, and B-LTA unless no time-stamp is wanted; the new digest is recorded as the old one was.
[[nodiscard]] int run_certificate_extend(const CertificateExtendOptions& options, Console& console);

}  // namespace cityledger
