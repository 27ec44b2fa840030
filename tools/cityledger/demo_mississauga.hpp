// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The part of the demonstration that ends with a certificate: counts and level as the City of Mississauga published
// them, single values made up.
#pragma once

#include "cityledger/demo_world.hpp"

namespace cityledger {

inline constexpr const char* kSampleCycle = "mississauga/iso37120-2014/2017";
inline constexpr const char* kSampleNumber = "37120-2014-2017-000001";

[[nodiscard]] Result<void> play_mississauga(DemoWorld& world);

}  // namespace cityledger
