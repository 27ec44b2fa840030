// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ready_cache.hpp"

namespace api {
namespace {

constexpr std::size_t kItemBytes = 256;  // what list, index and pointers take, roughly

}  // namespace

std::size_t ReadyCache::cost(const Item& item) {
  return item.key.size() + item.body->size() + kItemBytes;
}

ReadyBody ReadyCache::find(std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto at = by_key_.find(key);
  if (at == by_key_.end()) return nullptr;
  items_.splice(items_.begin(), items_, at->second);
  return at->second->body;
}

ReadyBody ReadyCache::keep(std::string_view key, std::string body) {
  auto ready = std::make_shared<const std::string>(std::move(body));
  Item item{std::string(key), ready};
  const std::size_t bytes = cost(item);
  const std::lock_guard lock(mutex_);
  if (bytes > bytes_max_ / 4 || by_key_.contains(key)) return ready;
  items_.push_front(std::move(item));
  by_key_.emplace(items_.front().key, items_.begin());
  bytes_ += bytes;
  make_room();
  return ready;
}

void ReadyCache::make_room() {
  while (bytes_ > bytes_max_) {
    bytes_ -= cost(items_.back());
    by_key_.erase(items_.back().key);
    items_.pop_back();
  }
}

std::size_t ReadyCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace api
