// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// CityNet's round of 2016, whose call is real; the two cities that take part here are made up. One is certified, its
// certificate suspended, reinstated and at last revoked; the other withdraws and has its values erased.
#pragma once

#include "cityledger/demo_world.hpp"

namespace cityledger {

inline constexpr const char* kRevokedNumber = "37120-2014-2015-000001";

[[nodiscard]] Result<void> play_citynet_round(DemoWorld& world);
[[nodiscard]] Result<void> play_suspension_and_revocation(DemoWorld& world);
[[nodiscard]] Result<void> play_erasure(DemoWorld& world);

}  // namespace cityledger
