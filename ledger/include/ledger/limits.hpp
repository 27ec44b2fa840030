// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Every limit of this module. Each has a test at the limit and one past it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace ledger {

inline constexpr std::size_t kEntryBytesMax = 65'535;    // C2SP tlog-tiles: the length is a uint16
inline constexpr std::size_t kBatchEntriesMax = 4'096;   // statements in one commit, seals not counted
inline constexpr std::size_t kQueueEntriesMax = 16'384;  // statements waiting for the writer
inline constexpr std::size_t kOriginBytesMax = 255;
inline constexpr std::size_t kNoteBytesMax = 1U << 20U;        // a signed note with all its signatures
inline constexpr std::size_t kNoteSignaturesMax = 100;         // as Go's sumdb/note
inline constexpr std::size_t kProofHashesMax = 64;             // path of a tree of 2^64 leaves
inline constexpr std::size_t kPolicyLinesMax = 1'024;          // lines of a tlog-policy file
inline constexpr std::uint64_t kReserveStep = 65'536;          // entries by which the reserved size is raised
inline constexpr std::uint64_t kClockBackMillisMax = 5'000;    // the clock may be this far behind the last entry
inline constexpr std::uint64_t kClockJumpMillisMax = 60'000;   // wall clock against monotonic clock
inline constexpr std::uint64_t kSealMillisMax = 10'000;        // an unsealed entry waits no longer for the next commit
inline constexpr std::chrono::microseconds kLingerMax{4'000};  // that a commit waits for what is announced
inline constexpr std::size_t kLingerStatementsMax = 32;        // with so many it does not wait
inline constexpr std::uint64_t kTileWidth = 256;

}  // namespace ledger
