// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Conditions and parts: If-Match, If-None-Match, If-Range, Range (RFC 9110 sections 13 and 14).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace api {

// Whether a list of entity tags names `etag`, which is without quotes and strong. `weakly`: W/"x" counts as "x".
// A list that cannot be read names nothing.
[[nodiscard]] bool names_etag(std::string_view list, std::string_view etag, bool weakly);

struct Part {
  std::uint64_t first = 0;
  std::uint64_t length = 0;
};
struct WholeFile {};       // no range that we serve: the header counts as not there
struct NotSatisfiable {};  // 416
// What Range asks of something that long. Several ranges get the whole, which the RFC allows.
[[nodiscard]] std::variant<WholeFile, Part, NotSatisfiable> read_range(std::string_view range, std::uint64_t size);

}  // namespace api
