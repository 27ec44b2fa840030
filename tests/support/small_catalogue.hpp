// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A catalogue of eight indicators and two levels: small enough to reach a level in a few lines.
//
// C1 C2 C3 core, S1 S2 S3 supporting, P01 a profile number, P02 a profile text.
// Base: 2 core. Full: 3 core, 1 supporting, 4 in all.
#pragma once

#include "attest/json.hpp"

namespace sample {

inline constexpr const char* kSmallStandard = "small-2014";

[[nodiscard]] attest::Json small_catalogue();

}  // namespace sample
