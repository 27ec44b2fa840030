// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A certificate as a page for people: what it says, whether it is in force, and how anybody can check that. Complete
// without script; no word on how a city performs.
#pragma once

#include <string>
#include <vector>

#include "certs/certificate_report.hpp"
#include "certs/certified_values.hpp"
#include "certs/credential.hpp"

namespace api {

struct CertificateFacts {
  certs::Certificate certificate;
  attest::CertificateRecord record;
  certs::StatusOnDay status;
  ledger::UnixMillis at;  // the moment that the status is of
  std::vector<certs::CertifiedValue> values;
  std::vector<std::string> pdfs;  // file names
};

[[nodiscard]] std::string certificate_page(const CertificateFacts& facts);

}  // namespace api
