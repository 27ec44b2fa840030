// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger status show: whether a certificate is in force on a day, from the ledger itself, and what ends soon.
#pragma once

#include <string>

#include "attest/ledger_folder.hpp"
#include "certs/verify.hpp"
#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct StatusShowOptions {
  LedgerOptions ledger;
  std::string number;  // empty: all certificates
  std::string at;      // day or moment; now
};
// Ends with the exit code of the verdict when one certificate is asked for.
[[nodiscard]] int run_status_show(const StatusShowOptions& options, Console& console);

// What the ledger says of a certificate on a day, by all that it knows now.
struct StatusOnDay {
  certs::Outcome outcome = certs::Outcome::kInForce;
  std::string text;     // "in force", "suspended since 1 March 2019", ...
  std::string warning;  // that it ends within the days that the catalogue says; else empty
};
[[nodiscard]] Result<StatusOnDay> status_on(const ledger::StateReader& state, const attest::CertificateRecord& record,
                                            ledger::UnixMillis at);

}  // namespace cityledger
