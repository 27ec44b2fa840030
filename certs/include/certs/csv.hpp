// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Comma-separated values as RFC 4180 has them, written.
#pragma once

#include <string>
#include <vector>

namespace certs {

// One record with its line end: cells with a separator, quote or line end stand in quotes. A cell that a spreadsheet
// would take for a formula ("=", "@", "+" or "-" before anything but a number) gets an apostrophe in front: cells hold
// what cities and providers wrote.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& cells);

}  // namespace certs
