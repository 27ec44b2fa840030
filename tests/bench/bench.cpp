// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "bench.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace bench {
namespace {

constexpr std::size_t kBlockBytes = 4'096;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

void give_up(const std::string& message) {
  std::fprintf(stderr, "bench: %s\n", message.c_str());
  std::exit(1);
}

void compare(const std::string& title, std::vector<Job> jobs, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    for (auto& job : jobs) {
      const auto start = std::chrono::steady_clock::now();
      job.run();
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
      job.rates.push_back(static_cast<double>(job.count) / took.count());
    }
  }
  std::printf("\n%s (median of %d rounds in turn, a second)\n", title.c_str(), rounds);
  for (const auto& job : jobs) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < job.rates.size(); ++i) ratios.push_back(job.rates[i] / jobs.front().rates[i]);
    const auto [low, high] = std::minmax_element(job.rates.begin(), job.rates.end());
    std::printf("  %-58s %12.0f  [%.0f .. %.0f]  ratio %.2f\n", job.name.c_str(), median(job.rates), *low, *high,
                median(ratios));
  }
}

void time_one(Latencies& into, const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  into.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
}

void print_latencies(const std::string& name, Latencies latencies) {
  std::sort(latencies.begin(), latencies.end());
  std::printf("  %-58s p50 %6.0f us  p99 %6.0f us\n", name.c_str(), latencies.at(latencies.size() / 2),
              latencies.at(latencies.size() * 99 / 100));
}

SyncedFile::SyncedFile(const std::filesystem::path& file, std::uint64_t blocks)
    : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_DSYNC, 0600)), blocks_(blocks), block_(kBlockBytes, 1) {
  const std::vector<std::uint8_t> blank(kBlockBytes * blocks, 0);
  if (descriptor_ < 0 || ::pwrite(descriptor_, blank.data(), blank.size(), 0) < 0) give_up("preallocate");
}

SyncedFile::~SyncedFile() {
  ::close(descriptor_);
}

void SyncedFile::write_block() {
  const auto offset = static_cast<off_t>(next_++ % blocks_ * kBlockBytes);
  if (::pwrite(descriptor_, block_.data(), block_.size(), offset) < 0) give_up("write through");
}

Folder::Folder() : path_(std::filesystem::current_path() / ("bench-" + std::to_string(::getpid()))) {
  std::filesystem::create_directories(path_);
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path Folder::fresh() {
  const auto folder = path_ / std::to_string(next_++);
  std::filesystem::create_directories(folder);
  return folder;
}

}  // namespace bench
