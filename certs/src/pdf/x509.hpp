// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// X.509 certificates and revocation lists (RFC 5280) by OpenSSL, with what our profile asks for.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attest/public_key.hpp"
#include "der.hpp"
#include "ledger/ids.hpp"

namespace certs {

using ledger::Result;
using ledger::UnixMillis;

enum class PathUse : std::uint8_t { kSeal, kTimestamp };

// From the signer's certificate to a root, all in DER, judged at `at`. The seal's certificate is for document signing
// (RFC 9336), with digitalSignature and nonRepudiation, and no CA; the time-stamp's is for timeStamping alone,
// critical. No SHA-1, nothing below 112 bits. `others` may be of no use. Errors: kInvalid (a certificate is malformed),
// kNotFound (no way to one of `roots`), kRefused (the way breaks a rule).
[[nodiscard]] Result<std::vector<Bytes>> trusted_path(ByteView signer, const std::vector<Bytes>& others,
                                                      const std::vector<Bytes>& roots, PathUse use, UnixMillis at);

// Revocation lists, read once, and judged once for each authority, for all the paths that are asked of them: what
// hundreds of time-stamps cost does not grow with the lists. Malformed ones say nothing. One thread at a time.
class RevocationLists {
 public:
  explicit RevocationLists(const std::vector<Bytes>& lists);
  RevocationLists(RevocationLists&&) noexcept;
  ~RevocationLists();

  struct Read;
  [[nodiscard]] const Read& read() const { return *read_; }

 private:
  std::unique_ptr<Read> read_;
};

// Whether the certificates of a path below the root were revoked, by the lists at hand.
struct Revocation {
  bool known = false;                      // there is a good list for each certificate
  std::optional<UnixMillis> lists_of{};    // the oldest of the lists used: when it was made
  std::optional<UnixMillis> revoked_at{};  // the earliest in the lists: of the revocation, or of its invalidityDate
  bool compromised = false;                // a revocation whose reason is a stolen key, or that has no reason
  std::vector<std::size_t> used{};         // which of `lists` were of an issuer of the path, with its good signature
};
// Lists with a critical extension (of a part only, or of changes only) are not used. REQUIRES: a path of trusted_path.
[[nodiscard]] Revocation revocation_of(const std::vector<Bytes>& path, const RevocationLists& lists);

// Errors: kInvalid for another key than one of P-256.
[[nodiscard]] Result<attest::PublicKey> p256_key_of(ByteView certificate);
[[nodiscard]] bool are_certificates(const std::vector<Bytes>& all);
[[nodiscard]] std::string subject_of(ByteView certificate);  // "CN=…,O=…", for people; empty when malformed

}  // namespace certs
