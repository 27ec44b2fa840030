// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The part of the demonstration with real figures: the City of Melbourne, data years 2014 to 2018.
#pragma once

#include "cityledger/demo_world.hpp"

namespace cityledger {

// One data year, from enrolment to the certificate that is honestly refused.
[[nodiscard]] Result<void> play_melbourne(DemoWorld& world, int data_year);

}  // namespace cityledger
