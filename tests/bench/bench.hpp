// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Rounds of two jobs in turn, medians, ratios.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "ledger/result.hpp"

namespace bench {

// Ends the program with the error's message unless there is a value.
[[noreturn]] void give_up(const std::string& message);
template <typename T>
T must(ledger::Result<T> result) {
  if (!result) give_up(result.error().message + " " + result.error().field);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

struct Job {
  std::string name;
  std::uint64_t count;  // pieces of work in one call
  std::function<void()> run;
  std::vector<double> rates{};  // pieces a second, one a round
};

// Runs every job once a round, in turn, and prints medians, extremes and each job's ratio to the first (the limit):
// the ratio is taken round by round, then its median.
void compare(const std::string& title, std::vector<Job> jobs, int rounds = 5);

// How long single pieces of work took, in microseconds.
using Latencies = std::vector<double>;
void time_one(Latencies& into, const std::function<void()>& work);
void print_latencies(const std::string& name, Latencies latencies);  // p50 and p99

// A file whose blocks are there, written through from its beginning: what one thread can make durable.
class SyncedFile {
 public:
  SyncedFile(const std::filesystem::path& file, std::uint64_t blocks);
  ~SyncedFile();
  SyncedFile(const SyncedFile&) = delete;
  SyncedFile& operator=(const SyncedFile&) = delete;
  void write_block();  // the next 4 KiB; after the last one the first

 private:
  int descriptor_;
  std::uint64_t blocks_;
  std::vector<std::uint8_t> block_;
  std::uint64_t next_ = 0;
};

// A folder of its own under the present one, removed at the end: the disk measured is the one you stand on.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  // An empty subfolder that did not exist before.
  [[nodiscard]] std::filesystem::path fresh();

 private:
  std::filesystem::path path_;
  int next_ = 0;
};

}  // namespace bench
