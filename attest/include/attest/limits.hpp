// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Every limit of this module. Each has a test at the limit and one past it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace attest {

inline constexpr std::size_t kNameBytesMax = 256;
inline constexpr std::size_t kIdBytesMax = 63;
inline constexpr std::size_t kLanguagesMax = 32;
inline constexpr std::size_t kAffiliationsMax = 64;
inline constexpr std::size_t kRolesMax = 8;
inline constexpr std::size_t kRootKeysMax = 8;
inline constexpr std::size_t kEvidencePerValueMax = 16;
inline constexpr std::size_t kUnitBytesMax = 64;
inline constexpr std::size_t kMediaTypeBytesMax = 127;    // RFC 6838 section 4.2
inline constexpr std::size_t kProofTextBytesMax = 4'096;  // a proof of possession in base64url
inline constexpr std::size_t kAccreditedStandardsMax = 16;
inline constexpr std::int64_t kRoundsMax = 100;
inline constexpr std::int64_t kRecoveryHoursMax = 8'760;  // a year
inline constexpr std::int64_t kOverlapDaysMax = 3'650;    // ten years
inline constexpr std::size_t kWitnessPolicyBytesMax = 16'384;
inline constexpr std::size_t kTemplateFontsMax = 64;
inline constexpr std::size_t kTemplateLibrariesMax = 32;
inline constexpr std::size_t kProgrammeStandardsMax = 16;
inline constexpr std::int64_t kProgrammeYearsMax = 10;
inline constexpr std::size_t kThemesMax = 64;
inline constexpr std::size_t kConfidentialTextBytesMax = 4'096;
inline constexpr std::size_t kDisclosuresMax = 8;
inline constexpr std::size_t kIndicatorsMax = 512;  // of one catalogue, profile indicators counted
inline constexpr std::size_t kLevelsMax = 16;
inline constexpr std::uint64_t kEvidenceBytesMax = 1ULL << 30U;  // one file
inline constexpr std::int64_t kIssuedAtAheadSecondsMax = 300;    // a signer's clock may run this far ahead
inline constexpr std::size_t kStatusListEntries = 131'072;       // Bitstring Status List's minimum

}  // namespace attest
