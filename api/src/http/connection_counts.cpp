// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "http/connection_counts.hpp"

namespace api {

ConnectionCounts::Admission ConnectionCounts::admit(const std::string& key) {
  const std::lock_guard lock(mutex_);
  if (all_ >= all_max_) return {};
  std::size_t& open = each_[key];
  if (open >= each_max_) return {nullptr, true};
  ++open;
  ++all_;
  return {std::shared_ptr<void>(this,
                                [this, key](void*) {
                                  const std::lock_guard relock(mutex_);
                                  --all_;
                                  const auto at = each_.find(key);
                                  if (--at->second == 0) each_.erase(at);
                                }),
          false};
}

}  // namespace api
