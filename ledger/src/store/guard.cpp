// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/guard.hpp"

#include <algorithm>
#include <mutex>

#include "ledger/limits.hpp"
#include "store/guard_slots.hpp"

namespace ledger {

namespace {

// The rules; where the marks are kept is the slots' business (none: memory only).
class MarkedGuard final : public Guard {
 public:
  MarkedGuard(GuardMarks marks, std::unique_ptr<GuardSlots> slots) : marks_(marks), slots_(std::move(slots)) {}

  Result<void> reserve(TreeSize size) override {
    const std::lock_guard lock(mutex_);
    if (size <= marks_.reserved) return {};
    GuardMarks next = marks_;
    // Counted from the last signed size, so that a ledger that is still there after a crash just before
    // the commit is not below reserved - kReserveStep.
    next.reserved = {std::max(marks_.signed_size.value + kReserveStep, size.value)};
    return save(next, GuardSlots::Sync::kYes);
  }

  Result<void> record_signed(TreeSize size, const Digest& root) override {
    const std::lock_guard lock(mutex_);
    if (size < marks_.signed_size) return fail(Code::kStale, "a checkpoint of a larger ledger was already signed");
    if (size == marks_.signed_size) {
      if (root == marks_.signed_root) return {};
      return fail(Code::kStale, "a checkpoint of this size with another root was already signed");
    }
    GuardMarks next = marks_;
    next.signed_size = size;
    next.signed_root = root;
    return save(next, GuardSlots::Sync::kNo);
  }

  Result<void> check(const NodeReader& nodes, const Head& head) const override {
    const std::lock_guard lock(mutex_);
    if (head.size < marks_.signed_size || head.size.value + kReserveStep < marks_.reserved.value) {
      return fail(Code::kStale,
                  "the ledger has " + std::to_string(head.size.value) + " entries but had at least " +
                      std::to_string(std::max(marks_.signed_size.value, marks_.reserved.value - kReserveStep)) +
                      ": an older copy was restored; bring back the newest one");
    }
    const auto root = tree_root(nodes, marks_.signed_size);
    if (!root) return fail(Code::kCorrupt, "the root at the last signed size: " + root.error().message);
    if (*root == marks_.signed_root) return {};
    return fail(Code::kStale, "the ledger's root at " + std::to_string(marks_.signed_size.value) +
                                  " entries is not the one that was signed: it holds another history");
  }

 private:
  Result<void> save(GuardMarks next, GuardSlots::Sync sync) {
    ++next.sequence;
    if (slots_) {
      if (auto saved = slots_->write(next, sync); !saved) return saved;
    }
    marks_ = next;
    return {};
  }

  mutable std::mutex mutex_;
  GuardMarks marks_;
  std::unique_ptr<GuardSlots> slots_;
};

}  // namespace

Result<std::unique_ptr<Guard>> create_guard_file(const std::filesystem::path& file) {
  const GuardMarks first = first_marks();
  auto slots = GuardSlots::create(file, first);
  if (!slots) return tl::unexpected(slots.error());
  return std::make_unique<MarkedGuard>(first, std::move(*slots));
}

Result<std::unique_ptr<Guard>> open_guard_file(const std::filesystem::path& file) {
  GuardMarks marks;
  auto slots = GuardSlots::open(file, marks);
  if (!slots) return tl::unexpected(slots.error());
  return std::make_unique<MarkedGuard>(marks, std::move(*slots));
}

std::unique_ptr<Guard> make_memory_guard() {
  return std::make_unique<MarkedGuard>(first_marks(), nullptr);
}

}  // namespace ledger
