// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The guard file's bytes: two slots written in turn, so that a torn write leaves the other one whole.
// FORMAT.md, "Guard".
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <optional>

#include "ledger/digest.hpp"
#include "ledger/ids.hpp"

namespace ledger {

struct GuardMarks {
  std::uint64_t sequence = 0;  // of the slot; the highest valid one counts
  TreeSize reserved;
  TreeSize signed_size;
  Digest signed_root;
  friend bool operator==(const GuardMarks&, const GuardMarks&) = default;
};

// Of an empty ledger.
[[nodiscard]] GuardMarks first_marks();

inline constexpr std::size_t kGuardSlotBytes = 128;
using GuardSlot = std::array<std::uint8_t, kGuardSlotBytes>;
[[nodiscard]] GuardSlot encode_guard_slot(const GuardMarks& marks);
// Empty when the slot was never written or is damaged.
[[nodiscard]] std::optional<GuardMarks> decode_guard_slot(ByteView slot);

class GuardSlots {
 public:
  enum class Sync : std::uint8_t { kNo, kYes };
  // Errors: kInvalid when the file is there already; kStorage, kFull.
  [[nodiscard]] static Result<std::unique_ptr<GuardSlots>> create(const std::filesystem::path& file,
                                                                  const GuardMarks& first);
  // Errors: kNotFound; kCorrupt when neither slot is valid; kStorage.
  [[nodiscard]] static Result<std::unique_ptr<GuardSlots>> open(const std::filesystem::path& file, GuardMarks& newest);
  ~GuardSlots();
  GuardSlots(const GuardSlots&) = delete;
  GuardSlots& operator=(const GuardSlots&) = delete;

  // Errors: kStorage, kFull. After a failed sync every further write fails: what is on the disk is unknown.
  [[nodiscard]] Result<void> write(const GuardMarks& marks, Sync sync);

 private:
  explicit GuardSlots(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
  bool sync_failed_ = false;
};

}  // namespace ledger
