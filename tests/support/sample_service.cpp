// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support/sample_service.hpp"

#include <fstream>
#include <stdexcept>

#include "ledger/encoding.hpp"

namespace sample {

SampleService::SampleService(const std::function<void(SampleLedger&)>& fill) : made_(fill), folder_(made_) {
  service_ = std::make_unique<api::Service>(
      api::Context{folder_.ledger(), [this] { return now_; }, "http://127.0.0.1:8080", {}, 0});
}

api::Response SampleService::ask(api::Method method, const std::string& target, const Headers& headers,
                                 ledger::ByteView body) {
  api::Request request = request_for(method, target, headers);
  request.body = ledger::to_bytes(body);
  request.body_bytes = body.size();
  return service_->router().answer(std::move(request));
}

api::Response SampleService::post(const std::string& target, const std::string& media_type, ledger::ByteView body,
                                  Headers headers) {
  headers.emplace_back("content-type", media_type);
  return ask(api::Method::kPost, target, headers, body);
}

api::Response SampleService::send(api::Method method, const std::string& target, std::string_view content,
                                  const Headers& headers) {
  api::Request request = request_for(method, target, headers);
  request.body_file = incoming_ / "body";
  std::ofstream(*request.body_file, std::ios::binary) << content;
  request.body_bytes = content.size();
  const auto file = *request.body_file;
  api::Response response = service_->router().answer(std::move(request));
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
  return response;
}

attest::Challenge SampleService::challenge(const std::string& actor) {
  const std::string body = R"({"kid":")" + ledger::to_hex(made_.kid(actor)) + R"("})";
  const attest::Json answer = json_of(post("/api/v1/challenges", "application/json", ledger::view(body)));
  const auto payload = ledger::base64url_decode(*answer.find("challenge")->text()).value();
  return attest::parse_challenge(ledger::text(payload)).value();
}

ledger::Bytes SampleService::answer(const std::string& actor, const attest::Challenge& challenge) {
  const Actor& who = made_.actor(actor);
  return attest::sign_challenge(challenge, who.party, static_cast<std::int64_t>(now_.value / 1000), *who.key).value();
}

Headers SampleService::as(const std::string& actor) {
  const api::Response granted = post("/api/v1/tokens", "application/cose", answer(actor, challenge(actor)));
  if (granted.status != 200) throw std::runtime_error("no token: " + std::string(granted.text()));
  return {{"authorization", "Bearer " + *json_of(granted).find("token")->text()}};
}

api::Request request_for(api::Method method, const std::string& target, const Headers& headers) {
  api::Request request;
  request.method = method;
  request.target = target;
  request.headers = headers;
  request.address = "127.0.0.1";
  request.id = "test";
  return request;
}

attest::Json json_of(const api::Response& response) {
  auto json = attest::parse_json(response.text());
  if (!json) throw std::runtime_error("no JSON: " + std::string(response.text()));
  return std::move(*json);
}

std::string problem_of(const api::Response& response) {
  const std::string media(response.header("content-type").value_or("nothing"));
  if (media != "application/problem+json") return std::to_string(response.status) + " " + media;
  const attest::Json problem = json_of(response);
  return problem.find("type")->text()->substr(std::string("/problems/").size());
}

}  // namespace sample
