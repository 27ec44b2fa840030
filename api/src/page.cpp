// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/page.hpp"

#include <algorithm>
#include <charconv>

#include "ledger/encoding.hpp"

namespace api {

using ledger::fail;

Result<std::optional<std::uint64_t>> read_number(const Request& request, std::string_view name) {
  const auto text = request.query(name);
  if (!text) return std::optional<std::uint64_t>{};
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{} || end != text->data() + text->size()) {
    return fail(Code::kInvalid, "this must be a whole number without sign", std::string(name));
  }
  return number;
}

Result<Page> read_page(const Request& request) {
  Page page;
  const auto limit = read_number(request, "limit");
  if (!limit) return tl::unexpected(limit.error());
  if (*limit && (**limit < 1 || **limit > kPageItemsMax)) {
    return fail(Code::kInvalid, "a page holds 1 to " + std::to_string(kPageItemsMax) + " items", "limit");
  }
  if (*limit) page.limit = **limit;
  if (const auto cursor = request.query("cursor")) {
    const auto item = ledger::base64url_decode(*cursor);
    if (!item || item->empty()) {
      return fail(Code::kInvalid, "this is no cursor of ours; take it from 'next' of the page before", "cursor");
    }
    page.after = ledger::to_string(*item);
  }
  return page;
}

std::string cursor_of(std::string_view item) {
  return ledger::base64url_encode(ledger::view(item));
}

std::string next_target(const Request& request, std::string_view item) {
  const std::string_view target = request.target;
  const std::size_t question = target.find('?');
  std::string next(target.substr(0, question));
  char between = '?';
  std::string_view query = question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), part.size() + 1));
    if (part.empty() || part.starts_with("cursor=")) continue;
    next += between;
    next += part;
    between = '&';
  }
  return next + between + "cursor=" + cursor_of(item);
}

Result<void> only_query(const Request& request, std::initializer_list<std::string_view> names) {
  for (const auto& [name, value] : request.parsed.query) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      return fail(Code::kInvalid, "this address does not know this name in the query", name);
    }
  }
  return {};
}

}  // namespace api
