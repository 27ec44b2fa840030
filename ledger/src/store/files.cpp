// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
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

}  // namespace ledger
