// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger issue and cityledger status: certificates, and the lists that say which are revoked or suspended.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "certs/issue.hpp"
#include "cityledger/certificate_pdf.hpp"
#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct IssueOptions {
  LedgerOptions ledger;
  std::vector<std::string> cycles;
  bool all = false;                // every cycle whose review recommends to issue
  std::string number;              // of the only cycle; empty: the next free one
  std::string valid_from;          // day or moment; now
  std::string did;                 // empty: the only one
  std::vector<std::string> seals;  // names of credential keys, the issuer's first
  std::string signer;
  std::filesystem::path out;  // of the only cycle; empty: LEDGER/certificates/NUMBER
  PdfOptions pdf;
  bool no_pdf = false;  // else the PDF is drawn and sealed too, where the ledger has a seal (pki init)
};
[[nodiscard]] int run_issue(const IssueOptions& options, Console& console);

// A certificate that a command issued.
struct Issued {
  attest::CertificateRecord record;
  certs::Bundle bundle;
  std::filesystem::path folder;
  std::optional<Printed> printed;
};
// Issues one and writes all its files but the PDF. `printer`: asked first whether it can draw the certificate; may be
// null. Errors: those of certs::issue_certificate and of writing.
[[nodiscard]] Result<Issued> issue_files(Session& session, const IssueOptions& options, Printer* printer,
                                         const std::string& cycle);
[[nodiscard]] std::string issued_text(const Issued& issued);
[[nodiscard]] Json::Object issued_json(const Issued& issued);

struct StatusOptions {
  LedgerOptions ledger;
  std::string did;
  std::vector<std::string> seals;
  std::string signer;
};
[[nodiscard]] int run_status_publish(const StatusOptions& options, Console& console);

// The method of the document that each key is. Errors: kKey when the document does not have it, or has it as ended
// at `now`.
[[nodiscard]] Result<std::vector<certs::CredentialKey>> credential_keys(const std::vector<std::string>& names,
                                                                        const certs::DidDocument& document,
                                                                        KeyRing& keys, ledger::UnixMillis now);
// "37120-2014-2017-000001": the next one that is free for the cycle's standard and data year.
[[nodiscard]] Result<std::string> next_certificate_number(const ledger::StateReader& state, const std::string& cycle);

}  // namespace cityledger
