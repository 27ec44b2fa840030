// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The certificate as a W3C Verifiable Credential 2.0. CERTIFICATE.md has every member. It attests reported and
// independently verified data and never praises a city's performance.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attest/statement_types.hpp"
#include "certs/data_integrity.hpp"

namespace certs {

inline constexpr std::size_t kVerifiersMax = 64;

// What a certificate says.
struct Certificate {
  std::string base;    // https://attest.example, from the issuer's DID
  std::string issuer;  // DID
  std::string issuer_name;
  std::string number;
  std::string valid_from;  // moments
  std::string valid_until;
  std::string city;  // party id
  std::string city_name;
  std::string country;
  std::string cycle;
  std::string standard;  // "ISO 37120"
  std::int64_t edition = 0;
  std::string scheme;               // whose ladder: the certifier's scheme ...
  std::int64_t scheme_version = 0;  // ... and its version
  bool scheme_assumed = false;      // the level's threshold is confirmed by no source
  int data_year = 0;
  std::string level;
  std::string computed_level;
  attest::Counts counts;               // verified
  attest::Counts totals;               // in the standard
  std::vector<std::string> verifiers;  // names of those who signed the decisions, by party id; 1 to kVerifiersMax
  std::string notice;                  // empty when none; e.g. that the figures are made up
  bool simulated_clock = false;
  std::string origin;  // the ledger
  Digest genesis;
  std::uint64_t reviewed_size = 0;
  Digest lineage_root;
  Digest data_root;
  std::int64_t status_index = 0;
  friend bool operator==(const Certificate&, const Certificate&) = default;
};

// The unsigned credential.
[[nodiscard]] Json to_json(const Certificate& certificate);
// Strict: to_json(parse(x)) is x without its proof. Errors: kInvalid, naming the member.
[[nodiscard]] Result<Certificate> parse_certificate(const Json& credential);

[[nodiscard]] std::string certificate_address(std::string_view base, std::string_view number);
[[nodiscard]] std::string status_list_address(std::string_view base, std::string_view purpose);

// Documents that a credential names, published beside it; the same bytes for the same base.
[[nodiscard]] std::string context_document(std::string_view base);  // JSON-LD context
[[nodiscard]] std::string schema_document(std::string_view base);   // JSON Schema 2020-12

}  // namespace certs
