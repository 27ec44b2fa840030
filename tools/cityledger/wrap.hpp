// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Text as a screen shows it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cityledger {

// Breaks lines over `columns` between words; what follows begins below the last cell of the line, or is indented.
// A word over `columns` stays whole. 0 breaks nothing.
[[nodiscard]] std::string wrap(std::string_view text, std::size_t columns);

}  // namespace cityledger
