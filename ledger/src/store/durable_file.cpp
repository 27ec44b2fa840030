// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/durable_file.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace ledger {

Code code_of_errno(int error_number) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return Code::kFull;
    default:
      return Code::kStorage;
  }
}

tl::unexpected<Error> fail_errno(std::string_view action, int error_number, const std::filesystem::path& file) {
  return fail(code_of_errno(error_number),
              "could not " + std::string(action) + ": " + std::generic_category().message(error_number), file.string());
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const std::filesystem::path name = folder.empty() ? std::filesystem::path(".") : folder;
  const int descriptor = ::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return fail_errno("open the folder", errno, name);
  const int synced = ::fsync(descriptor);
  const int error_number = errno;
  ::close(descriptor);
  if (synced != 0) return fail_errno("sync the folder", error_number, name);
  return {};
}

Result<void> exchange_names(const std::filesystem::path& one, const std::filesystem::path& other) {
  if (::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) != 0) {
    return fail_errno("exchange it with " + other.filename().string(), errno, one);
  }
  return sync_folder(one.parent_path());
}

Result<std::string> read_file(const std::filesystem::path& file, std::size_t bytes_max) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(Code::kNotFound, "there is no readable file of that name", file.string());
  std::string content;
  std::array<char, 1U << 16U> piece{};
  while (content.size() <= bytes_max && (in.read(piece.data(), piece.size()) || in.gcount() > 0)) {
    content.append(piece.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return fail(Code::kStorage, "the file could not be read", file.string());
  if (content.size() > bytes_max) {
    return fail(Code::kTooLarge, "the file is over the limit of " + std::to_string(bytes_max) + " bytes",
                file.string());
  }
  return content;
}

namespace {

// Writes all of it to a new file and closes it. Errors: kFull, kStorage.
Result<void> write_new(const std::filesystem::path& file, std::string_view content, Sync sync, unsigned permissions) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, permissions);
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

Result<void> replace_file(const std::filesystem::path& file, std::string_view content, Sync sync,
                          unsigned permissions) {
  std::error_code error;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
  if (error) return fail_errno("make the folder", error.value(), file.parent_path());
  std::filesystem::path temporary = file;
  temporary += ".new-" + std::to_string(::getpid());
  if (auto written = write_new(temporary, content, sync, permissions); !written) {
    std::filesystem::remove(temporary, error);
    return written;
  }
  if (::rename(temporary.c_str(), file.c_str()) != 0) return fail_errno("rename the file", errno, temporary);
  return sync == Sync::kYes ? sync_folder(file.parent_path()) : Result<void>{};
}

}  // namespace ledger
