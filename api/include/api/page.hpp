// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Lists in pages: ?limit=N and ?cursor=TEXT. A cursor names the last item of the page before, so that pages stay
// the same while the ledger grows.
#pragma once

#include <optional>
#include <string>

#include "api/limits.hpp"
#include "api/request.hpp"

namespace api {

struct Page {
  std::size_t limit = kPageItems;
  std::optional<std::string> after;  // what cursor_of() was given
};
// Errors: kInvalid with field "limit" or "cursor".
[[nodiscard]] Result<Page> read_page(const Request& request);
// A cursor after that item, as base64url of its name: opaque to clients.
[[nodiscard]] std::string cursor_of(std::string_view item);
// The same request's target with that cursor: the "next" member of a list.
[[nodiscard]] std::string next_target(const Request& request, std::string_view item);

// An unsigned number in the query. Errors: kInvalid with the name as field.
[[nodiscard]] Result<std::optional<std::uint64_t>> read_number(const Request& request, std::string_view name);
// Refuses every name in the query but these. Errors: kInvalid with the first other name as field.
[[nodiscard]] Result<void> only_query(const Request& request, std::initializer_list<std::string_view> names);

}  // namespace api
