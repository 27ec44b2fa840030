// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// One line of JSON for each request: what was asked and how it ended, without queries, bodies, tokens or names of
// parties.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "api/router.hpp"

namespace api {

// `route` is null when none was found.
[[nodiscard]] std::string access_line(const Request& request, const Route* route, unsigned status, std::uint64_t bytes,
                                      std::chrono::nanoseconds took);
// The trace that a request belongs to, from its traceparent header (W3C Trace Context, version 00): 32 hexadecimal
// digits; empty without a valid one.
[[nodiscard]] std::string_view trace_of(const Request& request);

}  // namespace api
