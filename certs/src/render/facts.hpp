// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What stands on a certificate, taken out of its bundle; nothing about how it looks. Nothing is judged here: whether
// the bundle is genuine is verify.hpp's matter.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "certs/bundle.hpp"
#include "certs/credential.hpp"

namespace certs {

struct Signatory {
  bool is_seal = false;  // the issuer's, which comes first; else a signatory
  std::string method;    // attest.example#seal
  std::string key_id;    // first 64 bits of the key's RFC 9679 thumbprint, in groups of four
};

struct KindCount {
  std::string kind;
  std::int64_t verified = 0;
  std::int64_t in_standard = 0;
};

struct CertifiedIndicator {
  std::string code;
  std::string name;
  std::string kind;
  ledger::EntryIndex submission;
  ledger::EntryIndex decision;
};

struct Facts {
  Certificate certificate;
  std::string standard;        // ISO 37120:2014
  std::string standard_title;  // of the catalogue
  std::vector<KindCount> counts;
  ledger::UnixMillis valid_from;
  ledger::UnixMillis valid_until;
  ledger::UnixMillis issued;
  ledger::EntryIndex issuance;
  std::optional<std::string> supersedes;
  std::vector<std::string> verifiers;
  std::vector<Signatory> signatories;
  std::string address;      // of the certificate's page: the credential's id
  std::string fingerprint;  // hexadecimal
  std::string code;         // what the first QR code says: address # 22 characters of the fingerprint in base64url
  std::vector<CertifiedIndicator> indicators;
};

// Errors: kInvalid, naming what cannot be read.
[[nodiscard]] Result<Facts> read_facts(const Bundle& bundle);

// Errors: kInvalid, naming the member and the character that turns text around or cannot be printed.
[[nodiscard]] Result<void> check_texts(const Facts& facts);

// "0c16 0ea6 baf2 ...".
[[nodiscard]] std::string in_groups_of_four(std::string_view text);

}  // namespace certs
