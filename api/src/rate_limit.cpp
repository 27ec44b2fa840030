// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/rate_limit.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <cmath>

namespace api {
namespace {

using TimePoint = std::chrono::steady_clock::time_point;

double seconds(std::chrono::steady_clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

RateLimit::RateLimit(Rule rule, Clock clock)
    : rule_(rule), clock_(std::move(clock)), shared_{rule.burst, clock_()}, looked_(shared_.at) {}

// A full bucket is worth as much as none.
void RateLimit::drop_full(TimePoint now) {
  std::erase_if(buckets_, [&](const auto& known) {
    return known.second.tokens + seconds(now - known.second.at) * rule_.per_second >= rule_.burst;
  });
  looked_ = now;
}

RateLimit::Bucket& RateLimit::bucket_of(std::string_view key, TimePoint now) {
  const std::string name(key);
  const auto known = buckets_.find(name);
  if (known != buckets_.end()) return known->second;
  // Looking through the whole table is dear: at most once a second.
  if (buckets_.size() >= rule_.keys_max && now - looked_ >= std::chrono::seconds(1)) drop_full(now);
  if (buckets_.size() >= rule_.keys_max) return shared_;
  return buckets_.emplace(name, Bucket{rule_.burst, now}).first->second;
}

unsigned RateLimit::wait_s(std::string_view key) {
  const std::lock_guard lock(mutex_);
  const TimePoint now = clock_();
  Bucket& bucket = bucket_of(key, now);
  const double gained = std::max(0.0, seconds(now - bucket.at)) * rule_.per_second;
  bucket.tokens = std::min(rule_.burst, bucket.tokens + gained);
  bucket.at = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return 0;
  }
  return std::max(1U, static_cast<unsigned>(std::min(3600.0, std::ceil((1 - bucket.tokens) / rule_.per_second))));
}

std::size_t RateLimit::keys() const {
  const std::lock_guard lock(mutex_);
  return buckets_.size();
}

std::string rate_key(const std::string& address) {
  in6_addr six{};
  if (inet_pton(AF_INET6, address.substr(0, address.find('%')).c_str(), &six) != 1) return address;
  if (IN6_IS_ADDR_V4MAPPED(&six)) return address.substr(address.rfind(':') + 1);
  for (std::size_t i = 8; i < 16; ++i) six.s6_addr[i] = 0;
  char text[INET6_ADDRSTRLEN] = {};
  return std::string(inet_ntop(AF_INET6, &six, text, sizeof text)) + "/64";
}

}  // namespace api
