// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "bench.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace bench {
namespace {

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
