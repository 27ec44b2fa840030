// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "demo_service.hpp"

#include <cstdlib>
#include <stdexcept>

#include "ledger/durable_file.hpp"

namespace api_test {

std::filesystem::path DemoService::demo() {
  const char* folder = std::getenv("CITYLEDGER_DEMO");  // NOLINT(concurrency-mt-unsafe): one thread
  if (folder == nullptr) throw std::runtime_error("set CITYLEDGER_DEMO to what 'cityledger demo --quick' made");
  return folder;
}

std::string DemoService::file(const std::string& name) {
  auto content = ledger::read_file(demo() / name, 64U << 20U);
  if (!content) throw std::runtime_error(content.error().message);
  return std::move(*content);
}

DemoService::DemoService(std::filesystem::path trust, const std::filesystem::path& ledger) {
  auto opened = attest::LedgerFolder::open_to_read(ledger);
  if (!opened) throw std::runtime_error(opened.error().message);
  ledger_ = std::move(*opened);
  service_ = std::make_unique<api::Service>(api::Context{*ledger_, [] { return ledger::UnixMillis{1'541'844'000'000}; },
                                                         "http://127.0.0.1:8080", std::move(trust), 0});
}

api::Response DemoService::ask(api::Method method, const std::string& target, const sample::Headers& headers,
                               std::string_view body) const {
  api::Request request = sample::request_for(method, target, headers);
  request.body = ledger::to_bytes(body);
  request.body_bytes = body.size();
  return service_->router().answer(std::move(request));
}

std::string body_of(const api::Response& response) {
  const auto* file = std::get_if<api::FileBody>(&response.body);
  if (file == nullptr) return std::string(response.text());
  auto content = ledger::read_file(file->file, 64U << 20U);
  if (!content) throw std::runtime_error(content.error().message);
  return std::move(*content);
}

std::string outcome_of(const api::Response& response) {
  const std::string media(response.header("content-type").value_or("nothing"));
  if (media != "application/problem+json") {
    return std::to_string(response.status) + " " + media.substr(0, media.find(';'));
  }
  const attest::Json problem = sample::json_of(response);
  const attest::Json* field = problem.find("field");
  return sample::problem_of(response) + (field == nullptr ? "" : " " + *field->text());
}

sample::Headers accept(std::string media_type) {
  return {{"accept", std::move(media_type)}};
}

attest::Json member(const attest::Json& json, std::string_view path) {
  const attest::Json* at = &json;
  while (!path.empty()) {
    const std::string name(path.substr(0, path.find('.')));
    path.remove_prefix(std::min(path.size(), name.size() + 1));
    at = at->array() != nullptr ? &at->array()->at(std::stoul(name)) : at->find(name);
    if (at == nullptr) throw std::runtime_error("no member " + name);
  }
  return *at;
}

attest::Json::Array list_at(const attest::Json& json, std::string_view path) {
  const attest::Json found = member(json, path);
  if (found.array() == nullptr) throw std::runtime_error("no list");
  return *found.array();
}

std::string text_at(const attest::Json& json, std::string_view path) {
  const attest::Json found = member(json, path);
  return found.text() == nullptr ? attest::canonical_json(found) : *found.text();
}

}  // namespace api_test
