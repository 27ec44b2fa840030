// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A cycle of made-up values from enrolment to certificate, and the steps that every such cycle has.
#pragma once

#include <string>
#include <vector>

#include "cityledger/demo_sample.hpp"
#include "cityledger/demo_world.hpp"

namespace cityledger {

struct SampleCycle {
  std::string city;  // the party, and the name of its key
  std::string standard;
  std::string notice;
  SamplePlan plan;
  std::string number;     // of the certificate
  std::string programme;  // of which it is a cycle; or none
  // Days, in this order.
  std::string enrolled;
  std::string submitted;
  std::string decided;
  std::string reviewed;
  std::string issued;
};

[[nodiscard]] std::string cycle_id_of(const SampleCycle& cycle);
[[nodiscard]] Result<void> play_enrolment(DemoWorld& world, const SampleCycle& cycle);
// Evidence, then values, on the day of submission.
[[nodiscard]] Result<void> play_submission(DemoWorld& world, const SampleCycle& cycle);
// Every reported value is accepted; review and certificate follow.
[[nodiscard]] Result<void> play_certification(DemoWorld& world, const SampleCycle& cycle);
[[nodiscard]] Result<void> play_sample_cycle(DemoWorld& world, const SampleCycle& cycle);

// A file for every source of the rows: signed by the provider, or by the city for its own.
[[nodiscard]] Result<void> register_sample_evidence(DemoWorld& world, const std::string& city, int data_year,
                                                    const std::vector<SampleRow>& rows);
// Issues, and writes the certificate's files as they are on that day.
[[nodiscard]] Result<void> issue_sample_certificate(DemoWorld& world, const std::string& cycle,
                                                    const std::string& number);

}  // namespace cityledger
