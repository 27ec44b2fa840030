// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Every address of the routes of data, asked in every form by somebody without any right.
#pragma once

#include <string>
#include <vector>

#include "demo_service.hpp"

namespace api_test {

struct Asked {
  std::string target;
  std::string accept;
};
[[nodiscard]] const std::vector<Asked>& everything();
// The address patterns that openapi/data.json describes with GET.
[[nodiscard]] std::vector<std::string> described_patterns();

}  // namespace api_test
