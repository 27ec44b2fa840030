// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The edition maps of catalogues/editions/ as text in the program.
#pragma once

#include <array>
#include <string_view>

namespace attest {

[[nodiscard]] std::array<std::string_view, 1> edition_map_files();

}  // namespace attest
