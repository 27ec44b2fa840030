// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Comma-separated values as RFC 4180 has them, written.
#pragma once

#include <string>
#include <vector>

namespace certs {

// One record with its line end: cells with a separator, quote or line end stand in quotes.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& cells);

}  // namespace certs
