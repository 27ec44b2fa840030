// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The PDF of an issued certificate: drawn from its bundle, sealed, and said in the ledger (certificate.rendered).
#pragma once

#include <optional>
#include <string>

#include "attest/ledger_folder.hpp"
#include "certs/bundle.hpp"
#include "certs/issue.hpp"
#include "certs/render.hpp"
#include "certs/seal.hpp"

namespace certs {

struct PdfRequest {
  std::string language = "en";
  std::optional<CredentialKey> paper;      // signs the short form for the second code; without it there is none
  SealKey seal;                            // whose certificate's path stands in the seal
  ledger::UnixMillis sealed_at;            // the claimed time in the seal
  TimestampSource timestamps;              // empty: no time-stamp is asked for (B-B)
  bool may_lack_timestamp = false;         // when no authority answers: seal without one, and say so
  const attest::Signer* issuer = nullptr;  // statement key with role issuer
};

// A PDF that the ledger does not name yet.
struct PrintedPdf {
  std::string pdf;
  std::optional<std::string> notice;  // why there is no time-stamp
};

struct SealedPdf {
  std::string pdf;
  attest::EntryRef rendered;          // certificate.rendered
  std::optional<std::string> notice;  // why there is no time-stamp
};

// The template of this build as it is in force in the ledger. Errors: kNotFound (publish it: the message says how),
// kNewer (another one is, of the same version or a higher one).
[[nodiscard]] Result<attest::EntryRef> published_template(const ledger::StateReader& state, const Renderer& renderer);

// Draws and seals, and touches no ledger. Threads: any, each with a painter of its own, when the request's signers and
// its source of time-stamps are for any thread. Errors: kBusy (no time-stamp authority answers); those of Painter::draw
// and seal_pdf.
[[nodiscard]] Result<PrintedPdf> print_certificate(Painter& painter, const Bundle& bundle, const PdfRequest& request);

// Says in the ledger that `pdf` is a certificate's PDF, drawn by this build.
// Errors: kNotFound (no template published), kRefused, those of the ledger.
[[nodiscard]] Result<attest::EntryRef> record_printed(attest::LedgerFolder& ledger, const std::string& number,
                                                      const Renderer& with, std::string_view pdf,
                                                      const attest::Signer& issuer);

// Both. `bundle` must be of a certificate of this ledger; `with` is this build. Nothing is appended unless drawing and
// sealing succeeded. Errors: kNotFound (no template published), kBusy (no time-stamp authority answers), kRefused;
// those of Painter::draw, seal_pdf and the ledger.
[[nodiscard]] Result<SealedPdf> make_certificate_pdf(attest::LedgerFolder& ledger, Painter& painter,
                                                     const Renderer& with, const Bundle& bundle,
                                                     const PdfRequest& request);

// Says in the ledger that `extended` is the PDF recorded as `sealed`, with later revisions behind it.
// Errors: kNotFound (`sealed` was never recorded: it is not the file that was issued), kRefused, those of the ledger.
[[nodiscard]] Result<attest::EntryRef> record_extended(attest::LedgerFolder& ledger, const std::string& number,
                                                       std::string_view sealed, std::string_view extended,
                                                       const attest::Signer& issuer);

}  // namespace certs
