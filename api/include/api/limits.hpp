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
inline constexpr std::size_t kHeaderFieldsMax = 100;              // fields in it: 431
inline constexpr std::size_t kJsonBodyBytesMax = 65'536;          // of requests that are no statements: 413
inline constexpr std::size_t kQueryNamesMax = 32;                 // names in one query
inline constexpr std::uint64_t kFileBytesMax = 32ULL << 20U;      // a file to verify
inline constexpr std::ptrdiff_t kVerifiesMax = 4;                 // files verified at once: 503
inline constexpr std::uint64_t kSequenceBytesMax = 16ULL << 20U;  // a CBOR sequence of statements
inline constexpr std::size_t kSequenceItemsMax = 4'096;           // statements in it
inline constexpr std::size_t kPageItemsMax = 1'000;               // items in one answer of a list
inline constexpr std::size_t kPageItems = 100;                    // when the request does not say
inline constexpr std::size_t kNumbersMax = 1'000;                 // certificates in one bulk check
inline constexpr std::size_t kTileCacheBytesMax = 64U << 20U;     // tiles ready to be sent

inline constexpr std::uint64_t kChallengeSeconds = 60;              // to answer a challenge
inline constexpr std::uint64_t kTokenSeconds = 900;                 // a token's life
inline constexpr std::size_t kTokensMax = 4'096;                    // at once: 503
inline constexpr std::size_t kTokensOfAKeyMax = 8;                  // at once; the one that ends first makes room
inline constexpr std::size_t kAnswersOfAKeyMax = 30;                // challenges that a key answers in a minute: 429
inline constexpr double kRequestsOfAKeyPerSecond = 100;             // with its tokens: 429
inline constexpr double kRequestsOfAKeyMax = 400;                   // at once
inline constexpr std::size_t kAnswersMax = 8'192;                   // challenges that all keys answer in a minute: 503
inline constexpr std::size_t kChallengeAnswerBytesMax = 4'096;      // a signed challenge: 413
inline constexpr std::size_t kUploadsMax = 64;                      // files that come in parts, at once: 503
inline constexpr std::size_t kUploadsOfAPartyMax = 4;               // of one party: 429
inline constexpr std::uint64_t kUploadIdleSeconds = 3'600;          // without another part it ends
inline constexpr std::uint64_t kUploadPartBytesMax = 32ULL << 20U;  // one part: 413
inline constexpr unsigned kUploadRetrySeconds = 60;                 // Retry-After when there is no place
inline constexpr std::size_t kEntriesAskedMax = 100;                // whose disclosures one request asks for
inline constexpr std::size_t kGzipBytesMin = 1'024;                 // shorter answers are not packed
inline constexpr std::size_t kMemoBytesMax = 32U << 20U;            // finished replies kept, on each thread
inline constexpr std::size_t kPipelinedMax = 32;                    // requests of one client before others have a turn
inline constexpr std::size_t kTurnedAwayMax = 64;                   // told at once that they are too many, a thread
inline constexpr unsigned kTurnedAwayRetrySeconds = 10;             // Retry-After of a connection that was one too many
inline constexpr std::uint64_t kSmallAnswerBytes = 65'536;          // in memory, not counted in answers_bytes_max
inline constexpr std::size_t kBlockBytes = 131'072;                 // of a file, read or written at once

inline constexpr std::size_t kListLookedMax = 5'000;         // records read for one page of a filtered list
inline constexpr std::uint64_t kTimeProofLinksMax = 16'384;  // entries from one to its seal, in one proof of its time
inline constexpr std::size_t kComparedCitiesMax = 20;        // cities side by side
inline constexpr std::size_t kValueCertificatesMax = 20;     // certificates opened for one page of values

}  // namespace api
