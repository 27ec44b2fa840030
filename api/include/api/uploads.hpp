// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Files that come in several parts: what is there of each, and where it goes on. Each is its party's alone.
//
// Bounded by kUploadsMax, kUploadsOfAPartyMax and kUploadIdleSeconds; a part counts whole or not at all. Everything
// ends with the process, and files that an earlier one left are removed at the start. Threads: any; one part of an
// upload at a time.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "api/problem.hpp"
#include "ledger/ids.hpp"

namespace api {

class Uploads {
 public:
  // `folder` is theirs alone. `floor_bytes`: nothing is taken when less would be free.
  Uploads(std::filesystem::path folder, std::function<ledger::UnixMillis()> clock, std::uint64_t floor_bytes);

  struct State {
    ledger::EntryIndex entry;
    std::uint64_t offset = 0;  // bytes that are there
    std::uint64_t length = 0;  // of the whole
    ledger::UnixMillis expires;
    std::filesystem::path file;
  };
  // The id of a new one. Problems: too_many_requests (of this party), busy (all places taken), disk_full.
  [[nodiscard]] Answered<std::string> start(const std::string& party, ledger::EntryIndex entry, std::uint64_t length);
  // Problems of all below: not_found when there is none of that id, entry and party, or it has expired.
  struct Name {
    std::string id;
    std::string party;
    ledger::EntryIndex entry;
  };
  [[nodiscard]] Answered<State> find(const Name& name);
  // Appends the content of `part`, which has `bytes`. Problems: conflict with Upload-Offset (another offset than the
  // present one, or another part is being appended), too_large (past the length), disk_full, internal.
  [[nodiscard]] Answered<State> append(const Name& name, std::uint64_t offset, const std::filesystem::path& part,
                                       std::uint64_t bytes);
  // It and its file are gone.
  [[nodiscard]] Answered<void> remove(const Name& name);
  // Ends those whose time is over, with their files. Every other call does so too: this one is for when none comes.
  void end_expired();
  [[nodiscard]] std::size_t count() const;

 private:
  struct Upload {
    std::string party;
    State state;
    bool busy = false;
  };
  using Place = std::map<std::string, Upload>::iterator;
  [[nodiscard]] Answered<Place> place_of(const Name& name);
  [[nodiscard]] Answered<Place> begin_append(const Name& name, std::uint64_t offset, std::uint64_t bytes);
  [[nodiscard]] bool has_room(std::uint64_t more) const;
  void drop_expired();

  std::filesystem::path folder_;
  std::function<ledger::UnixMillis()> clock_;
  std::uint64_t floor_bytes_;
  mutable std::mutex mutex_;
  std::map<std::string, Upload> uploads_;
};

}  // namespace api
