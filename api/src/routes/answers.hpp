// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// How handlers of data answer: errors as problems, lists in pages, one thing in several forms.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/page.hpp"
#include "api/problem.hpp"
#include "api/router.hpp"
#include "api/service.hpp"

namespace api {

using Answer = Result<Response>;

// A handler whose errors are answered as problems.
[[nodiscard]] Handler answering(std::function<Answer(const Request&)> answer);
// Adds GET routes that the ledger alone answers, which is the context's.
using LedgerAnswer = Answer (*)(const attest::LedgerFolder& ledger, const Request& request);
void add_answers(Router& router, const Context& context,
                 std::initializer_list<std::pair<std::string_view, LedgerAnswer>> routes);

// Public, and may be kept as long as it is asked for again.
[[nodiscard]] Response public_reply(std::string media_type, std::string body);
[[nodiscard]] Response public_json(const attest::Json& value);

// A form that an answer can have: what ?format= calls it, and its media type.
struct Form {
  std::string_view name;
  std::string_view media_type;
};
// By ?format= where it is given, else by Accept; the first when neither says. Nothing when it is none of them.
[[nodiscard]] std::optional<std::string_view> form_of(const Request& request, std::span<const Form> forms);
// The problem then: 406, with the media types and formats that there are.
[[nodiscard]] Response not_acceptable(std::span<const Form> forms);

// Names in rising order from that one on, so many at most.
using NamesFrom = std::function<Result<std::vector<std::string>>(const std::string& name, std::size_t count_max)>;
[[nodiscard]] NamesFrom names_in(std::vector<std::string> names);  // which are in rising order
// The next possible name.
[[nodiscard]] inline std::string behind(std::string name) {
  name.push_back('\0');
  return name;
}
// Walks names in rising order behind the page's cursor until the page is full or `looked_max` were looked at. `take`
// says whether the name gave an item. Out: the name to go on after; empty at the end of the list.
// Cost: of the names that were looked at, and one page of them more.
using TakeName = std::function<Result<bool>(const std::string& name)>;
[[nodiscard]] Result<std::string> walk(const NamesFrom& names, const Page& page, std::size_t looked_max,
                                       const TakeName& take);
[[nodiscard]] Result<std::string> walk(const std::vector<std::string>& names, const Page& page, std::size_t looked_max,
                                       const TakeName& take);

// A city that the ledger knows. Errors: kNotFound with field "city".
[[nodiscard]] Result<void> check_city(const ledger::StateReader& state, std::string_view city);
// The certificates of ?city=, or all, by number. The state must outlive it. Errors: those of check_city().
[[nodiscard]] Result<NamesFrom> certificates_to_look_at(const ledger::StateReader& state, const Request& request);

// {"items": [...], "next": "..."} and the same address as Link rel="next" (RFC 8288); without both on the last page,
// where `last` is empty.
[[nodiscard]] Response list_reply(const Request& request, attest::Json::Array items, const std::string& last);
[[nodiscard]] Response csv_reply(const Request& request, std::string csv, const std::string& last);

}  // namespace api
