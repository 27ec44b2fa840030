// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The X.509 certificates (RFC 5280) with which PDF files are sealed, time-stamps signed and the service's connections
// secured, and the lists of revoked ones. Which certificate has which extensions: CERTIFICATE.md, "The X.509 profile".
//
// No file is opened here but a key's, and no clock is read: the caller says what time it is, because a ledger's clock
// may be simulated.
// Threads: none of these objects is shared by several threads that change it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attest/public_key.hpp"
#include "ledger/ids.hpp"
#include "ledger/result.hpp"

namespace certs {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Result;
using ledger::UnixMillis;

// What a certificate is for; decides its extensions and its key's curve (P-384 for the two authorities, else P-256).
enum class PkiRole : std::uint8_t { kRoot, kIssuing, kSeal, kTimestamp, kTls };
// "root", "issuing", "seal", "tsa", "tls": the beginning of each certificate's name.
[[nodiscard]] std::string_view role_name(PkiRole role);
[[nodiscard]] std::optional<PkiRole> role_from_name(std::string_view name);
// Whether it signs certificates and revocation lists.
[[nodiscard]] bool is_authority(PkiRole role);

// A private key that signs as X.509 wants it (ECDSA with SHA-384 for P-384, with SHA-256 for P-256).
class PkiKey {
 public:
  // A new one on the curve of that role.
  [[nodiscard]] static Result<PkiKey> generate(PkiRole role);
  // From a key file. Errors: kKey (wrong passphrase, neither P-256 nor P-384), kNotFound, kStorage.
  [[nodiscard]] static Result<PkiKey> read(const std::filesystem::path& file, std::string_view passphrase);
  // As a key file of private_key_file.hpp, never over another. Errors: kInvalid, kStorage.
  [[nodiscard]] Result<void> write(const std::filesystem::path& file, std::string_view passphrase) const;
  // SubjectPublicKeyInfo, DER.
  [[nodiscard]] const Bytes& public_key_info() const { return public_key_info_; }

  struct Inside;  // OpenSSL's key; known to src/pki alone
  [[nodiscard]] const Inside& inside() const { return *inside_; }
  explicit PkiKey(std::unique_ptr<Inside> inside);
  PkiKey(PkiKey&&) noexcept;
  PkiKey& operator=(PkiKey&&) noexcept;
  ~PkiKey();

 private:
  std::unique_ptr<Inside> inside_;
  Bytes public_key_info_;
};

// SubjectPublicKeyInfo of a signer's key, wherever its private half is. Errors: kKey unless it is P-256.
[[nodiscard]] Result<Bytes> public_key_info(const attest::PublicKey& key);

inline constexpr std::size_t kNameCharactersMax = 64;  // of an organisation or common name (RFC 5280, appendix A)
inline constexpr std::size_t kHostsMax = 20;
inline constexpr std::size_t kCertificateBytesMax = 16'384;

struct PkiName {
  std::string country;       // two letters
  std::string organisation;  // UTF-8
  std::string common_name;   // UTF-8
};

struct CertificateOrder {
  PkiRole role = PkiRole::kSeal;
  PkiName subject;
  Bytes public_key_info;
  UnixMillis from;  // both cut to whole seconds
  UnixMillis until;
  std::string crl_address;         // where the issuer's revocation list is found; not for a root
  std::string issuer_address;      // where the issuer's certificate is found; for seal and TLS
  std::vector<std::string> hosts;  // TLS: host names and addresses, at least one
};

// Signs one certificate, DER, with a random serial number of 128 bits. `issuer` is the issuing certificate, DER; for a
// root the key must be the ordered one and `issuer` empty.
// Errors: kInvalid, naming the field (name, curve, validity outside the issuer's, address, host); kKey.
[[nodiscard]] Result<Bytes> issue_certificate(const CertificateOrder& order, const PkiKey& issuer_key, ByteView issuer);

enum class RevocationReason : std::uint8_t { kUnspecified, kCompromised, kChanged, kSuperseded, kCeased };
// "unspecified", "compromised", "changed", "superseded", "ceased".
[[nodiscard]] std::string_view reason_name(RevocationReason reason);
[[nodiscard]] std::optional<RevocationReason> reason_from_name(std::string_view name);

struct PkiRevocation {
  UnixMillis at;
  RevocationReason reason = RevocationReason::kUnspecified;
  std::optional<UnixMillis> since;  // invalidityDate: from when the key is not to be trusted, before `at`
  friend bool operator==(const PkiRevocation&, const PkiRevocation&) = default;
};

struct CrlOrder {
  struct Item {
    std::string serial;  // hexadecimal
    bool authority = false;
    PkiRevocation revocation;
  };
  std::vector<Item> revoked;
  std::uint64_t number = 0;
  UnixMillis this_update;
  UnixMillis next_update;
};
// A complete CRL, version 2, DER. Errors: kInvalid (times, serial), kKey (not the issuer's key, no authority).
[[nodiscard]] Result<Bytes> issue_crl(const CrlOrder& order, const PkiKey& issuer_key, ByteView issuer);

// What a certificate says of itself; nothing of it is verified.
struct CertificateFacts {
  std::string serial;   // lower-case hexadecimal, no leading zeros but an even number of digits
  std::string subject;  // "C=CA, O=…, CN=…"
  std::string issuer;
  UnixMillis from;
  UnixMillis until;
  Bytes public_key_info;
  bool is_p256 = false;
  bool self_signed = false;
};
// Errors: kInvalid unless exactly one DER certificate; kTooLarge.
[[nodiscard]] Result<CertificateFacts> certificate_facts(ByteView certificate);

// What a revocation list says; nothing of it is verified.
struct CrlFacts {
  std::string issuer;
  std::uint64_t number = 0;
  UnixMillis this_update;
  UnixMillis next_update;
  std::vector<std::string> serials;
};
// Errors: kInvalid unless exactly one DER CRL with number and nextUpdate; kTooLarge over 4 MiB.
[[nodiscard]] Result<CrlFacts> crl_facts(ByteView crl);

// PEM, one block: what a folder of certificates is made of.
[[nodiscard]] std::string certificate_pem(ByteView certificate);
// All certificates of a PEM text, in order. Errors: kInvalid (none, another thing between them, over 20).
[[nodiscard]] Result<std::vector<Bytes>> certificates_from_pem(std::string_view text);

// Whether our verifier would take the certificate for a seal at that moment, by the same piece of code, and common
// readers too (they ask for the e-mail usage). `chain` may hold certificates in any order. Out: the path in order, root
// last, without the certificate itself. Errors: kInvalid, saying what fails.
[[nodiscard]] Result<std::vector<Bytes>> path_of_seal(ByteView certificate, const std::vector<Bytes>& chain,
                                                      const std::vector<Bytes>& roots, UnixMillis at);

}  // namespace certs
