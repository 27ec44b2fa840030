// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Every limit of the service. Each has a test at the limit and one past it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace api {

inline constexpr std::size_t kTargetBytesMax = 8'192;             // path and query
inline constexpr std::size_t kHeaderBytesMax = 16'384;            // all of a request's header: 431
inline constexpr std::size_t kJsonBodyBytesMax = 65'536;          // of requests that are no statements: 413
inline constexpr std::size_t kQueryNamesMax = 32;                 // names in one query
inline constexpr std::uint64_t kFileBytesMax = 32ULL << 20U;      // a file to verify
inline constexpr std::uint64_t kSequenceBytesMax = 16ULL << 20U;  // a CBOR sequence of statements
inline constexpr std::size_t kPageItemsMax = 1'000;               // items in one answer of a list
inline constexpr std::size_t kPageItems = 100;                    // when the request does not say
inline constexpr std::size_t kNumbersMax = 1'000;                 // certificates in one bulk check
inline constexpr std::size_t kTileCacheBytesMax = 64U << 20U;     // tiles ready to be sent

}  // namespace api
