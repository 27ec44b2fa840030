// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The identifiers that statements use, each with exactly one spelling.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace attest {

// `[a-z0-9][a-z0-9-]{0,62}`: parties and holders, and standards (`iso37120-2014`).
[[nodiscard]] bool is_party_id(std::string_view text);
[[nodiscard]] bool is_standard_id(std::string_view text);

// `[A-Za-z0-9][A-Za-z0-9.-]{0,15}`: `5.1`, `5.9.3`, `P01`.
[[nodiscard]] bool is_indicator_code(std::string_view text);

// A party and the name of its round, both as above: `citynet/2016`.
[[nodiscard]] bool is_programme_id(std::string_view text);

// `[A-Z0-9][A-Z0-9-]{2,39}`: certificates (`37120-2014-2017-000001`) and cases.
[[nodiscard]] bool is_certificate_number(std::string_view text);

// `did:` method `:` specific part, at most 256 bytes: `did:web:certifier.example`.
[[nodiscard]] bool is_did(std::string_view text);

inline constexpr int kDataYearMin = 1990;
inline constexpr int kDataYearMax = 2100;

// One city, one standard, one data year: `mississauga/iso37120-2014/2017`.
struct CycleId {
  std::string city;
  std::string standard;
  int data_year = 0;
  friend bool operator==(const CycleId&, const CycleId&) = default;
};
// Empty unless the text is exactly what format_cycle_id writes for good parts.
[[nodiscard]] std::optional<CycleId> parse_cycle_id(std::string_view text);
[[nodiscard]] std::string format_cycle_id(const CycleId& id);

}  // namespace attest
