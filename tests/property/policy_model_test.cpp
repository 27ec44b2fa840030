// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "property/policy_model.hpp"

#include <cstdlib>
#include <iostream>

namespace sample {
namespace {

using Times = PolicyModel::Times;
std::map<std::string, Times>& times_of_all_seeds() {
  static std::map<std::string, Times> times;
  return times;
}

// When many seeds are run in one go: no type that was always admitted or always refused.
class EveryTypeBothWays : public testing::Environment {
 public:
  void TearDown() override {
    if (std::getenv("CITYLEDGER_MODEL_SEEDS") == nullptr) return;
    for (const auto& [type, times] : times_of_all_seeds()) {
      std::cout << type << ": " << times.admitted << " admitted, " << times.refused << " refused\n";
      EXPECT_GT(times.admitted, 0) << type;
      EXPECT_GT(times.refused, 0) << type;
    }
  }
};
[[maybe_unused]] const auto* const kEveryType = testing::AddGlobalTestEnvironment(new EveryTypeBothWays);

class PolicyAgainstModel : public testing::TestWithParam<std::uint64_t> {};

TEST_P(PolicyAgainstModel, AgreesOnEveryAdmission) {
  PolicyModel model(GetParam());
  for (int i = 0; i < 2'000 && !testing::Test::HasFailure(); ++i) model.step();
  model.compare_ends();
  // The sequence must have got somewhere, both ways.
  EXPECT_GT(model.admitted(), 60);
  EXPECT_GT(model.refused(), 60);
  EXPECT_GT(model.closed(), 1);
  for (const auto& [type, times] : model.by_type()) {
    Times& all = times_of_all_seeds()[type];
    all.admitted += times.admitted;
    all.refused += times.refused;
  }
}

// Four, or as many as CITYLEDGER_MODEL_SEEDS says.
std::uint64_t seeds() {
  const char* asked = std::getenv("CITYLEDGER_MODEL_SEEDS");
  return asked == nullptr ? 4 : std::strtoull(asked, nullptr, 10);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PolicyAgainstModel, testing::Range<std::uint64_t>(1, seeds() + 1));

}  // namespace
}  // namespace sample
