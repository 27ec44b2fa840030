// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "lmdb/folder.hpp"

#include "ledger/durable_file.hpp"

namespace ledger {

namespace {

// The folder and its name are durable when this returns.
Result<void> make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  const bool made = std::filesystem::create_directories(folder, error);
  if (error) return fail_errno("make the folder", error.value(), folder);
  if (!made) return {};
  const auto whole = std::filesystem::absolute(folder, error).lexically_normal();
  if (error) return fail_errno("name the folder", error.value(), folder);
  return sync_folder(whole.has_filename() ? whole.parent_path() : whole.parent_path().parent_path());
}

bool has_database(const std::filesystem::path& folder) {
  std::error_code error;
  return std::filesystem::exists(folder / "data.mdb", error);
}

}  // namespace

Result<OpenFolder> open_folder(const std::filesystem::path& folder, OpenMode mode, const EnvFormat& format,
                               const std::function<Result<void>(WriteTxn&)>& first) {
  if (mode == OpenMode::kCreate) {
    if (auto made = make_folder(folder); !made) return tl::unexpected(made.error());
  } else if (!has_database(folder)) {
    return fail(Code::kNotFound, "there is no database in this folder", folder.string());
  }
  OpenFolder opened;
  if (mode != OpenMode::kRead) {
    auto lock = WriterLock::take(folder);
    if (!lock) return tl::unexpected(lock.error());
    opened.lock = std::move(*lock);
  }
  auto env = mode == OpenMode::kCreate ? Env::create(folder, format, first)
                                       : Env::open(folder, mode == OpenMode::kWrite, format);
  if (!env) return tl::unexpected(env.error());
  opened.env = std::move(*env);
  return opened;
}

}  // namespace ledger
