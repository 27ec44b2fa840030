// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The OpenAPI document, put together from the parts in api/openapi: each is an object with "paths" and "components".
#include <stdexcept>

#include "api/service.hpp"
#include "embedded.hpp"

namespace api {
namespace {

using attest::Json;

// Members of objects are put together, down to the second level of components; the same name twice is our mistake.
void merge(Json::Object& into, const Json::Object& more, int levels) {
  for (const auto& [name, value] : more) {
    const auto at = into.find(name);
    if (at == into.end()) {
      into.emplace(name, value);
    } else if (levels > 0 && at->second.object() != nullptr && value.object() != nullptr) {
      merge(*at->second.object(), *value.object(), levels - 1);
    } else {
      throw std::logic_error("the OpenAPI document says this twice: " + name);
    }
  }
}

std::string write_document() {
  Json::Object document;
  for (const EmbeddedFile& file : embedded_files()) {
    const auto part = attest::parse_json(ledger::text(file.bytes));
    if (!part || part->object() == nullptr) {
      throw std::logic_error("api/openapi/" + std::string(file.name) + " cannot be read: " +
                             (part ? "no object" : part.error().field + ": " + part.error().message));
    }
    merge(document, *part->object(), 2);
  }
  return attest::canonical_json(document);
}

}  // namespace

void add_document_routes(Router& router) {
  const auto document = std::make_shared<const std::string>(write_document());
  router.add({Method::kGet, "/api/v1/openapi.json",
              [document](const Request&) {
                Response response = reply(200, "application/vnd.oai.openapi+json;version=3.1", std::string());
                response.body = document;
                response.caching = Caching::kRevalidate;
                return response;
              },
              Run::kInline});
}

}  // namespace api
