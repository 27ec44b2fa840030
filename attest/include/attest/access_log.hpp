// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Who was shown which confidential fields, for those whose fields they are. One line of canonical JSON an access,
// in one file that only grows; it holds no confidential value.
//
// Trusted for what this program showed to a reader that named itself by a key. Whoever can read the ledger's folder
// itself leaves no trace here, and can alter this file.
// Threads and processes: any.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/digest.hpp"
#include "ledger/ids.hpp"

namespace attest {

struct Access {
  ledger::UnixMillis time;
  std::string reader;                 // party
  std::optional<ledger::Digest> kid;  // the key by which it named itself; none when the operator handed it out
  ledger::EntryIndex entry;
  std::string owner;                // the party that signed the entry
  std::vector<std::string> fields;  // names, sorted
  friend bool operator==(const Access&, const Access&) = default;
};

class AccessLog {
 public:
  explicit AccessLog(std::filesystem::path file) : file_(std::move(file)) {}
  // Durable when it returns: nothing is shown before. Errors: kFull, kStorage.
  [[nodiscard]] ledger::Result<void> add(const std::vector<Access>& accesses) const;
  // To entries of that owner, oldest first; of all when it is empty. None when there is no file.
  // A line that a power cut has torn is passed over. Errors: kCorrupt (another line is none), kStorage.
  [[nodiscard]] ledger::Result<std::vector<Access>> to(std::string_view owner) const;
  // Of those to entries of that owner, from number `first` (0 is its oldest) at most `count`. Same errors.
  // Cost: the whole file up to there is read, never held.
  [[nodiscard]] ledger::Result<std::vector<Access>> page_to(std::string_view owner, std::uint64_t first,
                                                            std::size_t count) const;

 private:
  using Visit = std::function<bool(Access&&)>;  // false: enough
  [[nodiscard]] ledger::Result<void> each_to(std::string_view owner, const Visit& visit) const;
  std::filesystem::path file_;
};

}  // namespace attest
