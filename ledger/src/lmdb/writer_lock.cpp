// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "lmdb/writer_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "ledger/durable_file.hpp"

namespace ledger {

WriterLock::~WriterLock() {
  ::close(descriptor_);
}

Result<std::unique_ptr<WriterLock>> WriterLock::take(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "writer.lock";
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (descriptor < 0) return fail_errno("open the writer's lock file", errno, file);
  std::unique_ptr<WriterLock> lock(new WriterLock(descriptor));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) return fail_errno("lock the writer's lock file", errno, file);
  return fail(Code::kLocked, "another process is writing to this folder, or this one already is: stop it first",
              folder.string());
}

}  // namespace ledger
