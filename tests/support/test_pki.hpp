// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A small X.509 world made in memory with OpenSSL alone, so that tests of seals do not lean on our own issuing code.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attest/signer.hpp"
#include "certs/seal.hpp"
#include "ledger/ids.hpp"

namespace certs_test {

using ledger::Bytes;

// What may be otherwise in a certificate. Times as in attest/date.hpp.
struct CertificateRecipe {
  std::string name;
  std::string from = "2018-01-01T00:00:00Z";
  std::string until = "2045-01-01T00:00:00Z";
  std::string basic = "critical,CA:FALSE";
  std::string key_usage = "critical,digitalSignature,nonRepudiation";
  std::string extended_usage = "1.3.6.1.5.5.7.3.36,emailProtection";  // empty: none
  int serial = 1;
  bool sha1 = false;
};

class TestPki {
 public:
  TestPki();
  ~TestPki();
  TestPki(const TestPki&) = delete;
  TestPki& operator=(const TestPki&) = delete;

  [[nodiscard]] const Bytes& root() const;
  [[nodiscard]] const Bytes& issuing() const;
  [[nodiscard]] const attest::Signer& seal_signer() const;
  [[nodiscard]] const Bytes& seal_certificate() const;
  // Sealer with the whole chain; with another certificate of the same key and issuer when a recipe is given.
  [[nodiscard]] certs::SealKey seal_key() const;
  [[nodiscard]] certs::SealKey seal_key(const CertificateRecipe& recipe) const;
  // Time-stamps of that moment. The source must not outlive this object.
  [[nodiscard]] certs::TimestampSource timestamps(const std::string& moment) const;
  // The same by an authority whose certificate is another.
  [[nodiscard]] certs::TimestampSource timestamps(const std::string& moment, const CertificateRecipe& recipe) const;
  // Revocation lists of root and issuing authority, made at `moment`; serials of the issuing authority's revoked at
  // `revoked_at`.
  [[nodiscard]] std::vector<Bytes> crls(const std::string& moment, const std::vector<int>& revoked = {},
                                        const std::string& revoked_at = "2018-11-20T00:00:00Z") const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

inline constexpr int kSealSerial = 0x1001;
inline constexpr int kTsaSerial = 0x1002;

[[nodiscard]] std::string to_pem(const Bytes& der, const std::string& label);

}  // namespace certs_test
