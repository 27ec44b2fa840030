// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Bodies that never change, made once and sent often. Those not asked for the longest go first.
//
// Threads: any.
#pragma once

#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/response.hpp"

namespace api {

class ReadyCache {
 public:
  // At most that many bytes, keys and a little for each counted; a body over a quarter of it is not kept.
  explicit ReadyCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  // Null when it is not there.
  [[nodiscard]] ReadyBody find(std::string_view key);
  // Keeps it, and gives it back to be sent.
  ReadyBody keep(std::string_view key, std::string body);
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Item {
    std::string key;
    ReadyBody body;
  };
  using Items = std::list<Item>;  // the one asked for last is the first
  [[nodiscard]] static std::size_t cost(const Item& item);
  void make_room();  // under the lock

  const std::size_t bytes_max_;
  mutable std::mutex mutex_;
  Items items_;
  std::unordered_map<std::string_view, Items::iterator> by_key_;  // views into items_
  std::size_t bytes_ = 0;
};

}  // namespace api
