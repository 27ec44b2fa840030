// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Files that the demonstration brings along, built into the program so that it needs none on the machine.
#pragma once

#include <string_view>

namespace cityledger {

// `melbourne-2014.csv` to `melbourne-2018.csv` of tools/demo, and the catalogues `iso37120-2014.json` and
// `iso37122-2019.json`. Empty for another name.
[[nodiscard]] std::string_view demo_file(std::string_view name);

}  // namespace cityledger
