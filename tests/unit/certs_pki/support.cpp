// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace certs_pki_test {

UnixMillis days_later(std::uint64_t days) {
  return {kBegin.value + days * kDayMillis};
}

void write(const std::filesystem::path& file, std::string_view content) {
  std::ofstream(file, std::ios::binary) << content;
}

void write(const std::filesystem::path& file, const Bytes& content) {
  write(file, ledger::text(content));
}

std::string read(const std::filesystem::path& file) {
  std::ostringstream out;
  out << std::ifstream(file, std::ios::binary).rdbuf();
  return out.str();
}

Ran openssl(const std::filesystem::path& folder, const std::string& arguments) {
  const std::string command = "cd '" + folder.string() + "' && openssl " + arguments + " 2>&1";
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return {};
  Ran ran;
  std::array<char, 4'096> piece{};
  for (std::size_t size = 0; (size = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) {
    ran.output.append(piece.data(), size);
  }
  ran.code = ::pclose(pipe);
  return ran;
}

certs::CertificateOrder order_of(PkiRole role, const PkiKey& key) {
  certs::CertificateOrder order;
  order.role = role;
  order.subject = {"CA", "Certification de données", std::string("Test ") + std::string(certs::role_name(role))};
  order.public_key_info = key.public_key_info();
  order.from = kBegin;
  order.until = days_later(role == PkiRole::kRoot ? 20 * 365 : certs::is_authority(role) ? 10 * 365 : 365);
  order.crl_address =
      role == PkiRole::kIssuing ? "https://attest.example/pki/root.crl" : "https://attest.example/pki/issuing.crl";
  order.issuer_address = "https://attest.example/pki/issuing.cer";
  if (role == PkiRole::kTls) order.hosts = {"attest.example", "127.0.0.1"};
  return order;
}

Issued issue(PkiRole role, const Issued* issuer) {
  auto key = PkiKey::generate(role);
  if (!key) throw std::runtime_error(key.error().message);
  const auto made = certs::issue_certificate(order_of(role, *key), issuer == nullptr ? *key : issuer->key,
                                             issuer == nullptr ? Bytes() : issuer->certificate);
  if (!made) throw std::runtime_error(made.error().message + " " + made.error().field);
  return {std::move(*key), *made};
}

const Hierarchy& hierarchy() {
  static const Hierarchy kMade;
  return kMade;
}

}  // namespace certs_pki_test
