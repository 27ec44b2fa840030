// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A body that is streamed to a file: readable by the service alone, gone with this object unless someone moved it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "ledger/result.hpp"

namespace api {

class UploadFile {
 public:
  // Errors: kStorage, kFull.
  [[nodiscard]] static ledger::Result<std::shared_ptr<UploadFile>> open(const std::filesystem::path& folder);
  explicit UploadFile(std::filesystem::path file, int descriptor) : file_(std::move(file)), descriptor_(descriptor) {}
  ~UploadFile();
  UploadFile(const UploadFile&) = delete;
  UploadFile& operator=(const UploadFile&) = delete;

  // Errors: kFull, kStorage.
  [[nodiscard]] ledger::Result<void> append(std::string_view bytes);
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;
  int descriptor_;
};

// Makes the folder (0700) and removes what uploads left in it. Errors: kStorage.
[[nodiscard]] ledger::Result<void> prepare_upload_folder(const std::filesystem::path& folder);

}  // namespace api
