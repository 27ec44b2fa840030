// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/body.hpp"

#include <algorithm>

#include "ascii.hpp"

namespace api {
namespace {

std::string essence(std::string_view value) {
  std::string type(value.substr(0, value.find(';')));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.pop_back();
  std::transform(type.begin(), type.end(), type.begin(), lower);
  return type;
}

}  // namespace

std::string media_type_of(const Request& request) {
  return essence(request.header("content-type").value_or(""));
}

std::optional<Problem> media_type_problem(const Request& request, std::initializer_list<std::string_view> taken) {
  const std::string type = media_type_of(request);
  if (std::find(taken.begin(), taken.end(), type) != taken.end()) return std::nullopt;
  std::string all;
  for (const std::string_view one : taken) all += (all.empty() ? "" : " or ") + std::string(one);
  return Problem{"unsupported_media_type", "this address takes " + all, "content-type"};
}

Answered<attest::Json> json_body(const Request& request) {
  if (auto problem = media_type_problem(request, {"application/json"})) return tl::unexpected(std::move(*problem));
  auto json = attest::parse_json(request.body_text());
  if (!json) return tl::unexpected(problem_of(json.error()));
  return std::move(*json);
}

}  // namespace api
