// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// How many connections are open, in all and from each address.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace api {

// Threads: any.
class ConnectionCounts {
 public:
  ConnectionCounts(std::size_t all_max, std::size_t each_max) : all_max_(all_max), each_max_(each_max) {}
  struct Admission {
    std::shared_ptr<void> ticket;  // null: one too many
    bool for_its_address = false;  // and there is room for others
  };
  // Counts one more from there for as long as the ticket lives. This object must outlive its tickets.
  [[nodiscard]] Admission admit(const std::string& key);

 private:
  std::mutex mutex_;
  const std::size_t all_max_;
  const std::size_t each_max_;
  std::size_t all_ = 0;
  std::unordered_map<std::string, std::size_t> each_;
};

}  // namespace api
