// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a request brings along in memory.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "api/problem.hpp"
#include "api/request.hpp"

namespace api {

// Content-Type without its parameters, in lower case; empty when it is not said.
[[nodiscard]] std::string media_type_of(const Request& request);
// unsupported_media_type unless Content-Type is one of `taken`, whatever its parameters and letter case.
[[nodiscard]] std::optional<Problem> media_type_problem(const Request& request,
                                                        std::initializer_list<std::string_view> taken);
// The body of application/json, strict (attest/json.hpp). Problems: unsupported_media_type, invalid.
[[nodiscard]] Answered<attest::Json> json_body(const Request& request);

}  // namespace api
