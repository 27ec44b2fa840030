// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Words of HTTP are ASCII: their letter case and the space around them, whatever the locale.
#pragma once

#include <string_view>

namespace api {

[[nodiscard]] constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
// Without spaces and tabs at both ends (OWS, RFC 9110 section 5.6.3).
[[nodiscard]] std::string_view trim(std::string_view text);
// A and a are the same letter.
[[nodiscard]] bool equals_in_any_case(std::string_view a, std::string_view b);

}  // namespace api
