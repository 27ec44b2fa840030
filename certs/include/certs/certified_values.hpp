// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What certificates publish: each value with its source and the entries behind it. Open data: only what everybody may
// read since the certificate was issued.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "attest/ledger_folder.hpp"
#include "certs/words.hpp"

namespace certs {

struct CertifiedValue {
  std::string certificate;
  std::string status;  // of the certificate, now: "in_force" and so on
  std::string city;
  std::string standard;
  int data_year = 0;
  std::string indicator;
  std::string name;
  std::string value;    // empty when it is missing
  std::string missing;  // "erased", "not known here"; empty when it is there
  std::string unit;
  std::string period;
  std::string source;          // in their own words, where they are known
  std::string source_parties;  // "; " between them
  std::uint64_t submission = 0;
  std::uint64_t decision = 0;
  std::vector<std::uint64_t> evidence;
  std::uint64_t certificate_entry = 0;
  std::string notice;  // the cycle's, and that the clock is simulated
};

// Which of a certificate's values.
struct ValueChoice {
  std::string after{};      // indicator: those behind it; empty: from the first on
  std::string indicator{};  // of that one alone; empty: of all
  std::size_t max = static_cast<std::size_t>(-1);
};
// Of one certificate, in the catalogue's order. Errors: kNotFound with what exists; kCorrupt, kStorage.
// Cost: that of the values that are chosen.
[[nodiscard]] Result<std::vector<CertifiedValue>> certified_values(const attest::LedgerFolder& ledger,
                                                                   const std::string& number,
                                                                   const ValueChoice& choice = {});

// One record a value, with a header; empty for none. RFC 4180.
[[nodiscard]] std::string certified_values_csv(const std::vector<CertifiedValue>& values);
[[nodiscard]] Json::Array certified_values_json(const std::vector<CertifiedValue>& values);

}  // namespace certs
