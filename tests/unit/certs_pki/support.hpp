// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "certs/pki.hpp"
#include "support/temp_folder.hpp"

namespace certs_pki_test {

using certs::Bytes;
using certs::PkiKey;
using certs::PkiRole;
using ledger::UnixMillis;

constexpr std::uint64_t kDayMillis = 86'400'000;
constexpr UnixMillis kBegin{1'735'689'600'000};  // 2025-01-01T00:00:00Z
constexpr std::uint64_t kYearMillis = 365 * kDayMillis;

[[nodiscard]] UnixMillis days_later(std::uint64_t days);

void write(const std::filesystem::path& file, std::string_view content);
void write(const std::filesystem::path& file, const Bytes& content);
[[nodiscard]] std::string read(const std::filesystem::path& file);

// Runs `openssl ARGUMENTS` in the folder: exit code and all that it printed.
struct Ran {
  int code = -1;
  std::string output;
};
[[nodiscard]] Ran openssl(const std::filesystem::path& folder, const std::string& arguments);

struct Issued {
  PkiKey key;
  Bytes certificate;
};
[[nodiscard]] certs::CertificateOrder order_of(PkiRole role, const PkiKey& key);
// Signed by `issuer`, or by itself when null.
[[nodiscard]] Issued issue(PkiRole role, const Issued* issuer);

// Root, issuing authority and one certificate of each other kind, made once.
struct Hierarchy {
  Issued root = issue(PkiRole::kRoot, nullptr);
  Issued issuing = issue(PkiRole::kIssuing, &root);
  Issued seal = issue(PkiRole::kSeal, &issuing);
  Issued tsa = issue(PkiRole::kTimestamp, &issuing);
  Issued tls = issue(PkiRole::kTls, &issuing);
  [[nodiscard]] std::vector<Bytes> chain() const { return {issuing.certificate, root.certificate}; }
};
[[nodiscard]] const Hierarchy& hierarchy();

}  // namespace certs_pki_test
