// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Which of the forms that an answer can have the client wants: Accept (RFC 9110 section 12.5.1).
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

#include "api/request.hpp"

namespace api {

// The first of `offered`, in the order that we prefer, with the highest quality; the first when there is no Accept.
// Nothing when none is acceptable (406).
[[nodiscard]] std::optional<std::string_view> negotiate(const Request& request,
                                                        std::initializer_list<std::string_view> offered);

// How much a list of wishes with qualities (Accept, Accept-Encoding) wants `value`: 0 (not) to 1000.
[[nodiscard]] int quality_in(std::string_view list, std::string_view value);
[[nodiscard]] std::optional<std::string_view> negotiate(const Request& request,
                                                        std::span<const std::string_view> offered);

}  // namespace api
