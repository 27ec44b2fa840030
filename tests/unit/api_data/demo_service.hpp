// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The service over the demonstration's ledger, asked in process. CITYLEDGER_DEMO names the demonstration's folder.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "api/service.hpp"
#include "support/sample_service.hpp"

namespace api_test {

inline constexpr const char* kNumber = "37120-2014-2017-000001";

class DemoService {
 public:
  // With the demonstration's trust folder, or another one.
  explicit DemoService(std::filesystem::path trust = demo() / "trust",
                       const std::filesystem::path& ledger = demo() / "ledger");
  [[nodiscard]] static std::filesystem::path demo();
  // The content of a file of the demonstration.
  [[nodiscard]] static std::string file(const std::string& name);

  [[nodiscard]] api::Response get(const std::string& target, const sample::Headers& headers = {}) const {
    return ask(api::Method::kGet, target, headers);
  }
  [[nodiscard]] api::Response post(const std::string& target, std::string_view body,
                                   const sample::Headers& headers = {}) const {
    return ask(api::Method::kPost, target, headers, body);
  }
  [[nodiscard]] api::Response ask(api::Method method, const std::string& target, const sample::Headers& headers = {},
                                  std::string_view body = {}) const;
  [[nodiscard]] const attest::LedgerFolder& ledger() const { return *ledger_; }
  [[nodiscard]] const api::Router& router() const { return service_->router(); }

 private:
  std::unique_ptr<attest::LedgerFolder> ledger_;
  std::unique_ptr<api::Service> service_;
};

// What travels as body, from a file too.
[[nodiscard]] std::string body_of(const api::Response& response);
// "not_found number" of a problem; "200 text/html" of another answer.
[[nodiscard]] std::string outcome_of(const api::Response& response);
[[nodiscard]] sample::Headers accept(std::string media_type);
// A member by its path: "items.0.number".
[[nodiscard]] attest::Json member(const attest::Json& json, std::string_view path);
// The items of a member that is an array.
[[nodiscard]] attest::Json::Array list_at(const attest::Json& json, std::string_view path);
[[nodiscard]] std::string text_at(const attest::Json& json, std::string_view path);

}  // namespace api_test
