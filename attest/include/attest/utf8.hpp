// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// UTF-8 (RFC 3629) checked: shortest form, no surrogates, at most U+10FFFF.
#pragma once

#include <string_view>

namespace attest {

[[nodiscard]] bool is_utf8(std::string_view text);
// Whether valid UTF-8 holds one of the 66 noncharacters, which I-JSON (RFC 7493 section 2.1) forbids.
[[nodiscard]] bool has_noncharacter(std::string_view text);

}  // namespace attest
