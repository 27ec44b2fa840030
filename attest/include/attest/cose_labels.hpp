// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The numbers of COSE's and CWT's registries that we use.
#pragma once

#include <cstdint>
#include <optional>

#include "attest/cbor.hpp"
#include "attest/public_key.hpp"

namespace attest {

inline constexpr std::uint64_t kCoseSign1Tag = 18;

// Header parameters (RFC 9052 section 3.1, RFC 9597, RFC 9942).
inline constexpr std::int64_t kCoseAlgorithm = 1;
inline constexpr std::int64_t kCoseContentType = 3;
inline constexpr std::int64_t kCoseKeyId = 4;
inline constexpr std::int64_t kCoseCwtClaims = 15;
inline constexpr std::int64_t kCoseTreeAlgorithm = 395;
inline constexpr std::int64_t kCoseTreeProofs = 396;

// Claims (RFC 8392).
inline constexpr std::int64_t kCwtIssuer = 1;
inline constexpr std::int64_t kCwtSubject = 2;

// Algorithms (RFC 9053, RFC 9864).
inline constexpr std::int64_t kCoseEs256 = -7;
inline constexpr std::int64_t kCoseEdDsa = -8;
inline constexpr std::int64_t kCoseEd25519 = -19;

// Empty for anything but the three; both names of Ed25519 are read.
[[nodiscard]] inline std::optional<Algorithm> read_cose_algorithm(const Cbor* value) {
  const std::int64_t* number = value != nullptr ? value->as_integer() : nullptr;
  if (number == nullptr) return std::nullopt;
  if (*number == kCoseEdDsa || *number == kCoseEd25519) return Algorithm::kEdDsa;
  if (*number == kCoseEs256) return Algorithm::kEs256;
  return std::nullopt;
}

}  // namespace attest
