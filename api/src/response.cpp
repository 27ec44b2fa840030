// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/response.hpp"

#include <algorithm>

#include "ascii.hpp"

namespace api {
Response& Response::with(std::string name, std::string value) & {
  headers.emplace_back(std::move(name), std::move(value));
  return *this;
}

Response&& Response::with(std::string name, std::string value) && {
  headers.emplace_back(std::move(name), std::move(value));
  return std::move(*this);
}

std::optional<std::string_view> Response::header(std::string_view name) const {
  const auto at =
      std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return equals_in_any_case(h.first, name); });
  if (at == headers.end()) return std::nullopt;
  return at->second;
}

std::string_view Response::text() const {
  if (const auto* text = std::get_if<std::string>(&body)) return *text;
  if (const auto* ready = std::get_if<ReadyBody>(&body); ready != nullptr && *ready) return **ready;
  return {};
}

Response reply(unsigned status, std::string media_type, std::string body) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", std::move(media_type));
  response.body = std::move(body);
  return response;
}

Response reply(unsigned status, std::string media_type, ledger::ByteView body) {
  return reply(status, std::move(media_type), ledger::to_string(body));
}

Response json_reply(const attest::Json& value, unsigned status) {
  return reply(status, "application/json", attest::canonical_json(value));
}

}  // namespace api
