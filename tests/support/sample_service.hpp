// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The service over a sample ledger's folder, asked in process: what routes are tested with.
//
//   SampleService service;                       // ready(): parties, keys, standard, cycle
//   service.get("/checkpoint").status
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "api/service.hpp"
#include "support/sample_folder.hpp"

namespace sample {

using Headers = std::vector<std::pair<std::string, std::string>>;  // names in lower case

class SampleService {
 public:
  // `fill` says what the ledger holds; by default what SampleLedger::ready() makes.
  explicit SampleService(const std::function<void(SampleLedger&)>& fill = [](SampleLedger& made) { made.ready(); });

  [[nodiscard]] api::Response ask(api::Method method, const std::string& target, const Headers& headers = {},
                                  ledger::ByteView body = {});
  [[nodiscard]] api::Response get(const std::string& target, const Headers& headers = {}) {
    return ask(api::Method::kGet, target, headers);
  }
  [[nodiscard]] api::Response post(const std::string& target, const std::string& media_type, ledger::ByteView body,
                                   Headers headers = {});

  // With the body as a file, as routes with BodyRule::Kind::kFile get it.
  [[nodiscard]] api::Response send(api::Method method, const std::string& target, std::string_view content,
                                   const Headers& headers);

  // A challenge for that actor's key, and the actor's answer to it.
  [[nodiscard]] attest::Challenge challenge(const std::string& actor);
  [[nodiscard]] ledger::Bytes answer(const std::string& actor, const attest::Challenge& challenge);
  // What a request of that actor carries: a new token. Throws when there is none.
  [[nodiscard]] Headers as(const std::string& actor);

  [[nodiscard]] SampleLedger& made() { return made_; }
  [[nodiscard]] SampleFolder& folder() { return folder_; }
  [[nodiscard]] api::Service& service() { return *service_; }
  // The machine's clock as the service sees it.
  void set_time(ledger::UnixMillis time) { now_ = time; }
  [[nodiscard]] ledger::UnixMillis time() const { return now_; }

 private:
  struct Filled : SampleLedger {
    explicit Filled(const std::function<void(SampleLedger&)>& fill) { fill(*this); }
  };
  Filled made_;
  SampleFolder folder_;
  ledger_test::TempFolder incoming_;
  ledger::UnixMillis now_{1'541'757'600'000};
  std::unique_ptr<api::Service> service_;
};

// A request as the session would give it, from this machine; without a body.
[[nodiscard]] api::Request request_for(api::Method method, const std::string& target, const Headers& headers);

// The body as JSON. Throws when it is none.
[[nodiscard]] attest::Json json_of(const api::Response& response);
// The "type" of a problem without "/problems/", or what the answer is instead.
[[nodiscard]] std::string problem_of(const api::Response& response);

}  // namespace sample
