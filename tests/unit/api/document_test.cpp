// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The OpenAPI document against the router: neither knows an address that the other does not.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "support/sample_service.hpp"

namespace api {
namespace {

// "GET /a/{b}" of both; a last {name...} is written {name} there.
std::set<std::string> routes_of(const Router& router) {
  std::set<std::string> all;
  for (const Route& route : router.routes()) {
    std::string pattern = route.pattern;
    if (const auto dots = pattern.find("...}"); dots != std::string::npos) pattern.erase(dots, 3);
    all.insert(std::string(to_text(route.method)) + " " + pattern);
  }
  return all;
}

std::set<std::string> operations_of(const attest::Json& document) {
  std::set<std::string> all;
  for (const auto& [path, item] : *document.find("paths")->object()) {
    for (const auto& [method, operation] : *item.object()) {
      if (method == "parameters") continue;
      std::string upper = method;
      std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) { return static_cast<char>(c - 32); });
      all.insert(upper + " " + path);
    }
  }
  return all;
}

TEST(Document, NamesExactlyTheRoutes) {
  sample::SampleService service;
  const Response response = service.get("/api/v1/openapi.json");
  ASSERT_EQ(response.status, 200U);
  EXPECT_EQ(operations_of(sample::json_of(response)), routes_of(service.service().router()));
}

}  // namespace
}  // namespace api
