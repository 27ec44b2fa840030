// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/queue.hpp"

#include <algorithm>

#include "certs/lookup.hpp"
#include "certs/queue.hpp"
#include "cityledger/exit_codes.hpp"

namespace cityledger {

int run_queue(const QueueOptions& options, Console& console) {
  if (options.jump_factor < 2) return console.fail({Code::kInvalid, "the jump factor is 2 or more", "jump_factor"});
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  auto queue = certs::queue_of(attest::operators_sight((*session)->ledger()), options.cycle, {options.jump_factor});
  if (!queue) return console.fail(queue.error());
  const auto waiting = std::count_if(queue->begin(), queue->end(), certs::is_undecided);
  if (!options.all) std::erase_if(*queue, [](const certs::QueueItem& item) { return !certs::is_undecided(item); });
  const auto cycle = certs::find_cycle((*session)->ledger().store(), options.cycle);
  if (!cycle) return console.fail(cycle.error());
  console.print(certs::notice_lines((*session)->ledger(), options.cycle) + certs::last_days_text(*cycle) +
                certs::queue_text(*queue) + options.cycle + ": " + std::to_string(waiting) + " value(s) undecided");
  Json::Object answer{{"cycle", options.cycle},
                      {"undecided", static_cast<std::int64_t>(waiting)},
                      {"items", certs::queue_json(*queue)}};
  if (!cycle->submit_until.empty()) answer.emplace("submit_until", cycle->submit_until);
  if (!cycle->decide_until.empty()) answer.emplace("decide_until", cycle->decide_until);
  console.answer(answer);
  return kExitDone;
}

}  // namespace cityledger
