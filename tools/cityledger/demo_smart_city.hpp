// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Mississauga under ISO 37122: refused before it is certified under ISO 37120, Early Adopter in the first year with 71
// of 80 indicators, Platinum in the second. Counts and labels are those that the city published; values are made up.
#pragma once

#include "cityledger/demo_world.hpp"

namespace cityledger {

inline constexpr const char* kEarlyAdopterNumber = "37122-2019-2019-000001";
inline constexpr const char* kSecondYearNumber = "37122-2019-2020-000001";

[[nodiscard]] Result<void> attempt_smart_city_too_early(DemoWorld& world);
[[nodiscard]] Result<void> play_smart_city(DemoWorld& world);

}  // namespace cityledger
