// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/guard_slots.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "ledger/durable_file.hpp"
#include "ledger/limits.hpp"
#include "ledger/merkle.hpp"

namespace ledger {

namespace {

constexpr std::string_view kMagic = "CLGUARD1";
constexpr std::size_t kCheckedBytes = kGuardSlotBytes - 32;

}  // namespace

GuardMarks first_marks() {
  return {1, {kReserveStep}, {0}, empty_root()};
}

GuardSlot encode_guard_slot(const GuardMarks& marks) {
  Bytes bytes = to_bytes(kMagic);
  for (const std::uint64_t value : {marks.sequence, marks.reserved.value, marks.signed_size.value}) {
    append(bytes, big_endian_64(value));
  }
  append(bytes, marks.signed_root.view());
  bytes.resize(kCheckedBytes, 0);
  append(bytes, sha256(bytes).view());
  GuardSlot slot{};
  std::copy(bytes.begin(), bytes.end(), slot.begin());
  return slot;
}

std::optional<GuardMarks> decode_guard_slot(ByteView slot) {
  if (slot.size() != kGuardSlotBytes || text(slot.first(kMagic.size())) != kMagic) return std::nullopt;
  const Digest checksum = sha256(slot.first(kCheckedBytes));
  if (!std::equal(checksum.bytes.begin(), checksum.bytes.end(), slot.begin() + kCheckedBytes)) return std::nullopt;
  GuardMarks marks;
  marks.sequence = read_big_endian_64(slot.subspan(8));
  marks.reserved = {read_big_endian_64(slot.subspan(16))};
  marks.signed_size = {read_big_endian_64(slot.subspan(24))};
  std::copy_n(slot.begin() + 32, 32, marks.signed_root.bytes.begin());
  return marks;
}

GuardSlots::~GuardSlots() {
  ::close(descriptor_);
}

Result<std::unique_ptr<GuardSlots>> GuardSlots::create(const std::filesystem::path& file, const GuardMarks& first) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  if (descriptor < 0 && errno == EEXIST) return fail(Code::kInvalid, "a guard file is already there", file.string());
  if (descriptor < 0) return fail_errno("create the guard file", errno, file);
  std::unique_ptr<GuardSlots> slots(new GuardSlots(descriptor));
  if (auto written = slots->write(first, Sync::kYes); !written) return tl::unexpected(written.error());
  if (auto synced = sync_folder(file.parent_path()); !synced) return tl::unexpected(synced.error());
  return slots;
}

Result<std::unique_ptr<GuardSlots>> GuardSlots::open(const std::filesystem::path& file, GuardMarks& newest) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) return fail(Code::kNotFound, "there is no guard file", file.string());
  if (descriptor < 0) return fail_errno("open the guard file", errno, file);
  std::unique_ptr<GuardSlots> slots(new GuardSlots(descriptor));
  std::optional<GuardMarks> best;
  for (const off_t offset : {off_t{0}, off_t{kGuardSlotBytes}}) {
    GuardSlot slot{};
    const ssize_t got = ::pread(descriptor, slot.data(), slot.size(), offset);
    if (got < 0) return fail_errno("read the guard file", errno, file);
    const auto marks = decode_guard_slot(slot);
    if (marks && (!best || marks->sequence > best->sequence)) best = marks;
  }
  if (!best) return fail(Code::kCorrupt, "neither slot of the guard file is valid", file.string());
  newest = *best;
  return slots;
}

Result<void> GuardSlots::write(const GuardMarks& marks, Sync sync) {
  if (sync_failed_) return fail(Code::kStorage, "an earlier sync of the guard file failed: open the ledger anew");
  const GuardSlot slot = encode_guard_slot(marks);
  const auto offset = static_cast<off_t>((marks.sequence % 2) * kGuardSlotBytes);
  const ssize_t put = ::pwrite(descriptor_, slot.data(), slot.size(), offset);
  if (put < 0) return fail_errno("write the guard file", errno, {});
  if (put != static_cast<ssize_t>(slot.size())) return fail(Code::kFull, "the guard file could not be written whole");
  if (sync == Sync::kYes && ::fdatasync(descriptor_) != 0) {
    sync_failed_ = true;
    return fail_errno("sync the guard file", errno, {});
  }
  return {};
}

}  // namespace ledger
