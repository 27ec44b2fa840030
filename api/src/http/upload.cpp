// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "http/upload.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace api {
namespace {

using ledger::Code;

constexpr std::string_view kPrefix = "upload-";

tl::unexpected<ledger::Error> failed(const std::string& what) {
  const int number = errno;
  const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
  return ledger::fail(full ? Code::kFull : Code::kStorage, what + ": " + std::strerror(number), "upload_folder");
}

}  // namespace

ledger::Result<std::shared_ptr<UploadFile>> UploadFile::open(const std::filesystem::path& folder) {
  std::string name = (folder / (std::string(kPrefix) + "XXXXXX")).string();
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);  // 0600, never one that exists
  if (descriptor < 0) return failed("an upload cannot be made");
  return std::make_shared<UploadFile>(name, descriptor);
}

UploadFile::~UploadFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  ::unlink(file_.c_str());
}

ledger::Result<void> UploadFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed("an upload cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

ledger::Result<void> prepare_upload_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (error) return ledger::fail(Code::kStorage, "it cannot be made: " + error.message(), "upload_folder");
  std::vector<std::filesystem::path> left;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().filename().string().starts_with(kPrefix)) left.push_back(at->path());
  }
  for (const auto& file : left) {
    if (!error) std::filesystem::remove(file, error);
  }
  if (error) return ledger::fail(Code::kStorage, "it cannot be emptied: " + error.message(), "upload_folder");
  return {};
}

}  // namespace api
