// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// certificate pdf --missing: the PDF of every issued certificate that has none, drawn and sealed on all cores.
#pragma once

#include "cityledger/certificate_pdf.hpp"

namespace cityledger {

// Those whose file in the ledger's folder is not there, or is none that the ledger names: a run that was killed between
// entry and file leaves such a one. Revoked and expired certificates too. In the order of their numbers.
// Errors: kStorage, kCorrupt.
[[nodiscard]] Result<std::vector<std::string>> certificates_without_pdf(const attest::LedgerFolder& ledger,
                                                                        const std::string& language);

// An error ends the run, after what was begun before it is recorded and written. Out: the exit code.
[[nodiscard]] int print_missing(Session& session, const CertificatePdfOptions& options, Console& console);

}  // namespace cityledger
