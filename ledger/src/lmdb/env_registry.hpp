// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Which environments this process has open. LMDB gives no error when one is opened twice, and closing one
// of the two would let go of the locks of both: so there is one list per process, the only one of its kind.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "ledger/result.hpp"

namespace ledger {

class Env;

class EnvRegistry {
 public:
  static EnvRegistry& of_process();

  // The folder's environment when it is open and `fits`, else what `open` gives. Errors: kLocked when it is
  // open and does not fit; those of `open`; kNotFound when there is no such folder.
  [[nodiscard]] Result<std::shared_ptr<Env>> find_or_open(const std::filesystem::path& folder,
                                                          const std::function<bool(const Env&)>& fits,
                                                          const std::function<Result<std::unique_ptr<Env>>()>& open);

 private:
  using FolderId = std::pair<std::uint64_t, std::uint64_t>;  // device and inode
  void close(FolderId id, Env* env);

  std::mutex mutex_;
  std::condition_variable closed_;
  std::map<FolderId, std::weak_ptr<Env>> open_;  // until it is closed, not only until nobody refers to it
};

}  // namespace ledger
