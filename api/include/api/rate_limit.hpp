// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// How often one client may ask: a bucket of tokens for each key, filled at a steady rate.
//
// Threads: any. Memory: bounded; when too many keys are in use at once, further ones share one bucket, so that a crowd
// of addresses cannot make room by filling the table.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace api {

class RateLimit {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  struct Rule {
    double per_second = 50;
    double burst = 200;  // at once, after silence
    std::size_t keys_max = 65'536;
  };
  explicit RateLimit(Rule rule, Clock clock = [] { return std::chrono::steady_clock::now(); });

  // Takes one token of the key's bucket. 0: allowed; otherwise the whole seconds to wait before the next.
  [[nodiscard]] unsigned wait_s(std::string_view key);
  [[nodiscard]] bool allow(std::string_view key) { return wait_s(key) == 0; }
  [[nodiscard]] std::size_t keys() const;

 private:
  struct Bucket {
    double tokens = 0;
    std::chrono::steady_clock::time_point at;
  };
  Bucket& bucket_of(std::string_view key, std::chrono::steady_clock::time_point now);
  void drop_full(std::chrono::steady_clock::time_point now);

  Rule rule_;
  Clock clock_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
  Bucket shared_;
  std::chrono::steady_clock::time_point looked_;  // when full buckets were dropped last
};

// Under which key an address is counted: IPv4 as it is, IPv6 by its first 64 bits, which one client has all of.
[[nodiscard]] std::string rate_key(const std::string& address);

}  // namespace api
