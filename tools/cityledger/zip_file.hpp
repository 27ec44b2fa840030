// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Writing a ZIP file, readable by its owner alone. The same content at the same time gives the same bytes.
#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <string>

#include "ledger/bytes.hpp"
#include "ledger/ids.hpp"
#include "ledger/result.hpp"

struct zip;

namespace cityledger {

class ZipFile {
 public:
  // Takes the place of a file of that name when it is closed, not before. `time`: of every member.
  // Errors of all: kStorage, kFull.
  [[nodiscard]] static ledger::Result<ZipFile> create(const std::filesystem::path& file, ledger::UnixMillis time);
  [[nodiscard]] ledger::Result<void> add(const std::string& name, std::string content);
  // Read when the archive is closed: the file must be there until then.
  [[nodiscard]] ledger::Result<void> add_file(const std::string& name, const std::filesystem::path& file);
  [[nodiscard]] ledger::Result<void> close();

 private:
  struct Discard {
    void operator()(zip* archive) const;
  };
  ZipFile(std::filesystem::path file, zip* archive, ledger::UnixMillis time)
      : file_(std::move(file)), archive_(archive), time_(time) {}
  std::filesystem::path file_;
  std::deque<std::string> contents_;  // libzip reads them when it closes
  std::unique_ptr<zip, Discard> archive_;
  ledger::UnixMillis time_;
};

}  // namespace cityledger
