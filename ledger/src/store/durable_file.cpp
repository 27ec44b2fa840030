// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/durable_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "store/files.hpp"

namespace ledger {

Result<std::string> read_file(const std::filesystem::path& file, std::size_t bytes_max) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(Code::kNotFound, "there is no readable file of that name", file.string());
  std::string content(bytes_max + 1, '\0');
  in.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (in.bad()) return fail(Code::kStorage, "the file could not be read", file.string());
  content.resize(static_cast<std::size_t>(in.gcount()));
  if (content.size() > bytes_max) {
    return fail(Code::kTooLarge, "the file is over the limit of " + std::to_string(bytes_max) + " bytes",
                file.string());
  }
  return content;
}

namespace {

// Writes all of it to a new file and closes it. Errors: kFull, kStorage.
Result<void> write_new(const std::filesystem::path& file, std::string_view content, Sync sync) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) return fail_errno("create the file", errno, file);
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int error_number = errno;
      ::close(descriptor);
      return fail_errno("write the file", error_number, file);
    }
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  const int synced = sync == Sync::kYes ? ::fsync(descriptor) : 0;
  const int error_number = errno;
  if (::close(descriptor) != 0 || synced != 0) return fail_errno("sync the file", error_number, file);
  return {};
}

}  // namespace

Result<void> replace_file(const std::filesystem::path& file, std::string_view content, Sync sync) {
  std::error_code error;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
  if (error) return fail_errno("make the folder", error.value(), file.parent_path());
  std::filesystem::path temporary = file;
  temporary += ".new-" + std::to_string(::getpid());
  if (auto written = write_new(temporary, content, sync); !written) {
    std::filesystem::remove(temporary, error);
    return written;
  }
  if (::rename(temporary.c_str(), file.c_str()) != 0) return fail_errno("rename the file", errno, temporary);
  return sync == Sync::kYes ? sync_folder(file.parent_path()) : Result<void>{};
}

}  // namespace ledger
