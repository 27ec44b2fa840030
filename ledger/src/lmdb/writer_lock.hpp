// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The folder's one writer: an flock()ed file. The kernel lets go of it when the process ends, however it ends.
#pragma once

#include <filesystem>
#include <memory>

#include "ledger/result.hpp"

namespace ledger {

class WriterLock {
 public:
  // Errors: kLocked when anybody, this process included, holds it; kStorage.
  [[nodiscard]] static Result<std::unique_ptr<WriterLock>> take(const std::filesystem::path& folder);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  explicit WriterLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace ledger
