// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "api/limits.hpp"
#include "demo_service.hpp"
#include "support/temp_folder.hpp"

namespace api_test {
namespace {

using sample::json_of;

const std::string kFolder = std::string("certificates/") + kNumber;

std::string outcome(const api::Response& response) {
  return response.status == 200 ? text_at(json_of(response), "outcome") : outcome_of(response);
}

std::string check_of(const attest::Json& verdict, std::string_view id) {
  for (const attest::Json& check : list_at(verdict, "checks")) {
    if (text_at(check, "id") == id) return text_at(check, "state");
  }
  return "no such check";
}

TEST(Verify, SaysOfEachKindOfFileWhatItIs) {
  const DemoService service;
  const std::string at = "/api/v1/verify?at=2018-11-10";
  EXPECT_EQ(outcome(service.post(at, DemoService::file(kFolder + "/bundle.json"))), "in_force");
  EXPECT_EQ(outcome(service.post("/api/v1/verify", DemoService::file(kFolder + "/bundle.json"))), "in_force")
      << "the service's clock says 10 November 2018";
  EXPECT_EQ(outcome(service.post("/api/v1/verify?at=2020-01-01", DemoService::file(kFolder + "/bundle.json"))),
            "expired");
  EXPECT_EQ(outcome(service.post(at, DemoService::file(kFolder + "/credential.json"))), "cannot_be_told");
  const auto pdf = json_of(service.post(at, DemoService::file(kFolder + "/certificate.pdf")));
  EXPECT_EQ(text_at(pdf, "outcome"), "in_force");
  EXPECT_EQ(check_of(pdf, "pdf_drawn"), "passed");
}

TEST(Verify, ToldOfADamagedFileSaysNotGenuine) {
  const DemoService service;
  std::string bundle = DemoService::file(kFolder + "/bundle.json");
  bundle[bundle.size() / 2] = static_cast<char>(bundle[bundle.size() / 2] ^ 1);
  EXPECT_EQ(outcome(service.post("/api/v1/verify", bundle)), "not_genuine");
  std::string pdf = DemoService::file(kFolder + "/certificate.pdf");
  pdf[pdf.size() / 3] = static_cast<char>(pdf[pdf.size() / 3] ^ 1);
  EXPECT_EQ(outcome(service.post("/api/v1/verify", pdf)), "not_genuine");
  EXPECT_EQ(outcome(service.post("/api/v1/verify", "neither this nor that")), "not_genuine");
}

TEST(Verify, AnswersInWordsToo) {
  const DemoService service;
  const auto answer =
      service.post("/api/v1/verify?at=2018-11-10", DemoService::file(kFolder + "/bundle.json"), accept("text/plain"));
  EXPECT_EQ(outcome_of(answer), "200 text/plain");
  EXPECT_NE(answer.text().find("Genuine and in force on 10 November 2018."), std::string::npos) << answer.text();
  EXPECT_EQ(answer.caching, api::Caching::kNoStore);
}

TEST(Verify, TrustsItsOwnFolderAlone) {
  const DemoService none{std::filesystem::path()};
  EXPECT_EQ(outcome(none.post("/api/v1/verify", "x")), "not_implemented");
  const ledger_test::TempFolder empty;
  const DemoService broken(empty.path());
  const auto answer = broken.post("/api/v1/verify", "x");
  EXPECT_EQ(outcome(answer), "internal") << "the operator's fault";
  EXPECT_EQ(answer.text().find(empty.path().string()), std::string::npos) << "the folder is nobody's business";
}

TEST(Verify, NamesWhatIsWrongAndHasALimit) {
  const DemoService service;
  EXPECT_EQ(outcome(service.post("/api/v1/verify", "")), "invalid body");
  EXPECT_EQ(outcome(service.post("/api/v1/verify?at=soon", "x")), "invalid at");
  EXPECT_EQ(outcome(service.post("/api/v1/verify?trust=me", "x")), "invalid trust");
  EXPECT_EQ(outcome(service.post("/api/v1/verify", "x", accept("image/png"))), "not_acceptable Accept");
  EXPECT_EQ(outcome(service.post("/api/v1/verify", std::string(api::kFileBytesMax, ' '))), "not_genuine");
  EXPECT_TRUE(
      outcome(service.post("/api/v1/verify", std::string(api::kFileBytesMax + 1, ' '))).starts_with("too_large"));
}

}  // namespace
}  // namespace api_test
