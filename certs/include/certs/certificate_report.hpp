// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a ledger says of an issued certificate. Nothing of it is confidential.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "attest/ledger_folder.hpp"
#include "certs/verify.hpp"
#include "certs/words.hpp"

namespace certs {

// What the ledger says of a certificate on a day, by all that it knows now.
struct StatusOnDay {
  Outcome outcome = Outcome::kInForce;
  std::string text;     // "in force", "suspended since 1 March 2019", ...
  std::string warning;  // that it ends within the days that the catalogue says; else empty
};
// For many certificates of one ledger: each catalogue is read once. `state` must outlive it. One thread.
class StatusTeller {
 public:
  explicit StatusTeller(const ledger::StateReader& state) : state_(state) {}
  // Errors: kCorrupt, kStorage.
  [[nodiscard]] Result<StatusOnDay> on(const attest::CertificateRecord& record, ledger::UnixMillis at);

 private:
  [[nodiscard]] Result<StatusOnDay> in_force(const attest::CertificateRecord& record, ledger::UnixMillis at,
                                             ledger::UnixMillis until);
  [[nodiscard]] Result<std::int64_t> warning_days(const attest::CertificateRecord& record);
  const ledger::StateReader& state_;
  std::map<std::string, std::int64_t> warning_days_;  // by standard
};
// The same for one.
[[nodiscard]] Result<StatusOnDay> status_on(const ledger::StateReader& state, const attest::CertificateRecord& record,
                                            ledger::UnixMillis at);
// With every change of status.
[[nodiscard]] Json status_json(const attest::CertificateRecord& record, const StatusOnDay& status,
                               ledger::UnixMillis at);

// Where a ledger keeps the files of a certificate.
[[nodiscard]] std::filesystem::path kept_folder(const attest::LedgerFolder& ledger, const std::string& number);
// The credential as the ledger's folder keeps it and the ledger names it. Errors: kNotFound, kCorrupt, kStorage.
[[nodiscard]] Result<Json> kept_credential(const attest::LedgerFolder& ledger, const std::string& number);
// The latest signed list of that address, as the ledger names it; nothing when none was published. Errors: kCorrupt
// (the file is not the one that the ledger names), kNotFound, kStorage.
[[nodiscard]] Result<std::optional<std::string>> kept_status_list(const attest::LedgerFolder& ledger,
                                                                  const std::string& address);
// The record, its status now, and the credential. Same errors.
[[nodiscard]] Result<Json> certificate_json(const attest::LedgerFolder& ledger,
                                            const attest::CertificateRecord& record);

}  // namespace certs
