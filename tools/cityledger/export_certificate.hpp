// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The files of one certificate: what its holder and outside tools are given.
#pragma once

#include <filesystem>
#include <string>

#include "certs/certificate_report.hpp"
#include "certs/issue.hpp"

namespace cityledger {

// credential.json, bundle.json, issuance.cose, receipt.cose, issuance.tlog-proof.
[[nodiscard]] ledger::Result<void> write_certificate_files(const attest::LedgerFolder& ledger,
                                                           const attest::Json& credential, const certs::Bundle& bundle,
                                                           const std::filesystem::path& folder);
// The same for an issued certificate, with proofs to the present checkpoint, and its sealed PDF files. Errors:
// kNotFound, ...
[[nodiscard]] ledger::Result<void> export_certificate(const attest::LedgerFolder& ledger, const std::string& number,
                                                      const std::filesystem::path& folder);
}  // namespace cityledger
