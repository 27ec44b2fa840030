// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "support/sample_evidence.hpp"

namespace sample {
namespace {

using api::Method;

class Evidence : public testing::Test, protected SampleEvidence {
 protected:
  api::Response put(std::string_view content, const Headers& headers) {
    return service.send(Method::kPut, target(), content, headers);
  }
  api::Response put_as(const std::string& actor, std::string_view content = kEvidenceContent) {
    return put(content, service.as(actor));
  }
  api::Response get_as(const std::string& actor) { return service.get(target(), service.as(actor)); }
  static std::string content_of(const api::Response& response) {
    const auto* file = std::get_if<api::FileBody>(&response.body);
    if (file == nullptr) return "no file";
    std::ifstream in(file->file, std::ios::binary);
    std::stringstream content;
    content << in.rdbuf();
    return content.str();
  }
  std::vector<attest::Access> log() { return service.folder().ledger().access_log().to("").value(); }
  std::size_t files_kept() {
    const auto folder = service.folder().path() / "evidence";
    std::size_t count = 0;
    if (!std::filesystem::exists(folder)) return 0;
    for (const auto& item : std::filesystem::recursive_directory_iterator(folder)) count += item.is_regular_file();
    return count;
  }
};

TEST_F(Evidence, IsKeptOnceAndGivenBackAsItWas) {
  const api::Response first = put_as("submitter");
  EXPECT_EQ(first.status, 201U) << first.text();
  EXPECT_EQ(first.header("location"), "http://127.0.0.1:8080" + target());
  EXPECT_EQ(put_as("provider").status, 200U);
  EXPECT_EQ(files_kept(), 1U);
  EXPECT_TRUE(log().empty());
  const api::Response given = get_as("verifier");
  ASSERT_EQ(given.status, 200U) << given.text();
  EXPECT_EQ(content_of(given), kEvidenceContent);
  EXPECT_EQ(given.header("content-type"), "text/csv");
  EXPECT_TRUE(given.header("content-disposition")->starts_with("attachment"));
  EXPECT_EQ(std::get<api::FileBody>(given.body).etag, ledger::to_hex(ledger::sha256(ledger::view(kEvidenceContent))));
  EXPECT_EQ(given.caching, api::Caching::kNoStore);
  EXPECT_FALSE(given.for_any_origin);
  EXPECT_EQ(given.header("content-security-policy"), "sandbox; default-src 'none'");
  ASSERT_EQ(log().size(), 1U);
  EXPECT_EQ(log()[0].reader, kVerifier);
  EXPECT_EQ(log()[0].owner, kCity);
  EXPECT_EQ(log()[0].entry, entry.index);
  EXPECT_EQ(log()[0].fields, (std::vector<std::string>{"digest", "file"}));
  EXPECT_EQ(service.ask(Method::kHead, target(), service.as("auditor")).status, 200U);
  EXPECT_EQ(log().at(1).fields, std::vector<std::string>{"digest"});
}

TEST_F(Evidence, OfAnotherContentOrSizeIsRefusedAndNotKept) {
  std::string other = kEvidenceContent;
  other[0] = 'I';
  EXPECT_EQ(problem_of(put_as("submitter", other)), "not_as_registered");
  EXPECT_EQ(problem_of(put_as("submitter", other + "x")), "not_as_registered");
  EXPECT_EQ(problem_of(put_as("submitter", "")), "not_as_registered");
  EXPECT_EQ(files_kept(), 0U);
  EXPECT_EQ(problem_of(get_as("submitter")), "not_found");
  EXPECT_EQ(put_as("submitter").status, 201U);
  EXPECT_EQ(problem_of(put_as("submitter", other)), "not_as_registered");
  EXPECT_EQ(content_of(get_as("submitter")), kEvidenceContent);
}

TEST_F(Evidence, IsSentBySignerProviderAndCityAlone) {
  for (const char* actor : {"verifier", "registrar", "auditor", "other-city", "other-office"}) {
    EXPECT_EQ(problem_of(put_as(actor)), "forbidden") << actor;
  }
  EXPECT_EQ(problem_of(put(kEvidenceContent, {})), "unauthorized");
  EXPECT_EQ(problem_of(put(kEvidenceContent, {{"authorization", "Basic eDp5"}})), "unauthorized");
  EXPECT_EQ(files_kept(), 0U);
  EXPECT_EQ(put_as("provider").status, 201U);
}

TEST_F(Evidence, IsGivenToThoseWhoMayKnowItsDigest) {
  ASSERT_EQ(put_as("submitter").status, 201U);
  for (const char* actor : {"submitter", "verifier", "provider", "registrar", "issuer", "auditor"}) {
    EXPECT_EQ(get_as(actor).status, 200U) << actor;
  }
  EXPECT_EQ(log().size(), 6U);
  for (const char* actor : {"other-city", "other-office"}) {
    const api::Response refused = get_as(actor);
    EXPECT_EQ(problem_of(refused), "forbidden") << actor;
    EXPECT_EQ(problem_of(service.ask(Method::kHead, target(), service.as(actor))), "forbidden");
  }
  EXPECT_EQ(problem_of(service.get(target())), "unauthorized");
  EXPECT_EQ(log().size(), 6U);
}

TEST_F(Evidence, TellsOnlookersTheSameWhetherTheFileIsThereOrNot) {
  const auto before = get_as("other-city");
  ASSERT_EQ(put_as("submitter").status, 201U);
  const auto after = get_as("other-city");
  EXPECT_EQ(before.text(), after.text());
  EXPECT_EQ(before.headers, after.headers);
  // Guessing the file is refused before it is looked at.
  EXPECT_EQ(put_as("other-city", kEvidenceContent).text(), put_as("other-city", "x").text());
}

TEST_F(Evidence, IsJudgedBeforeTheBodyIsTaken) {
  Headers headers = service.as("submitter");
  headers.emplace_back("content-length", "25");
  EXPECT_EQ(problem_of(put(kEvidenceContent, headers)), "not_as_registered");
  headers.back().second = std::to_string(std::string_view(kEvidenceContent).size());
  EXPECT_EQ(put(kEvidenceContent, headers).status, 201U);
}

TEST_F(Evidence, ThatHasExpiredOrWhoseDigestIsErasedIsNeitherTakenNorGiven) {
  ASSERT_EQ(put_as("submitter").status, 201U);
  attest::DisclosureErased erasure;
  erasure.entry = entry;
  erasure.digests = service.folder().ledger().statement(entry.index).value().sd;
  erasure.requested_by = kCity;
  erasure.reason = "law";
  ASSERT_TRUE(service.folder().ledger().erase(erasure).value().registered.has_value());
  EXPECT_EQ(problem_of(put_as("submitter")), "conflict");
  EXPECT_EQ(problem_of(get_as("submitter")), "not_found");

  const auto second = service.folder().say("submitter", evidence_of(service.made(), "second"));
  const std::string there = "/api/v1/evidence/" + std::to_string(second.index.value);
  ASSERT_EQ(service.send(Method::kPut, there, "second", service.as("submitter")).status, 201U);
  ASSERT_EQ(content_of(service.get(there, service.as("submitter"))), "second");
  service.folder().say("submitter", attest::EvidenceExpired{second, "request"});
  EXPECT_EQ(problem_of(service.send(Method::kPut, there, "second", service.as("submitter"))), "conflict");
  EXPECT_EQ(problem_of(service.get(there, service.as("submitter"))), "not_found");
}

TEST_F(Evidence, IsNotGivenWhenThatCannotBeWrittenDown) {
  ASSERT_EQ(put_as("submitter").status, 201U);
  const auto file = service.folder().path() / "access-log";
  std::filesystem::remove(file);
  std::filesystem::create_directory(file);  // stands in for a disk that cannot take a line more
  const auto refused = get_as("verifier");
  EXPECT_GE(refused.status, 500U);
  EXPECT_EQ(content_of(refused), "no file");
  std::filesystem::remove(file);
  EXPECT_EQ(content_of(get_as("verifier")), kEvidenceContent);
}

TEST_F(Evidence, HasAnAddressPerRegistrationAndNoOther) {
  const Headers headers = service.as("submitter");
  for (const char* wrong : {"0", "999999", "-1", "01", "x", "18446744073709551616"}) {
    EXPECT_EQ(problem_of(service.get(std::string("/api/v1/evidence/") + wrong, headers)), "not_found") << wrong;
  }
  EXPECT_EQ(problem_of(service.get("/api/v1/evidence/" + std::to_string(submission.index.value), headers)),
            "not_found");
  EXPECT_EQ(problem_of(service.get(target() + "?x=1", headers)), "invalid");
}

}  // namespace
}  // namespace sample
