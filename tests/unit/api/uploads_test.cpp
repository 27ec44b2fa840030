// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/uploads.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <future>

#include "api/limits.hpp"
#include "support/sample_evidence.hpp"

namespace sample {
namespace {

using api::Method;

class UploadRoutes : public testing::Test, protected SampleEvidence {
 protected:
  UploadRoutes() : headers(service.as("submitter")) {}
  // Path of a new upload.
  std::string start() {
    const api::Response response = service.ask(Method::kPost, target() + "/uploads", headers);
    EXPECT_EQ(response.status, 201U) << response.text();
    const std::string location(response.header("location").value_or(""));
    EXPECT_TRUE(location.starts_with("http://127.0.0.1:8080/api/v1/evidence/"));
    return location.substr(std::string("http://127.0.0.1:8080").size());
  }
  api::Response append(const std::string& upload, std::uint64_t offset, std::string_view part, const char* complete) {
    Headers all = headers;
    all.emplace_back("content-type", "application/partial-upload");
    all.emplace_back("upload-offset", std::to_string(offset));
    all.emplace_back("upload-complete", complete);
    return service.send(Method::kPatch, upload, part, all);
  }
  std::string offset_of(const std::string& upload) {
    const api::Response response = service.ask(Method::kHead, upload, headers);
    return response.status == 204 ? std::string(*response.header("upload-offset")) : problem_of(response);
  }
  bool kept() { return service.get(target(), headers).status == 200; }
  std::size_t parts_on_disk() {
    const auto folder = service.folder().path() / "partial-uploads";
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
  }
  const std::string content = kEvidenceContent;
  Headers headers;
};

TEST_F(UploadRoutes, PutAFileTogetherFromParts) {
  const std::string upload = start();
  EXPECT_EQ(offset_of(upload), "0");
  const api::Response first = append(upload, 0, content.substr(0, 10), "?0");
  EXPECT_EQ(first.status, 204U) << first.text();
  EXPECT_EQ(first.header("upload-offset"), "10");
  EXPECT_EQ(first.header("upload-complete"), "?0");
  EXPECT_EQ(first.header("upload-length"), std::to_string(content.size()));
  EXPECT_EQ(first.header("upload-limit"),
            "max-size=" + std::to_string(content.size()) + ", max-append-size=33554432, max-age=3600");
  EXPECT_EQ(offset_of(upload), "10");
  EXPECT_FALSE(kept());
  const api::Response last = append(upload, 10, content.substr(10), "?1");
  EXPECT_EQ(last.status, 201U) << last.text();
  EXPECT_EQ(last.header("upload-complete"), "?1");
  EXPECT_TRUE(kept());
  EXPECT_EQ(offset_of(upload), "not_found");
  EXPECT_EQ(parts_on_disk(), 0U);
  const std::string again = start();
  EXPECT_EQ(append(again, 0, content, "?1").status, 200U) << "the same again is no error";
}

TEST_F(UploadRoutes, GoOnWhereTheyStandAndNowhereElse) {
  const std::string upload = start();
  EXPECT_EQ(append(upload, 0, content.substr(0, 10), "?0").status, 204U);
  for (const std::uint64_t offset : {0U, 9U, 11U, 24U}) {
    const api::Response refused = append(upload, offset, "x", "?0");
    EXPECT_EQ(problem_of(refused), "conflict") << offset;
    EXPECT_EQ(refused.header("upload-offset"), "10");
  }
  EXPECT_EQ(problem_of(append(upload, 10, std::string(content.size() - 9, 'x'), "?0")), "too_large");
  EXPECT_EQ(offset_of(upload), "10");
  EXPECT_EQ(append(upload, 10, content.substr(10), "?1").status, 201U);
}

TEST_F(UploadRoutes, KeepNothingThatIsNotTheRegisteredFile) {
  std::string other = content;
  other.back() = '!';
  const std::string upload = start();
  EXPECT_EQ(append(upload, 0, other.substr(0, 5), "?0").status, 204U);
  EXPECT_EQ(problem_of(append(upload, 5, other.substr(5), "?1")), "not_as_registered");
  EXPECT_EQ(offset_of(upload), "not_found");
  EXPECT_FALSE(kept());
  const std::string cut = start();
  EXPECT_EQ(problem_of(append(cut, 0, content.substr(0, 5), "?1")), "not_as_registered");
  EXPECT_EQ(parts_on_disk(), 0U);
}

TEST_F(UploadRoutes, AreTheirPartysAlone) {
  const std::string upload = start();
  const auto asked = [&](const std::string& actor) {
    return problem_of(service.ask(Method::kHead, upload, service.as(actor)));
  };
  EXPECT_EQ(asked("provider"), "not_found") << "it may send the file, but this is another's upload";
  EXPECT_EQ(asked("verifier"), "forbidden");
  EXPECT_EQ(asked("other-city"), "forbidden");
  EXPECT_EQ(problem_of(service.ask(Method::kHead, upload)), "unauthorized");
  EXPECT_EQ(problem_of(service.ask(Method::kDelete, upload, service.as("provider"))), "not_found");
  EXPECT_EQ(problem_of(service.ask(Method::kPost, target() + "/uploads", service.as("verifier"))), "forbidden");
  headers = service.as("provider");
  EXPECT_EQ(problem_of(append(upload, 0, content, "?1")), "not_found");
  headers = service.as("submitter");
  EXPECT_EQ(service.ask(Method::kDelete, upload, headers).status, 204U);
  EXPECT_EQ(offset_of(upload), "not_found");
}

TEST_F(UploadRoutes, EndAnHourAfterTheLastPart) {
  const std::string upload = start();
  const auto pass = [&](std::uint64_t ms) {
    service.set_time({service.time().value + ms});
    headers = service.as("submitter");
  };
  pass(3'599'999);
  EXPECT_EQ(append(upload, 0, content.substr(0, 10), "?0").status, 204U);
  EXPECT_EQ(parts_on_disk(), 1U);
  pass(3'599'999);
  EXPECT_EQ(offset_of(upload), "10");
  pass(1);
  EXPECT_EQ(offset_of(upload), "not_found");
  EXPECT_EQ(parts_on_disk(), 0U);
}

TEST_F(UploadRoutes, ThatNobodyGoesOnWithAreEndedAsTimePasses) {
  const std::string upload = start();
  EXPECT_EQ(append(upload, 0, content.substr(0, 10), "?0").status, 204U);
  service.set_time({service.time().value + 3'599'999});
  ASSERT_TRUE(service.service().tick());
  EXPECT_EQ(parts_on_disk(), 1U);
  service.set_time({service.time().value + 1});
  ASSERT_TRUE(service.service().tick());
  EXPECT_EQ(parts_on_disk(), 0U) << "without another request";
}

TEST_F(UploadRoutes, OfAPartyAreFourAtOnce) {
  std::string last;
  for (std::size_t i = 0; i < api::kUploadsOfAPartyMax; ++i) last = start();
  const api::Response refused = service.ask(Method::kPost, target() + "/uploads", headers);
  EXPECT_EQ(problem_of(refused), "too_many_requests");
  EXPECT_EQ(refused.header("retry-after"), "60");
  EXPECT_EQ(service.ask(Method::kPost, target() + "/uploads", service.as("provider")).status, 201U);
  EXPECT_EQ(service.ask(Method::kDelete, last, headers).status, 204U);
  start();
}

TEST_F(UploadRoutes, AskForTheDraftsHeaders) {
  const std::string upload = start();
  const auto patched = [&](const Headers& more) {
    Headers all = headers;
    all.insert(all.end(), more.begin(), more.end());
    const api::Response response = service.send(Method::kPatch, upload, "x", all);
    if (response.status < 400) return std::to_string(response.status);
    const attest::Json problem = json_of(response);
    const attest::Json* field = problem.find("field");
    return problem_of(response) + " " + (field == nullptr ? "" : *field->text());
  };
  const std::pair<std::string, std::string> type{"content-type", "application/partial-upload"};
  EXPECT_EQ(patched({}), "unsupported_media_type content-type");
  EXPECT_EQ(patched({type}), "invalid upload-offset");
  EXPECT_EQ(patched({type, {"upload-offset", "-1"}}), "invalid upload-offset");
  EXPECT_EQ(patched({type, {"upload-offset", "0"}}), "invalid upload-complete");
  EXPECT_EQ(patched({type, {"upload-offset", "0"}, {"upload-complete", "1"}}), "invalid upload-complete");
  EXPECT_EQ(patched({type, {"upload-offset", "0"}, {"upload-complete", "?0"}}), "204");
  const auto started = [&](const char* name, const char* value) {
    Headers all = headers;
    all.emplace_back(name, value);
    const api::Response response = service.ask(Method::kPost, target() + "/uploads", all);
    return response.status < 400 ? std::to_string(response.status) : problem_of(response);
  };
  EXPECT_EQ(started("upload-length", "5"), "not_as_registered");
  EXPECT_EQ(started("upload-length", "five"), "invalid");
  EXPECT_EQ(started("upload-complete", "?1"), "invalid");
  EXPECT_EQ(started("upload-length", std::to_string(content.size()).c_str()), "201");
}

// Apart from the routes.
struct Bare {
  explicit Bare(std::uint64_t floor = 0) : uploads(folder / "uploads", [this] { return now; }, floor) {}
  std::filesystem::path part(std::string_view content) {
    std::ofstream(folder / "part", std::ios::binary) << content;
    return folder / "part";
  }
  ledger_test::TempFolder folder;
  ledger::UnixMillis now{1'000'000};
  api::Uploads uploads;
};

TEST(Uploads, HaveSoManyPlaces) {
  Bare bare;
  for (std::size_t i = 0; i < api::kUploadsMax; ++i) {
    ASSERT_TRUE(bare.uploads.start("party-" + std::to_string(i / 4), {1}, 10).has_value());
  }
  EXPECT_EQ(bare.uploads.start("one-more", {1}, 10).error().name, "busy");
  EXPECT_EQ(bare.uploads.count(), api::kUploadsMax);
  bare.now.value += api::kUploadIdleSeconds * 1000;
  EXPECT_TRUE(bare.uploads.start("one-more", {1}, 10).has_value());
  EXPECT_EQ(bare.uploads.count(), 1U);
}

TEST(Uploads, LeaveTheDisksFloorFree) {
  Bare full(std::uint64_t{1} << 62U);
  EXPECT_EQ(full.uploads.start("p", {1}, 1).error().name, "disk_full");
  Bare bare;
  EXPECT_EQ(bare.uploads.start("p", {1}, std::uint64_t{1} << 60U).error().name, "disk_full");
  EXPECT_TRUE(bare.uploads.start("p", {1}, 1).has_value());
}

TEST(Uploads, LeaveNoFilesOfAnEarlierProcess) {
  Bare bare;
  const auto id = bare.uploads.start("p", {1}, 4).value();
  ASSERT_TRUE(bare.uploads.append({id, "p", {1}}, 0, bare.part("ab"), 2).has_value());
  EXPECT_TRUE(std::filesystem::exists(bare.folder / "uploads" / id));
  const api::Uploads next(bare.folder / "uploads", [] { return ledger::UnixMillis{}; }, 0);
  EXPECT_FALSE(std::filesystem::exists(bare.folder / "uploads" / id));
}

TEST(Uploads, AppendOnceMoreWhatDidNotArriveWhole) {
  Bare bare;
  const auto id = bare.uploads.start("p", {1}, 4).value();
  const api::Uploads::Name name{id, "p", {1}};
  EXPECT_EQ(bare.uploads.append(name, 0, bare.folder / "missing", 2).error().name, "internal");
  std::ofstream(bare.folder / "uploads" / id, std::ios::binary) << "torn";
  const auto state = bare.uploads.append(name, 0, bare.part("ab"), 2);
  ASSERT_TRUE(state.has_value());
  EXPECT_EQ(state->offset, 2U);
  EXPECT_EQ(std::filesystem::file_size(state->file), 2U);
}

TEST(Uploads, AreOfOneEntryAndOneParty) {
  Bare bare;
  const auto id = bare.uploads.start("p", {1}, 4).value();
  EXPECT_EQ(bare.uploads.find({id, "p", {2}}).error().name, "not_found");
  EXPECT_EQ(bare.uploads.find({id, "q", {1}}).error().name, "not_found");
  EXPECT_EQ(bare.uploads.append({id, "p", {2}}, 0, bare.part("ab"), 2).error().name, "not_found");
  EXPECT_EQ(bare.uploads.remove({id, "p", {2}}).error().name, "not_found");
  EXPECT_TRUE(bare.uploads.find({id, "p", {1}}).has_value());
}

// The first part is a pipe: it is being read until something is written into it.
TEST(Uploads, TakeOnePartAtATime) {
  Bare bare;
  const auto id = bare.uploads.start("p", {1}, 4).value();
  const api::Uploads::Name name{id, "p", {1}};
  const std::filesystem::path pipe = bare.folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  auto first = std::async(std::launch::async, [&] { return bare.uploads.append(name, 0, pipe, 2).value().offset; });
  std::ofstream writer(pipe);  // opened when the part is being read
  EXPECT_EQ(bare.uploads.append(name, 0, bare.part("xy"), 2).error().name, "conflict");
  EXPECT_EQ(bare.uploads.remove(name).error().name, "conflict");
  bare.now.value += 2 * api::kUploadIdleSeconds * 1000;
  bare.uploads.end_expired();
  EXPECT_EQ(bare.uploads.count(), 1U) << "what is being taken does not expire";
  writer << "ab" << std::flush;
  writer.close();
  EXPECT_EQ(first.get(), 2U);
  EXPECT_TRUE(bare.uploads.remove(name).has_value());
}

}  // namespace
}  // namespace sample
