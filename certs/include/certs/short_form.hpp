// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The short form: what a certificate says in about 250 signed bytes, for a QR code on paper. It proves the issuer's
// word without a network; it brings no proof of the ledger, and no status. COSE_Sign1 (RFC 9052) with a content type
// of its own, by a key that the issuer's DID document lists for this alone.
#pragma once

#include <string>
#include <string_view>

#include "attest/signer.hpp"
#include "certs/credential.hpp"
#include "certs/did.hpp"

namespace certs {

inline constexpr std::string_view kShortFormType = "application/vnd.cityledger.short+cbor";
inline constexpr std::size_t kShortFormBytesMax = 1'024;

struct ShortForm {
  std::string number;
  std::string city_name;
  std::string country;
  std::string standard;  // "ISO 37120:2014"
  std::string level;     // as shown
  std::string computed_level;
  std::int64_t data_year = 0;
  std::int64_t verified = 0;  // indicators, of
  std::int64_t in_standard = 0;
  std::string valid_from;  // moments
  std::string valid_until;
  std::int64_t status_index = 0;
  bool has_notice = false;       // the certificate carries a notice, e.g. that its figures are made up
  bool simulated_clock = false;  // the ledger's days are no real ones
  Digest fingerprint;            // of the credential
  friend bool operator==(const ShortForm&, const ShortForm&) = default;
};

[[nodiscard]] ShortForm short_form_of(const Certificate& certificate, const Digest& fingerprint);

// `method` is DID#fragment of a paper key. Errors: kKey (not Ed25519), kTooLarge.
[[nodiscard]] Result<Bytes> sign_short_form(const ShortForm& form, std::string_view method, const attest::Signer& key);

struct SignedShortForm {
  ShortForm form;
  std::string fragment;  // of the verification method
  Bytes protected_bytes;
  Bytes payload;
  Bytes signature;
};
// Errors: kTooLarge; kInvalid unless it is exactly what sign_short_form writes. Checks no signature.
[[nodiscard]] Result<SignedShortForm> parse_short_form(ByteView bytes);
[[nodiscard]] bool verify_short_form_signature(const SignedShortForm& form, const ledger::Ed25519Key& key);

}  // namespace certs
