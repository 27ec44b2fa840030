// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "lmdb/env_registry.hpp"

#include <sys/stat.h>

#include <cerrno>

#include "ledger/durable_file.hpp"
#include "lmdb/env.hpp"

namespace ledger {

EnvRegistry& EnvRegistry::of_process() {
  static EnvRegistry registry;
  return registry;
}

Result<std::shared_ptr<Env>> EnvRegistry::find_or_open(const std::filesystem::path& folder,
                                                       const std::function<bool(const Env&)>& fits,
                                                       const std::function<Result<std::unique_ptr<Env>>()>& open) {
  struct stat status{};
  if (::stat(folder.c_str(), &status) != 0) {
    if (errno == ENOENT) return fail(Code::kNotFound, "there is no such folder", folder.string());
    return fail_errno("look at the folder", errno, folder);
  }
  const FolderId id(status.st_dev, status.st_ino);
  std::shared_ptr<Env> there;  // let go of after the lock: closing takes it too
  std::unique_lock lock(mutex_);
  for (auto slot = open_.find(id); slot != open_.end(); slot = open_.find(id)) {
    there = slot->second.lock();
    if (there && fits(*there)) return there;
    if (there) {
      return fail(Code::kLocked, "this process has the folder open already in another mode: close it first",
                  folder.string());
    }
    closed_.wait(lock);
  }
  auto opened = open();
  if (!opened) return tl::unexpected(opened.error());
  std::shared_ptr<Env> shared(opened->release(), [this, id](Env* env) { close(id, env); });
  open_[id] = shared;
  return shared;
}

void EnvRegistry::close(FolderId id, Env* env) {
  {
    const std::lock_guard lock(mutex_);
    delete env;
    open_.erase(id);
  }
  closed_.notify_all();
}

}  // namespace ledger
