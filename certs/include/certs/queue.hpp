// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a verifier has before it: the live submissions of a cycle, each with its evidence and the checks beside it.
#pragma once

#include <string>
#include <vector>

#include "certs/submitted_values.hpp"
#include "certs/words.hpp"

namespace certs {

// One line of a verifier's queue.
struct QueueItem {
  attest::Indicator indicator;
  SubmittedValue value;
  attest::LiveRecord live;
  std::int64_t deciders = 1;  // persons whose acceptance makes it accepted
  std::vector<EvidenceSeen> evidence;
  CheckedValue checked;  // reported values only
};
// Every live submission of the cycle, in catalogue order.
[[nodiscard]] Result<std::vector<QueueItem>> queue_of(const attest::Sight& sight, const std::string& cycle,
                                                      const CheckSettings& settings);
[[nodiscard]] bool is_undecided(const QueueItem& item);

[[nodiscard]] std::string queue_text(const std::vector<QueueItem>& items);
[[nodiscard]] Json queue_json(const std::vector<QueueItem>& items);

}  // namespace certs
