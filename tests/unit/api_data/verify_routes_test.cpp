// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <future>
#include <thread>

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

// Files that are pipes: each is being read until something is written into it.
TEST(Verify, TakesAFewFilesAtOnceAndTellsOneMoreToWait) {
  const DemoService service;
  const ledger_test::TempFolder folder;
  const auto asked = [&](const std::filesystem::path& file) {
    api::Request request = sample::request_for(api::Method::kPost, "/api/v1/verify", {{"content-length", "1"}});
    request.body_file = file;
    request.body_bytes = 1;
    return service.router().answer(request);
  };
  std::vector<std::filesystem::path> pipes;
  std::vector<std::future<std::string>> held;
  for (std::ptrdiff_t i = 0; i < api::kVerifiesMax; ++i) {
    pipes.push_back(folder / std::to_string(i));
    ASSERT_EQ(::mkfifo(pipes.back().c_str(), 0600), 0);
    held.push_back(std::async(std::launch::async, [&, pipe = pipes.back()] { return outcome(asked(pipe)); }));
  }
  const auto one_more = [&] { return service.post("/api/v1/verify", "x"); };
  for (int i = 0; i < 5'000 && one_more().status == 200; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  const api::Response refused = one_more();
  EXPECT_EQ(refused.status, 503U);
  EXPECT_EQ(outcome(refused), "busy");
  EXPECT_EQ(refused.header("retry-after"), "1");
  EXPECT_EQ(outcome_of(service.get("/checkpoint")), "200 text/plain") << "others go on";
  for (const auto& pipe : pipes) std::ofstream(pipe) << "x";
  for (auto& one : held) EXPECT_EQ(one.get(), "not_genuine");
  EXPECT_EQ(outcome(one_more()), "not_genuine") << "the places are free again";
}

}  // namespace
}  // namespace api_test
