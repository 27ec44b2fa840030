// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger certificate: what becomes of a certificate after its issue.
#pragma once

#include <string>
#include <vector>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct CertificateOptions {
  LedgerOptions ledger;
  std::string number;
  std::string from;  // day or moment; now
  std::string reason;
  std::string text;                // confidential
  std::string by;                  // supersede
  std::string did;                 // empty: the only one
  std::vector<std::string> seals;  // credential key, for the new lists
  std::string signer;
};
[[nodiscard]] int run_certificate_suspend(const CertificateOptions& options, Console& console);
[[nodiscard]] int run_certificate_reinstate(const CertificateOptions& options, Console& console);
[[nodiscard]] int run_certificate_revoke(const CertificateOptions& options, Console& console);
[[nodiscard]] int run_certificate_supersede(const CertificateOptions& options, Console& console);
[[nodiscard]] int run_certificate_correct(const CertificateOptions& options, Console& console);

}  // namespace cityledger
