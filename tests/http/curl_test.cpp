// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What everybody's client does, asked by curl over a socket: HEAD, ranges, conditions, packing, preflights, IPv6.
#include <gtest/gtest.h>

#include <algorithm>

#include "support/child.hpp"
#include "support/soon.hpp"
#include "test_server.hpp"

namespace http_test {
namespace {

class Curl : public testing::Test {
 protected:
  [[nodiscard]] std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(server.port()) + path;
  }
  [[nodiscard]] ledger_test::Ended curl(std::vector<std::string> words) const {
    words.insert(words.begin(), {"/usr/bin/curl", "-sS", "--max-time", "10"});
    return ledger_test::run(words);
  }
  // Status and body: "206 abc".
  [[nodiscard]] std::string asked(const std::string& path, std::vector<std::string> words = {}) const {
    words.insert(words.end(), {"-w", "\n%{http_code}", url(path)});
    const std::string output = curl(words).output;
    const std::size_t at = output.rfind('\n');
    return output.substr(at + 1) + " " + output.substr(0, at);
  }
  // The header's lines, names in lower case.
  [[nodiscard]] std::map<std::string, std::string> headers(const std::string& path,
                                                           std::vector<std::string> words = {}) const {
    words.insert(words.end(), {"-o", "/dev/null", "-D", "-", url(path)});
    const std::string output = curl(words).output;
    std::map<std::string, std::string> found;
    std::size_t at = 0;
    for (std::size_t end = output.find("\r\n"); end != std::string::npos; end = output.find("\r\n", at)) {
      const std::string line = output.substr(at, end - at);
      at = end + 2;
      const std::size_t colon = line.find(": ");
      if (at == line.size() + 2) found["status"] = line.substr(9, 3);
      if (colon == std::string::npos) continue;
      std::string name = line.substr(0, colon);
      std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
      found[name] = line.substr(colon + 2);
    }
    return found;
  }
  TestServer server;
};

TEST_F(Curl, HeadSaysWhatGetWouldAndSendsNoBody) {
  for (const char* path : {"/small", "/ready", "/text", "/file", "/large"}) {
    auto of_get = headers(path);
    auto of_head = headers(path, {"--head"});
    EXPECT_EQ(of_head["content-length"], of_get["content-length"]) << path;
    for (auto* fields : {&of_get, &of_head}) {
      fields->erase("date");
      fields->erase("x-request-id");
    }
    EXPECT_EQ(of_head, of_get) << path;
  }
  const auto two = curl({"--head", url("/file"), "--next", "-sS", url("/small")});
  EXPECT_TRUE(two.output.ends_with("\r\n\r\nhello")) << "no byte of the file came on the connection";
}

TEST_F(Curl, RangesOfAFile) {
  EXPECT_EQ(asked("/file", {"-r", "0-4"}), "206 abcde");
  EXPECT_EQ(asked("/file", {"-r", "-3"}), "206 " + asked("/file").substr(4 + 299'997));
  EXPECT_EQ(asked("/file", {"-r", "299999-400000"}), "206 " + asked("/file").substr(4 + 299'999));
  EXPECT_EQ(headers("/file", {"-r", "26-29"})["content-range"], "bytes 26-29/300000");
  auto past = headers("/file", {"-r", "300000-"});
  EXPECT_EQ(past["status"], "416");
  EXPECT_EQ(past["content-range"], "bytes */300000");
  EXPECT_EQ(past["cache-control"], "no-store");
  EXPECT_EQ(asked("/file", {"-r", "0-1", "-H", "If-Range: \"other\""}).substr(0, 3), "200");
  EXPECT_EQ(asked("/file", {"-r", "0-1", "-H", "If-Range: \"f1\""}), "206 ab");
  EXPECT_EQ(asked("/file", {"-r", "0-1,4-5"}).substr(0, 3), "200") << "several at once: the whole";
}

TEST_F(Curl, ResumesADownload) {
  const auto half = server.folder / "half";
  EXPECT_EQ(curl({"-r", "0-149999", "-o", half.string(), url("/file")}).exit_code, 0);
  EXPECT_EQ(curl({"-C", "-", "-o", half.string(), url("/file")}).exit_code, 0);
  EXPECT_EQ(ledger_test::run({"/usr/bin/cmp", half.string(), (server.folder / "file").string()}).exit_code, 0);
}

TEST_F(Curl, AsksAgainWithTheTagThatItHas) {
  const auto kept = server.folder / "etag";
  EXPECT_EQ(asked("/small", {"--etag-save", kept.string()}), "200 hello");
  EXPECT_EQ(asked("/small", {"--etag-compare", kept.string()}), "304 ");
  EXPECT_EQ(asked("/small", {"-H", "If-None-Match: \"other\""}), "200 hello");
  EXPECT_EQ(asked("/small", {"-H", "If-Match: \"other\""}).substr(0, 3), "412");
}

TEST_F(Curl, UnpacksWhatItAskedPacked) {
  auto packed = headers("/text", {"--compressed"});
  EXPECT_EQ(packed["content-encoding"], "gzip");
  EXPECT_EQ(packed["vary"], "Accept-Encoding");
  EXPECT_LT(std::stoul(packed["content-length"]), 1'000U);
  EXPECT_EQ(asked("/text", {"--compressed"}), asked("/text"));
  EXPECT_NE(packed["etag"], headers("/text")["etag"]) << "two forms, two tags";
  EXPECT_EQ(headers("/small", {"--compressed"}).count("content-encoding"), 0U) << "too short to gain";
  EXPECT_EQ(headers("/text", {"--compressed", "-H", "Authorization: Bearer x"}).count("content-encoding"), 0U);
}

TEST_F(Curl, PreflightsAreAnsweredForWhatIsThere) {
  const std::vector<std::string> asking = {
      "-X", "OPTIONS", "-H", "Origin: https://elsewhere.example", "-H", "Access-Control-Request-Method: GET"};
  auto there = headers("/small", asking);
  EXPECT_EQ(there["status"], "204");
  EXPECT_EQ(there["allow"], "GET, HEAD, OPTIONS");
  EXPECT_EQ(there["access-control-allow-methods"], "GET, HEAD, OPTIONS");
  EXPECT_EQ(there["access-control-allow-origin"], "*");
  EXPECT_EQ(there["access-control-max-age"], "86400");
  EXPECT_EQ(there.count("access-control-allow-credentials"), 0U);
  EXPECT_EQ(there["access-control-allow-headers"].find("uthorization"), std::string::npos)
      << "no page of another origin may use a token";
  EXPECT_EQ(headers("/memory", asking)["allow"], "OPTIONS, POST");
  EXPECT_EQ(headers("/nowhere", asking)["status"], "404");
  EXPECT_EQ(headers("/secret", {"-H", "Origin: https://elsewhere.example"}).count("access-control-allow-origin"), 0U);
}

TEST(CurlOverIpv6, IsServedAndCountedByItsNetwork) {
  TestServer server([](api::ServerOptions& options) {
    options.listen = {{"::1", 0, false}, {"127.0.0.1", 0, false}};
    options.connections_per_address_max = 1;
  });
  const std::string url = "http://[::1]:" + std::to_string(server.server->ports()[0]) + "/small";
  const auto answer = ledger_test::run({"/usr/bin/curl", "-sS", "-g", "--max-time", "10", url});
  ASSERT_EQ(answer.exit_code, 0) << "this test needs ::1 on the loopback interface";
  EXPECT_EQ(answer.output, "hello");
  RawClient four(server.server->ports()[1]);
  EXPECT_EQ(four.ask(get("/small")).status, 200U);
  // Its first connection is given back when the server has seen its end.
  EXPECT_TRUE(ledger_test::soon([&] {
    return ledger_test::run({"/usr/bin/curl", "-sS", "-g", "--max-time", "10", url}).output == "hello";
  })) << "another address has its own count";
  EXPECT_TRUE(ledger_test::soon([&] {
    return std::ranges::any_of(
        server.log(), [](const std::string& line) { return line.find(R"("address":"::1")") != std::string::npos; });
  }));
}

}  // namespace
}  // namespace http_test
